import { expect } from 'chai';
import * as fc from 'fast-check';
import { inferSchema, initParser } from 'udsv';
import { csvLine } from '../../src/domain/csv-line.ts';

describe('a line of CSV', () => {
  it('has every value in quotes, and quotes in it twice', () => {
    expect(csvLine(['a', 'b, "c"', null, ''])).to.equal('"a","b, ""c""","",""\n');
  });

  it('is read as it was written, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 6 }), (cells) => {
        const header = cells.map((_, index) => `c${index}`);
        const text = csvLine(header) + csvLine(cells);
        const rows = initParser(inferSchema(text, { col: ',', row: '\n', encl: '"' })).stringArrs(text);
        expect(rows).to.deep.equal([cells]);
      }),
    );
  });
});
