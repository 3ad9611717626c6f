import { expect } from 'chai';
import * as fc from 'fast-check';
import { CsvSpaces } from '../../../src/connectors/csv-cells.ts';
import { readIngestResults } from '../../../src/connectors/salesforce/ingest-results.ts';
import type { IngestReading, IngestResult } from '../../../src/connectors/salesforce/ingest-results.ts';
import { csvBytes } from '../../../src/domain/csv-bytes.ts';
import { RetryableError } from '../../../src/domain/errors.ts';
import { caught } from '../../support/caught.ts';

type Rows = readonly (readonly (string | null)[])[];
const nothing = new Uint8Array();

function reading(successfulResults: Uint8Array, failedResults: Uint8Array): IngestReading {
  const answers = { successfulResults, failedResults };
  return {
    ingest: { results: async (_, which, parse) => await Promise.resolve(parse(answers[which])) },
    spaces: new CsvSpaces(),
  };
}

/** Known by all that was uploaded. */
function read(from: IngestReading): Promise<readonly IngestResult[]> {
  return readIngestResults(from, 'job', (names) => (valueOf) => names.map((_, at) => valueOf(at)).join('|'));
}

const written = (rows: Rows): Uint8Array => csvBytes([['sf__Id', 'sf__Created', 'Key__c', 'Name'], ...rows]);
const refused = (rows: Rows): Uint8Array => csvBytes([['sf__Id', 'sf__Error', 'Id', 'Name'], ...rows]);
const id = '001000000000001AAA';

describe('results of a bulk load', () => {
  it('are those of its rows, whatever is in them', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    const rows = fc.array(fc.tuple(text, text, fc.boolean()), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const csv = written(given.map(([key, name, isNew]) => [id, String(isNew), key, name]));
        const results = await read(reading(csv, nothing));
        expect(results).to.deep.equal(
          given.map(([key, name, isNew]) => ({
            key: `${key}|${name}`,
            answer: { kind: 'done', result: { kind: isNew ? 'created' : 'updated', crmId: id } },
          })),
        );
      }),
    );
  });

  it('say why a row was refused, and of which record', async () => {
    const error = 'STRING_TOO_LONG:Name: data value too large: "a\nb" (max length=255):Name --';
    const results = await read(reading(nothing, refused([['', error, id, 'a\nb']])));
    expect(results).to.have.length(1);
    const [result] = results;
    expect(result?.key).to.equal(`${id}|a\nb`);
    const told = result?.answer.kind === 'done' ? result.answer.result : null;
    expect(told).to.include({ kind: 'rejected', crmId: id, code: 'STRING_TOO_LONG' });
    expect(told)
      .to.have.property('reason')
      .that.matches(/longer than its field.*data value too large/s);
  });

  it('are none where there is no header, or nothing behind it', async () => {
    expect(await read(reading(Buffer.from('\n'), refused([])))).to.deep.equal([]);
  });

  it('are read also where the last line has no end', async () => {
    const csv = written([[id, 'true', 'k', 'n']]);
    const [result] = await read(reading(csv.subarray(0, -1), nothing));
    expect(result?.key).to.equal('k|n');
  });

  it('are read whatever line ends stand behind the last one', async () => {
    const csv = Buffer.concat([written([[id, 'true', 'k', 'n']]), Buffer.from('\r\n\n')]);
    expect((await read(reading(csv, nothing))).map(({ key }) => key)).to.deep.equal(['k|n']);
  });

  for (const [where, rows] of Object.entries({
    'in the middle': '"001","tr\n"001","true","k","n"\n',
    'at the end': '"001","true","k","n"\n"001","tr',
    'at the end, within a value that is in quotes': '"001","true","k","n"\n"001","true","k","n\n',
  })) {
    it(`that lost bytes ${where} are not taken for what they are not`, async () => {
      const csv = Buffer.from(`"sf__Id","sf__Created","Key__c","Name"\n${rows}`);
      const error = await caught(read(reading(csv, nothing)));
      expect(error).to.be.instanceOf(RetryableError);
    });
  }
});
