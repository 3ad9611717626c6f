import { expect } from 'chai';
import * as fc from 'fast-check';
import { parseFilter } from '../../../src/domain/filter/parse.ts';
import { printFilter } from '../../../src/domain/filter/print.ts';
import { fieldPaths } from '../../../src/domain/filter/field-paths.ts';
import { aFilter, anyFilter, withoutSpans } from '../../support/filters.ts';

describe('printing a filter', () => {
  it('gives text that reads as the same filter', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const again = parseFilter(printFilter(filter));
        expect(again && withoutSpans(again)).to.deep.equal(withoutSpans(filter));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is settled: what was printed once prints the same again', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const text = printFilter(filter);
        expect(printFilter(aFilter(text))).to.equal(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('field paths', () => {
  it('are each named once, in the order of the text', () => {
    const filter = aFilter("b = 1 AND (Owner.Name = 'x' OR NOT b IN (2)) AND a INCLUDES ('x')");
    expect(fieldPaths(filter)).to.deep.equal(['b', 'Owner.Name', 'a']);
  });
});
