import { expect } from 'chai';
import * as fc from 'fast-check';
import { packPage, unpackPage } from '../../../src/engine/outbound/packed-page.ts';

const text = fc.string({ unit: 'binary' });
const maybe = fc.option(text);
const record = fc.record({
  recordId: fc.maxSafeNat(),
  keys: fc.array(text, { maxLength: 3 }),
  cells: fc.array(maybe, { maxLength: 5 }),
  crmId: maybe,
  parentCrmId: maybe,
  parentKey: maybe,
  version: fc.constantFrom('a', 'b', ''),
  sent: fc.option(fc.record({ hash: text, ownHash: text })),
  isEcho: fc.boolean(),
});

describe('a page that goes to another thread', () => {
  it('is there what it was here, whatever the values', () => {
    const page = fc.record({ records: fc.array(record), next: fc.option(fc.maxSafeNat()) });
    fc.assert(
      fc.property(page, (given) => {
        const packed = structuredClone(packPage(given));
        expect(unpackPage(packed)).to.deep.equal(given);
      }),
    );
  });
});
