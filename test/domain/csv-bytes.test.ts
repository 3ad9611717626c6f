import { expect } from 'chai';
import * as fc from 'fast-check';
import { CsvBytes, csvBytes } from '../../src/domain/csv-bytes.ts';
import { csvLine } from '../../src/domain/csv-line.ts';

const loneSurrogate = fc.constantFrom('\uD83D', 'a\uDE00b');
const row = fc.array(
  fc.option(
    fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'binary' }), loneSurrogate),
  ),
  {
    minLength: 1,
    maxLength: 5,
  },
);
const rows = fc.array(row, { maxLength: 30 });
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
/** As UTF-8 has them, which knows no half of a pair. */
const lines = (given: readonly (readonly (string | null)[])[]): string =>
  textOf(Buffer.from(given.map(csvLine).join('')));

describe('bytes of CSV', () => {
  it('are those of its lines, whatever the values', () => {
    fc.assert(
      fc.property(rows, (given) => {
        expect(textOf(csvBytes(given))).to.equal(lines(given));
      }),
    );
  });

  it('stay right while they outgrow their memory', () => {
    const large = Array.from({ length: 300 }, (_, index) => [`${index} 漢`.repeat(400), null]);
    expect(textOf(csvBytes(large))).to.equal(lines(large));
  });

  it('can be taken up to any row, and are begun again in the same memory', () => {
    fc.assert(
      fc.property(rows, row, rows, (first, one, second) => {
        const csv = new CsvBytes();
        for (const each of first) csv.add(each);
        const { length } = csv;
        csv.add(one);
        expect(textOf(csv.head(length))).to.equal(lines(first));
        expect(textOf(csv.head())).to.equal(lines([...first, one]));
        csv.clear();
        for (const each of second) csv.add(each);
        expect(textOf(csv.head())).to.equal(lines(second));
      }),
    );
  });
});
