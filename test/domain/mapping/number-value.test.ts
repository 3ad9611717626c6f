import { expect } from 'chai';
import * as fc from 'fast-check';
import { parseDecimal, plainDecimal } from '../../../src/domain/filter/decimal.ts';
import { isUsualNumber } from '../../../src/domain/mapping/number-value.ts';

const piece = fc.constantFrom('-', '+', '.', '0', '00', '1', '5', '10', '42', 'e', 'e3', ' ', ',');
const numberLike = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));

describe('a number as most are written', () => {
  it('is told from all others', () => {
    for (const text of ['0', '7', '-7', '1200', '0.5', '-0.05', '12.25']) {
      expect(isUsualNumber(text), text).to.equal(true);
    }
    for (const text of ['', '-0', '07', '1.', '.5', '1.50', '+1', '1e3', ' 1', '1,5', '1'.repeat(401)]) {
      expect(isUsualNumber(text), text).to.equal(false);
    }
  });

  it('is written just so when it was read', () => {
    fc.assert(
      fc.property(fc.oneof(numberLike, fc.integer().map(String), fc.double().map(String)), (text) => {
        if (!isUsualNumber(text)) return;
        const decimal = parseDecimal(text);
        expect(decimal === null ? null : plainDecimal(decimal)).to.equal(text);
      }),
      { numRuns: 1_000 },
    );
  });
});
