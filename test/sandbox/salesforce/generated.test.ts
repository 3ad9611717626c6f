import { expect } from 'chai';
import { generatedColumns } from '../../../src/sandbox/salesforce/generated/columns.ts';
import { createCsvFile } from '../../../src/sandbox/salesforce/generated/csv-file.ts';
import { defineGeneratedObject } from '../../../src/sandbox/salesforce/generated/define-generated-object.ts';
import { createGeneratedSource } from '../../../src/sandbox/salesforce/generated/generated-source.ts';
import { startClient } from './sandbox-client.ts';
import type { SandboxClient } from './sandbox-client.ts';

const rows = 5_000;
const columns = ['Id', ...generatedColumns.map(({ name }) => name)];
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('generated records', () => {
  const source = createGeneratedSource('Many__c', 'a00', rows);
  after(() => {
    source.close();
  });

  const valuesOf = (column: string): (string | boolean | null)[] =>
    Array.from({ length: rows }, (_, position) => source.at(position).get(column));

  it('are the same whenever they are asked for', () => {
    const other = createGeneratedSource('Many__c', 'a00', rows);
    expect(textOf(other.bulkPage(1_000, 500, columns))).to.equal(
      textOf(source.bulkPage(1_000, 500, columns)),
    );
    other.close();
  });

  it('do not depend on how many there are', () => {
    const more = createGeneratedSource('Many__c', 'a00', 10 * rows);
    expect(textOf(more.bulkPage(0, 100, columns))).to.equal(textOf(source.bulkPage(0, 100, columns)));
    more.close();
  });

  it('say the same one by one as in a page', () => {
    for (const position of [0, 1, 4_321]) {
      const cells = columns.map(
        (name) => `"${String(source.at(position).get(name) ?? '').replaceAll('"', '""')}"`,
      );
      expect(textOf(source.bulkPage(position, 1, columns))).to.equal(`${cells.join(',')}\n`);
    }
  });

  it('come in pages without a gap, in any order of asking', () => {
    const last = textOf(source.bulkPage(3_000, 2_000, columns));
    const first = textOf(source.bulkPage(0, 3_000, columns));
    expect(first + last).to.equal(textOf(source.bulkPage(0, rows, columns)));
  });

  it('end with the last one', () => {
    expect(source.bulkPage(rows, 10, columns)).to.have.length(0);
    expect(textOf(source.bulkPage(rows - 1, 10, ['Id']))).to.equal(`"${source.at(rows - 1).id}"\n`);
  });

  it('leave a column empty that they know nothing of', () => {
    expect(textOf(source.bulkPage(0, 1, ['Number__c', 'OwnerId']))).to.equal('"000000000",""\n');
  });

  it('are found by their ids, which go up', () => {
    const ids = Array.from({ length: rows }, (_, position) => source.at(position).id);
    expect(ids).to.deep.equal([...new Set(ids)].sort());
    expect(source.find(ids[777] ?? '')?.get('Number__c')).to.equal('000000777');
    expect(source.find('a00000000000000AAA')).to.equal(null);
  });

  it('have stamps that never go down, many of them shared', () => {
    const stamps = valuesOf('SystemModstamp').map(String);
    expect(stamps).to.deep.equal([...stamps].sort());
    expect(new Set(stamps).size).to.equal(rows / 200);
  });

  it('have texts with quotes, commas, line ends, emoji, other scripts and leading zeros', () => {
    const names = valuesOf('Name').join('\t');
    for (const part of ['"', ',', '🌍', 'ł', '青山']) expect(names).to.include(part);
    const streets = valuesOf('Street__c');
    expect(streets.join('\t')).to.include('\n');
    expect(streets).to.include('N/A').and.to.include(null);
    expect(valuesOf('Number__c')[1]).to.equal('000000001');
  });

  it('have values of each type', () => {
    const like: Readonly<Record<string, RegExp>> = {
      Email__c: /^\S+@\S+\.example\.com$/,
      AnnualRevenue__c: /^\d+$/,
      ContractValue__c: /^\d+\.\d\d$/,
      RenewalDate__c: /^\d{4}-\d\d-\d\d$/,
      Health__c: /^(red|yellow|green)$/,
      Modules__c: /^\w+(;\w+)*$/,
      IsPartner__c: /^(true|false)$/,
      CreatedDate: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
    };
    for (const [name, pattern] of Object.entries(like)) {
      const given = valuesOf(name).filter((value) => value !== null);
      expect(given.length, name).to.be.greaterThan(rows / 2);
      expect(
        given.every((value) => pattern.test(String(value))),
        name,
      ).to.equal(true);
    }
  });
});

