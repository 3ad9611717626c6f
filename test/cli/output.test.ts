import { expect } from 'chai';
import { widthOf } from '../../src/cli/output.ts';

describe('the width of tables', () => {
  const widths = [
    ['is that of the terminal', { isTTY: true, columns: 200 }, undefined, 200],
    ['is a usual one where the terminal does not say', { isTTY: true }, undefined, 80],
    ['has no end in a pipe', { columns: 80 }, undefined, Number.POSITIVE_INFINITY],
    ['is what COLUMNS says, on a terminal', { isTTY: true, columns: 80 }, '120', 120],
    ['is what COLUMNS says, in a pipe', {}, '100', 100],
    ['takes no notice of a COLUMNS that is no number', { isTTY: true, columns: 90 }, 'wide', 90],
    ['is never less than a table needs', { isTTY: true, columns: 9 }, '2', 40],
  ] as const;
  for (const [what, stream, named, width] of widths) {
    it(what, () => {
      expect(widthOf(stream, named)).to.equal(width);
    });
  }
});
