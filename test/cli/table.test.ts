import { expect } from 'chai';
import * as fc from 'fast-check';
import { table, wrap } from '../../src/cli/table.ts';
import { printable, textWidth } from '../../src/cli/text-width.ts';

const columns = [
  { title: 'Job', minWidth: 5 },
  { title: 'Rows', align: 'right' as const },
];

describe('table', () => {
  it('aligns columns, and is no wider than it has to be', () => {
    const rows = [
      ['Accounts', '1,234'],
      ['会社', '5'],
    ];
    expect(table(columns, rows, 80)).to.equal(
      ['Job        Rows', 'Accounts  1,234', '会社          5', ''].join('\n'),
    );
  });

  it('goes on in the next line of a cell where there is no room', () => {
    expect(table(columns, [['Customer accounts', '5']], 16)).to.equal(
      ['Job         Rows', 'Customer       5', 'accounts', ''].join('\n'),
    );
  });

  it('has no titles to show where there are no rows but the titles', () => {
    expect(table(columns, [], 80)).to.equal('Job  Rows\n');
  });

  it('never passes its width where its columns can be narrowed to it', () => {
    const cell = fc.string({ maxLength: 60, unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { maxLength: 5 }),
        fc.integer({ min: 20, max: 90 }),
        (rows, width) => {
          const plain = ['A', 'B'].map((title) => ({ title, minWidth: 2 }));
          for (const line of table(plain, rows, width).split('\n'))
            expect(textWidth(line)).to.be.at.most(width);
        },
      ),
    );
  });
});

const squeezed = (text: string): string => text.replaceAll(/[ \n]/g, '');

describe('wrap', () => {
  it('breaks at blanks, and words only where they are wider than the line', () => {
    expect(wrap('one two three', 7)).to.deep.equal(['one two', 'three']);
    expect(wrap('abcdefghij k', 4)).to.deep.equal(['abcd', 'efgh', 'ij k']);
    expect(wrap('a\nb', 10)).to.deep.equal(['a', 'b']);
    expect(wrap('', 10)).to.deep.equal(['']);
  });

  it('loses nothing but blanks', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 2, max: 20 }), (text, width) => {
        expect(squeezed(wrap(text, width).join(''))).to.equal(squeezed(text));
      }),
    );
  });
});

describe('text on a terminal', () => {
  it('is as wide as a terminal shows it', () => {
    const widths = [
      ['abc', 3],
      ['é', 1],
      ['e\u0301', 1],
      ['会社', 4],
      ['💥', 2],
      ['', 0],
    ] as const;
    for (const [text, width] of widths) expect(textWidth(text)).to.equal(width);
  });

  it('gives it no commands', () => {
    expect(printable('a\u001b[31mb\u0007\nc\u009b')).to.equal('a�[31mb�\nc�');
  });
});
