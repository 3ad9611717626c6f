import { expect } from 'chai';
import * as fc from 'fast-check';
import { createCsvPage } from '../../../src/connectors/salesforce/csv-page.ts';
import { FatalError, RetryableError } from '../../../src/domain/errors.ts';
import { JsonBytes } from '../../../src/domain/mapping/json-bytes.ts';

const columns = ['Id', 'Name', 'Owner.Name'];

type Row = readonly (string | null)[];

/** As Salesforce writes it: everything in quotes, nothing for null. */
function csvOf(rows: readonly Row[]): string {
  const line = (row: Row): string =>
    row.map((value) => `"${(value ?? '').replaceAll('"', '""')}"`).join(',') + '\n';
  return rows.map(line).join('');
}

function read(bytes: Uint8Array, cuts: readonly number[], skip = 0): { rows: Row[]; csv: string } {
  const page = createCsvPage(columns, skip);
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
    rows: taken.flatMap(({ rows }) => [...rows]),
    csv: Buffer.concat(taken.map(({ csv }) => csv)).toString('utf8'),
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
const header = csvOf([columns]);

/** JSON as it stands, and ASCII. */
const isPlain = (text: string): boolean =>
  JSON.stringify(text) === `"${text}"` && Buffer.byteLength(text) === text.length;

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
        const got = read(
          bytes,
          at.map((cut) => cut % (bytes.length + 1)),
          done,
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

  it('gives with each piece the bytes of its rows, and nothing of the next', () => {
    const rows: Row[] = [
      ['001', 'a,"b"\nc', '💥'],
      ['002', null, 'N/A'],
    ];
    const bytes = Buffer.from(header + csvOf(rows));
    const page = createCsvPage(columns, 0);
    let pieces = 0;
    for (const byte of bytes) {
      page.add(Uint8Array.of(byte));
      if (page.waiting.rows === 0) continue;
      const { rows: taken, csv } = page.take();
      expect([...taken]).to.deep.equal([rows[pieces]]);
      expect(Buffer.from(csv).toString()).to.equal(csvOf([rows[pieces] ?? []]));
      pieces += 1;
    }
    expect(pieces).to.equal(2);
  });

  it('lets a mapping copy what is JSON as it stands, and nothing else', () => {
    fc.assert(
      fc.property(page, (rows) => {
        const split = createCsvPage(columns, 0);
        split.add(Buffer.from(header + csvOf(rows)));
        const taken = split.take().rows;
        for (const [index, cells] of rows.entries()) {
          for (const [column, cell] of cells.entries()) {
            const wanted = cell === null ? 0 : isPlain(cell) ? cell.length : -1;
            const given = taken.cellsAt(index);
            expect(given.plainLength(column), JSON.stringify(cell)).to.equal(wanted);
            if (wanted <= 0) continue;
            const out = new JsonBytes(1);
            out.copy(given.bytes, given.startOf(column), wanted);
            expect(out.text(0)).to.equal(cell);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('with a row of more or fewer values than columns is not whole', () => {
    for (const body of ['"001","Acme"\n', '"001","Acme","Ann","more"\n', '"001","Ac"me","Ann"\n', '"001"']) {
      expect(() => read(Buffer.from(header + body), []), body).to.throw(RetryableError, /3 values/);
    }
  });

  it('with other columns than were asked for is refused, and both are named', () => {
    for (const text of ['"Id","Owner.Name","Name"\n', '"Id","Name"\n', '<html>\n']) {
      const act = (): unknown => read(Buffer.from(text), []);
      expect(act).to.throw(FatalError, /instead of Id, Name, Owner\.Name/);
    }
  });
});
