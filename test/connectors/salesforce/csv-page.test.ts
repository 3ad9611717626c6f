import { expect } from 'chai';
import * as fc from 'fast-check';
import { createCsvPage } from '../../../src/connectors/salesforce/csv-page.ts';
import { FatalError } from '../../../src/domain/errors.ts';

const layout = { columns: ['Id', 'Name', 'Owner.Name'], types: ['id', 'string', 'string'] } as const;
const none = { rows: 0, bytes: 0 };

type Row = readonly (string | null)[];

/** As Salesforce writes it: everything in quotes, nothing for null. */
function csvOf(rows: readonly Row[]): string {
  const line = (row: Row): string =>
    row.map((value) => `"${(value ?? '').replaceAll('"', '""')}"`).join(',') + '\n';
  return rows.map(line).join('');
}

function read(bytes: Uint8Array, cuts: readonly number[], skip = none): { rows: Row[]; csv: string } {
  const page = createCsvPage(layout, skip);
  const taken = [];
  let start = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
    page.add(bytes.subarray(start, cut));
    start = cut;
    taken.push(page.take());
  }
  page.end();
  taken.push(page.take());
  return {
    rows: taken.flatMap(({ rows }) => rows),
    csv: Buffer.concat(taken.flatMap(({ csv }) => csv)).toString('utf8'),
  };
}

const awkward = fc.constantFrom(
  '"',
  '""',
  ',',
  '\n',
  '\r\n',
  '\0',
  '\uFEFF',
  '💥',
  'é',
  '漢',
  'N/A',
  'null',
  ' ',
  'x',
);
const value = fc
  .array(awkward, { maxLength: 4 })
  .map((parts) => (parts.length === 0 ? null : parts.join('')));
const row = fc.tuple(fc.stringMatching(/^001[A-Za-z0-9]{15}$/), value, value);
const page = fc.array(row, { maxLength: 12 });
const header = csvOf([layout.columns]);

describe('a page of a bulk result', () => {
  it('gives the same rows and bytes, wherever it is cut on the way', () => {
    fc.assert(
      fc.property(page, fc.array(fc.nat(), { maxLength: 8 }), (rows, at) => {
        const body = csvOf(rows);
        const bytes = Buffer.from(header + body);
        const got = read(
          bytes,
          at.map((cut) => cut % (bytes.length + 1)),
        );
        expect(got.rows).to.deep.equal(rows);
        expect(got.csv).to.equal(body);
      }),
      { numRuns: 500 },
    );
  });

  it('gives what is left, where a part was handed on before it broke off', () => {
    fc.assert(
      fc.property(page, fc.nat(), fc.array(fc.nat(), { maxLength: 4 }), (rows, left, at) => {
        const done = left % (rows.length + 1);
        const bytes = Buffer.from(header + csvOf(rows));
        const skip = { rows: done, bytes: Buffer.byteLength(csvOf(rows.slice(0, done))) };
        const got = read(
          bytes,
          at.map((cut) => cut % (bytes.length + 1)),
          skip,
        );
        expect(got.rows).to.deep.equal(rows.slice(done));
        expect(got.csv).to.equal(csvOf(rows.slice(done)));
      }),
      { numRuns: 200 },
    );
  });

  it('reads values without quotes too, and ends the last row with a line end', () => {
    const got = read(Buffer.from('Id,Name,Owner.Name\n001,Acme,\n002,,Ann'), []);
    expect(got.rows).to.deep.equal([
      ['001', 'Acme', null],
      ['002', null, 'Ann'],
    ]);
    expect(got.csv).to.equal('001,Acme,\n002,,Ann\n');
  });

  it('may have no rows, with a header or without', () => {
    for (const text of ['', header, header.trimEnd()]) {
      expect(read(Buffer.from(text), [])).to.deep.equal({ rows: [], csv: '' });
    }
  });

  it('may be larger than what is parsed at once', () => {
    const rows = Array.from({ length: 30_000 }, (_, index): Row => [`001${index}`, `Name ${index}`, null]);
    const bytes = Buffer.from(header + csvOf(rows));
    const cuts = Array.from({ length: Math.floor(bytes.length / 16_384) }, (_, index) => index * 16_384);
    expect(read(bytes, cuts).rows).to.deep.equal(rows);
  });

  it('with other columns than were asked for is refused, and both are named', () => {
    for (const text of ['"Id","Owner.Name","Name"\n', '"Id","Name"\n', '<html>\n']) {
      const act = (): unknown => read(Buffer.from(text), []);
      expect(act).to.throw(FatalError, /instead of Id, Name, Owner\.Name/);
    }
  });
});