describe('a file of lines', () => {
  it('holds more than is written at once', () => {
    const file = createCsvFile(3_000, (line) => `${line}${'x'.repeat(1_000)}\n`);
    const lines = textOf(file.lines(0, 3_000)).split('\n');
    expect(lines).to.have.length(3_001);
    expect(textOf(file.lines(2_500, 2_501))).to.equal(`2500${'x'.repeat(1_000)}\n`);
    file.close();
  });
});

describe('an object of generated records', () => {
  let client: SandboxClient;
  before(async () => {
    client = await startClient({ bulkPolls: 0, gzip: false });
    const source = defineGeneratedObject(client.sandbox.org, { name: 'Many__c', rows });
    after(() => {
      source.close();
    });
  });
  after(async () => {
    await client.close();
  });

  it('is described with its fields', async () => {
    const { fields } = await client.json<{ fields: readonly { name: string; type: string }[] }>(
      'sobjects/Many__c/describe',
    );
    const types = new Map(fields.map(({ name, type }) => [name, type]));
    for (const { name, type } of generatedColumns) expect(types.get(name), name).to.equal(type);
    expect(types.get('Id')).to.equal('id');
  });

  it('is counted', async () => {
    expect(client.sandbox.org.count('Many__c')).to.equal(rows);
    expect((await client.query('SELECT COUNT() FROM Many__c')).totalSize).to.equal(rows);
  });

  it('is read in bulk, as its pages stand where answers are not to be zipped', async () => {
    const { id } = await client.json<{ id: string }>('jobs/query', {
      method: 'POST',
      body: JSON.stringify({ operation: 'query', query: 'SELECT Id, Name FROM Many__c' }),
    });
    await client.json(`jobs/query/${id}`);
    const response = await client.fetch(`jobs/query/${id}/results?maxRecords=3000`);
    expect(response.headers.get('content-encoding')).to.equal(null);
    expect(response.headers.get('sforce-numberofrecords')).to.equal('3000');
    const source = createGeneratedSource(
      'Many__c',
      client.sandbox.org.schema.object('Many__c').keyPrefix ?? '',
      rows,
    );
    const page = textOf(source.bulkPage(0, 3_000, ['Id', 'Name']));
    expect(await response.text()).to.equal(`"Id","Name"\n${page}`);
    source.close();
  });

  it('gives the first few without going through all', async () => {
    const { records } = await client.query('SELECT Number__c FROM Many__c LIMIT 3 OFFSET 2');
    expect(records.map((record) => record['Number__c'])).to.deep.equal([
      '000000002',
      '000000003',
      '000000004',
    ]);
  });

  it('is read in windows of its stamps', async () => {
    const window = 'SystemModstamp > 2024-01-01T00:00:00Z AND SystemModstamp <= 2024-01-01T00:00:02Z';
    const { totalSize, records } = await client.query(
      `SELECT Number__c FROM Many__c WHERE ${window} ORDER BY SystemModstamp, Id`,
    );
    expect(totalSize).to.equal(400);
    expect(records[0]).to.include({ Number__c: '000000200' });
    expect(records.at(-1)).to.include({ Number__c: '000000599' });
  });
});
