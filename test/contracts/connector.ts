/**
 * What every connector promises, checked against a CRM that speaks the real protocol. A connector's own test
 * gives a `ContractOrg`; nothing here knows which CRM it is.
 */
import { expect } from 'chai';
import type {
  CrmClient,
  CrmClientOptions,
  DeletedRecord,
  DeletionMark,
  Read,
  ReadBatch,
  ReadPosition,
  ReadRequest,
  ReadWindow,
  SourceQuery,
  SourceRow,
} from '../../src/connectors/connector.ts';
import { createDescribeCache } from '../../src/connectors/describe-cache.ts';
import { createSessionSource } from '../../src/connectors/session-source.ts';
import { FatalError, RetryableError, UserError } from '../../src/domain/errors.ts';
import type { Filter, FilterValue } from '../../src/domain/filter/syntax.ts';
import { caught } from '../support/caught.ts';
import { awkwardRecords } from './contract-org.ts';
import type { ContractFault, ContractFields, ContractOrg, ContractRecord } from './contract-org.ts';

type Method = 'in pages' | 'in bulk';
const methods: readonly Method[] = ['in pages', 'in bulk'];
const optionsFor: Readonly<Record<Method, Partial<CrmClientOptions>>> = {
  'in pages': { bulkThresholdRows: 1_000_000 },
  'in bulk': { bulkThresholdRows: -1, bulkPageRows: 1_500 },
};

const passingFaults: readonly ContractFault[] = [
  'too many requests',
  'unavailable',
  'reset',
  'truncated',
  'expired session',
  'concurrent limit',
  'slow',
];

const reason = new Error('cancelled by a person');

export function connectorContract(title: string, startOrg: () => Promise<ContractOrg>): void {
  describe(`${title} keeps the contract of a connector`, () => {
    let org: ContractOrg;
    beforeEach(async () => {
      org = await startOrg();
    });
    afterEach(async () => {
      await org.close();
    });

    function openClient(changes: Partial<CrmClientOptions> = {}): CrmClient {
      const settings = org.connector.parseSettings(org.settings);
      return org.connector.openClient({
        sessions: createSessionSource(() => org.connector.logIn(settings)),
        describeCache: createDescribeCache(),
        dailyLimitReserve: 0,
        ...changes,
      });
    }

    const allFields = (): string[] => [...Object.values(org.fields), org.parentName];

    async function aQuery(client: CrmClient, changes: Partial<SourceQuery> = {}): Promise<SourceQuery> {
      const fields = changes.fields ?? allFields();
      return { schema: await client.loadSchema(org.object, fields), fields, filter: null, ...changes };
    }

    async function openRead(client: CrmClient, changes: Partial<ReadRequest> = {}): Promise<Read> {
      const query = changes.query ?? (await aQuery(client));
      return await client.openRead({
        query,
        window: null,
        resumeFrom: null,
        signal: anySignal(),
        ...changes,
      });
    }

    describe('the connection', () => {
      it('refuses wrong credentials, with what to check and without the secret', async () => {
        const settings = org.connector.parseSettings(org.wrongSettings);
        const error = await caught(org.connector.logIn(settings));
        expect(error).to.be.instanceOf(UserError);
        expect(error.message).to.match(/[Cc]heck/);
        expect(error.message).to.not.include(org.wrongSecret);
      });

      it('names its secrets by where they are in the settings', () => {
        const settings: unknown = org.connector.parseSettings(org.settings);
        const found = org.connector.secretPaths.filter((path) => typeof valueAt(settings, path) === 'string');
        expect(found).to.have.length.above(0);
      });

      it('says who and where it is', async () => {
        const identity = await openClient().identify();
        expect(identity.orgId).to.match(/\S/);
        expect(identity.orgName).to.match(/\S/);
        expect(identity.userName).to.match(/\S/);
        expect(() => new Intl.DateTimeFormat('en', { timeZone: identity.timezone })).to.not.throw();
        if (identity.apiUsage === null) return;
        expect(identity.apiUsage.used).to.be.at.least(0);
        expect(identity.apiUsage.limit).to.be.above(identity.apiUsage.used);
      });

      it("tells the service's time, in UTC and never backwards", async () => {
        const client = openClient();
        const first = await client.serverTime();
        expect(new Date(first).toISOString()).to.equal(first);
        expect((await client.serverTime()) >= first).to.equal(true);
      });

      it('logs in once for all that it does', async () => {
        const client = openClient();
        await Promise.all([client.identify(), client.listObjects(), client.serverTime(), openRead(client)]);
        expect(org.logins()).to.equal(1);
        await client.close();
      });
    });

    describe('objects and fields', () => {
      it('are listed with their labels', async () => {
        const found = (await openClient().listObjects()).find((each) => each.name === org.object);
        expect(found).to.include({ queryable: true, custom: org.isCustom });
        expect(found?.label).to.match(/\S/);
        expect(found?.labelPlural).to.match(/\S/);
      });

      it("are found without letter case, and a parent's over the dot", async () => {
        const path = org.parentName.toUpperCase();
        const schema = await openClient().loadSchema(org.object, [path, 'No_Such.Path']);
        expect(schema.object.name).to.equal(org.object);
        expect(schema.field(path)).to.include({ kind: 'found', path: org.parentName });
        const number = schema.field(org.fields.number.toLowerCase());
        expect(number).to.include({ kind: 'found', path: org.fields.number });
        expect(schema.field('No_Such.Path')).to.have.property('kind', 'missing');
      });

      it('that do not exist are answered with the nearest names', async () => {
        const error = await caught(openClient().loadSchema(org.misspeltObject, []));
        expect(error).to.be.instanceOf(UserError).and.have.property('code', 'unknown_object');
        expect(error.message).to.include(org.object);
      });

      it('that do not exist are named when they are to be read', async () => {
        const client = openClient();
        const query = await aQuery(client, { fields: ['No_Such_Field'] });
        const error = await caught(openRead(client, { query }));
        expect(error).to.be.instanceOf(UserError);
        expect(error.message).to.include('No_Such_Field');
      });

      it('are described once', async () => {
        const client = openClient();
        await client.loadSchema(org.object, allFields());
        const before = org.requests();
        await client.loadSchema(org.object.toLowerCase(), allFields());
        expect(org.requests()).to.equal(before);
      });

      it('have a stamp that a read of changes follows', async () => {
        const client = openClient();
        const { object } = await client.loadSchema(org.object, []);
        expect(object.fields.map((field) => field.name)).to.include(client.cursorField(object));
        expect(client.deletedRetentionDays).to.be.above(0);
      });
    });

    describe('a preview', () => {
      it('shows the first rows, in the order of the fields', async () => {
        await org.insert(named(15));
        const client = openClient();
        const fields = [org.fields.text, org.fields.name];
        const filter = startsWith(org.fields.name, 'record');
        const rows = await client.preview(await aQuery(client, { fields, filter }), 10);
        expect(rows).to.have.length(10);
        for (const row of rows) {
          expect(row).to.have.length(2);
          expect(row[0]).to.equal(null);
          expect(row[1]).to.match(/^record \d+$/);
        }
      });
    });

    describe('an empty IN list', () => {
      it('means no rows and sends no query', async () => {
        const client = openClient();
        const query = await aQuery(client, { filter: isIn(org.fields.name, []) });
        const before = org.requests();
        expect(await client.count(query, null)).to.equal(0);
        expect(await client.preview(query, 10)).to.deep.equal([]);
        const read = await openRead(client, { query });
        expect(read.expectedRows).to.equal(0);
        expect(rowsOf(await collect(read))).to.deep.equal([]);
        expect(org.requests()).to.equal(before);
      });
    });

    for (const method of methods) {
      const client = (changes: Partial<CrmClientOptions> = {}): CrmClient =>
        openClient({ ...optionsFor[method], ...changes });

      describe(`a full read ${method}`, () => {
        it('gives every value as it is', async () => {
          const [parent = null] = await org.insert([{ name: 'the parent' }]);
          const records = awkwardRecords.map((record, index) =>
            index % 2 === 0 ? { ...record, parent } : record,
          );
          const ids = await org.insert(records);
          const read = await openRead(client());
          expect(read.columns.slice(0, allFields().length)).to.deep.equal(allFields());
          const rows = new Map(rowsOf(await collect(read)).map((row) => [row[read.idColumn], row]));
          for (const [index, record] of records.entries()) {
            const row = rows.get(ids[index]);
            if (row === undefined) throw new Error(`"${record.name ?? ''}" is missing`);
            expectSameValues(row, record, org.fields);
            const parentName = row[Object.keys(org.fields).length];
            expect(parentName).to.equal(record.parent ? 'the parent' : null);
            const stamp = row[read.stampColumn] ?? '';
            expect(new Date(stamp).toISOString()).to.equal(stamp);
          }
        });

        it('brings every record once, as many as were counted', async () => {
          const ids = await org.insert(named(org.pageRows * 2 + 17));
          const reader = client();
          const query = await aQuery(reader, { fields: [org.fields.name] });
          const read = await openRead(reader, { query });
          const seen = idsOf(read, await collect(read));
          expect(new Set(seen).size).to.equal(seen.length);
          expect(seen).to.include.members([...ids]);
          expect(read.expectedRows).to.equal(seen.length);
          expect(await reader.count(query, null)).to.equal(seen.length);
          expect(org.heldOpen()).to.equal(0);
        });

        it('follows the filter', async () => {
          const wanted = named(20, 'wanted').map((record) => ({ ...record, text: 'wanted' }));
          await org.insert([...named(30), ...wanted]);
          const reader = client();
          const filter = equals(org.fields.text, 'wanted');
          const query = await aQuery(reader, { fields: [org.fields.name], filter });
          expect(await reader.count(query, null)).to.equal(20);
          const rows = rowsOf(await collect(await openRead(reader, { query })));
          expect(rows.map((row) => row[0])).to.have.members(wanted.map((record) => record.name));
        });

        it('is whole where there is nothing', async () => {
          const reader = client();
          const query = await aQuery(reader, { filter: equals(org.fields.name, 'nobody') });
          const read = await openRead(reader, { query });
          expect(read.expectedRows).to.equal(0);
          expect(rowsOf(await collect(read))).to.deep.equal([]);
          expect(org.heldOpen()).to.equal(0);
        });

        it('says on the last batch of a page, and there only, where the next page begins', async () => {
          await org.insert(named(org.pageRows * 2 + 17));
          const batches = await collect(await openRead(client()));
          batches.forEach((batch, index) => {
            const following = batches[index + 1];
            if (following === undefined) expect(batch.next).to.equal('end');
            else expect(following.page).to.deep.equal(batch.next ?? batch.page);
            if (batch.csv === null) expect(batch.next, 'a page without CSV is one batch').to.not.equal(null);
          });
          expect(batches.filter((batch) => batch.next !== null)).to.have.length.above(1);
        });

        it('gives the bytes of its pages, where it has them, without their header', async () => {
          await org.insert(named(org.pageRows + 17));
          const read = await openRead(client(), {
            query: await aQuery(client(), { fields: [org.fields.name] }),
          });
          const batches = await collect(read);
          if (batches.some((batch) => batch.csv === null)) return;
          const csv = Buffer.concat(batches.map((batch) => batch.csv ?? new Uint8Array())).toString('utf8');
          const lines = csv.split('\n').filter((line) => line !== '');
          expect(lines).to.have.length(rowsOf(batches).length);
          expect(csv).to.not.include(read.columns[read.stampColumn]);
        });
      });

      describe(`a read that goes on ${method}`, () => {
        const windows: readonly [string, ReadWindow | null][] = [
          ['full', null],
          ['of changes that all have one stamp', { since: minute(0), until: minute(3) }],
        ];
        for (const [kind, window] of windows) {
          it(`begins at any page and brings exactly the rest: ${kind}`, async () => {
            await org.setStamp(await org.insert(named(org.pageRows * 2 + 500)), minute(2));
            const reader = client();
            const query = await aQuery(reader, { fields: [org.fields.name] });
            const total = await reader.count(query, window);
            let pages = 1;
            for (; ; pages += 1) {
              const read = await openRead(reader, { query, window });
              const { ids, next } = await crashAfter(pages, read);
              if (next === 'end') break;
              const rest = await openRead(client(), { query, window, resumeFrom: next });
              expect(rest.columns).to.deep.equal(read.columns);
              const batches = await collect(rest);
              expect(batches[0]?.page).to.deep.equal(next);
              const all = [...ids, ...idsOf(rest, batches)];
              expect(all, `after ${pages} pages`).to.have.length(total);
              expect(new Set(all).size, `after ${pages} pages`).to.equal(total);
            }
            expect(pages).to.be.above(2);
          });
        }
      });

      describe(`a read of changes ${method}`, () => {
        it('begins after `since` and ends with `until`', async () => {
          const ids = await org.insert(named(5));
          for (const [index, id] of ids.entries()) await org.setStamp([id], minute(index));
          const window = { since: minute(1), until: minute(3) };
          const reader = client();
          const query = await aQuery(reader, { fields: [org.fields.name] });
          const rows = rowsOf(await collect(await openRead(reader, { query, window })));
          expect(rows.map((row) => row[0])).to.have.members(['record 00002', 'record 00003']);
          expect(await reader.count(query, window)).to.equal(2);
        });

        it('loses nothing where thousands share one stamp across a page border', async () => {
          const ids: string[] = [];
          for (const [count, at] of [
            [3, 1],
            [org.pageRows + 500, 2],
            [3, 3],
          ] as const) {
            const inserted = await org.insert(named(count));
            await org.setStamp(inserted, minute(at));
            ids.push(...inserted);
          }
          const window = { since: minute(0), until: minute(3) };
          const reader = client();
          const query = await aQuery(reader, { fields: [org.fields.name] });
          const read = await openRead(reader, { query, window });
          expect(sorted(idsOf(read, await collect(read)))).to.deep.equal(sorted(ids));
        });

        it('sees a change, and not what did not change', async () => {
          const ids = await org.insert(named(3));
          const [changed = ''] = ids;
          await org.setStamp(ids, minute(0));
          await org.update(changed, { name: 'changed' });
          await org.setStamp([changed], minute(5));
          const reader = client();
          const query = await aQuery(reader, { fields: [org.fields.name] });
          const window = { since: minute(1), until: minute(9) };
          const rows = rowsOf(await collect(await openRead(reader, { query, window })));
          expect(rows.map((row) => row[0])).to.deep.equal(['changed']);
        });
      });

      describe(`an abort of a read ${method}`, () => {
        it('ends it with its reason and leaves nothing open', async () => {
          await org.insert(named(org.pageRows * 2));
          const abort = new AbortController();
          const read = await openRead(client(), { signal: abort.signal });
          const reading = (async () => {
            for await (const batch of read.batches) if (batch.rows.length > 0) abort.abort(reason);
          })();
          expect(await caught(reading)).to.equal(reason);
          expect(org.heldOpen()).to.equal(0);
        });

        it('counts where it came before the read', async () => {
          const abort = new AbortController();
          abort.abort(reason);
          expect(await caught(openRead(client(), { signal: abort.signal }))).to.equal(reason);
        });

        it('is not needed where the reader simply stops', async () => {
          await org.insert(named(org.pageRows * 2));
          const read = await openRead(client());
          for await (const batch of read.batches) if (batch.rows.length > 0) break;
          expect(org.heldOpen()).to.equal(0);
        });
      });

      describe(`a disturbed read ${method}`, () => {
        for (const fault of passingFaults) {
          it(`brings every record once, whichever request meets it: ${fault}`, async () => {
            await org.insert(named(org.pageRows + 300));
            const reader = client();
            const query = await aQuery(reader, { fields: [org.fields.name] });
            const total = await reader.count(query, null);
            for (let after = 0; after < org.requestsOfRead[method]; after += 1) {
              const logins = org.logins();
              org.disturb(fault, { after });
              const read = await openRead(reader, { query });
              const seen = idsOf(read, await collect(read));
              expect(new Set(seen).size, `after ${after}`).to.equal(total);
              expect(seen, `after ${after}`).to.have.length(total);
              const wanted = fault === 'expired session' ? logins + 1 : logins;
              expect(org.logins(), `logins after ${after}`).to.equal(wanted);
            }
          });
        }

        it("stops where the org's day is used up, and says so", async () => {
          if (!org.hasDailyLimit) return;
          await org.insert(named(org.pageRows + 300));
          const reader = client();
          const query = await aQuery(reader);
          org.disturb('daily limit', { after: 1, times: 1_000 });
          const error = await caught(openRead(reader, { query }).then(collect));
          expect(error).to.be.instanceOf(FatalError).and.have.property('code', 'daily_limit');
        });

        it('gives up on trouble that does not pass', async () => {
          const reader = client();
          const query = await aQuery(reader);
          org.disturb('unavailable', { times: 1_000 });
          expect(await caught(openRead(reader, { query }).then(collect))).to.be.instanceOf(RetryableError);
        });

        it('stops before it would use the reserve', async () => {
          if (!org.hasDailyLimit) return;
          const reader = client({ dailyLimitReserve: 1 });
          const query = await aQuery(reader);
          const error = await caught(openRead(reader, { query }).then(collect));
          expect(error).to.be.instanceOf(FatalError).and.have.property('code', 'api_reserve');
          expect(org.heldOpen()).to.equal(0);
        });
      });
    }

    describe('the two ways of reading', () => {
      it('give the same text for the same rows', async () => {
        const [parent = null] = await org.insert([{ name: 'the parent' }]);
        await org.insert(awkwardRecords.map((record) => ({ ...record, parent })));
        const texts: string[][] = [];
        for (const method of methods) {
          const batches = await collect(await openRead(openClient(optionsFor[method])));
          texts.push(
            rowsOf(batches)
              .map((row) => JSON.stringify(row))
              .sort(),
          );
        }
        expect(texts[0]).to.deep.equal(texts[1]);
      });
    });

    describe('deleted records', () => {
      const window = { since: minute(1), until: minute(9) };

      async function readDeleted(
        mark: DeletionMark | null,
      ): Promise<{ records: DeletedRecord[]; next: DeletionMark | null }> {
        const records: DeletedRecord[] = [];
        let next: DeletionMark | null = null;
        const request = { object: org.object, window, mark, signal: anySignal() };
        for await (const batch of openClient().readDeleted(request)) {
          expect(batch.records).to.have.length.within(0, 2_000);
          records.push(...batch.records);
          next = batch.nextMark ?? next;
        }
        return { records, next };
      }

      it('are named once each, however many, and only those since then', async () => {
        const [early = '', kept = '', ...others] = await org.insert(named(2_100));
        await org.remove([early]);
        await org.setStamp([early], minute(1));
        const client = openClient();
        const { object } = await client.loadSchema(org.object, []);
        const mark = await client.markDeletions(object, anySignal());
        await org.remove(others);
        await org.setStamp([kept, ...others], minute(2));
        const { records, next } = await readDeleted(mark);
        expect(sorted(records.map((record) => record.id))).to.deep.equal(sorted(others));
        expect(records.filter((record) => record.mergedInto !== null)).to.deep.equal([]);
        // Where a reading has a mark it gives the next one, which knows of all of these.
        expect(next === null).to.equal(mark === null);
        if (next !== null) expect((await readDeleted(next)).records).to.deep.equal([]);
      });

      it('are known for as long as the CRM says', async () => {
        const client = openClient();
        const { object } = await client.loadSchema(org.object, []);
        const mark = await client.markDeletions(object, anySignal());
        expect(await client.knowsDeletions(object, mark, anySignal())).to.equal(true);
      });

      it('say which record they were merged into, where there is merging', async () => {
        if (org.merge === null) return;
        const [loser = '', winner = ''] = await org.insert(named(2));
        await org.merge(loser, winner);
        await org.setStamp([loser], minute(2));
        const { records } = await readDeleted(null);
        expect(records).to.deep.equal([{ id: loser, mergedInto: winner }]);
      });

      it('are in no read', async () => {
        const [gone = ''] = await org.insert(named(3));
        await org.remove([gone]);
        for (const method of methods) {
          const read = await openRead(openClient(optionsFor[method]));
          expect(idsOf(read, await collect(read))).to.not.include(gone);
        }
      });
    });
  });
}

const start = Date.parse('2026-02-01T00:00:00.000Z');
/** A stamp that many minutes after a fixed time. */
function minute(number: number): string {
  return new Date(start + number * 60_000).toISOString();
}

function anySignal(): AbortSignal {
  return new AbortController().signal;
}

function named(count: number, prefix = 'record'): ContractRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${prefix} ${String(index).padStart(5, '0')}`,
  }));
}

const span = { start: 0, end: 0 };

function textValue(text: string): FilterValue {
  return { kind: 'text', text, span };
}

function equals(path: string, text: string): Filter {
  return { kind: 'comparison', field: { path, span }, operator: '=', value: textValue(text) };
}

function startsWith(path: string, text: string): Filter {
  return { kind: 'comparison', field: { path, span }, operator: 'STARTS WITH', value: textValue(text) };
}

function isIn(path: string, texts: readonly string[]): Filter {
  return { kind: 'membership', field: { path, span }, operator: 'IN', values: texts.map(textValue) };
}

async function collect(read: Read): Promise<ReadBatch[]> {
  const batches: ReadBatch[] = [];
  for await (const batch of read.batches) batches.push(batch);
  return batches;
}

/** Reads so many pages and stops as a killed process does: nothing is closed, nothing returned. */
async function crashAfter(
  pages: number,
  read: Read,
): Promise<{ ids: (string | null)[]; next: ReadPosition | 'end' }> {
  const iterator = read.batches[Symbol.asyncIterator]();
  const ids: (string | null)[] = [];
  let left = pages;
  for (;;) {
    const step = await iterator.next();
    if (step.done === true) return { ids, next: 'end' };
    ids.push(...idsOf(read, [step.value]));
    const { next } = step.value;
    if (next === null) continue;
    left -= 1;
    if (left === 0 || next === 'end') return { ids, next };
  }
}

function rowsOf(batches: readonly ReadBatch[]): SourceRow[] {
  return batches.flatMap((batch) => [...batch.rows]);
}

function idsOf(read: Read, batches: readonly ReadBatch[]): (string | null)[] {
  return rowsOf(batches).map((row) => row[read.idColumn] ?? null);
}

function sorted(ids: readonly (string | null)[]): string[] {
  return ids.map(String).sort();
}

/** `row` begins with the fields, in their order. */
function expectSameValues(row: SourceRow, record: ContractRecord, fields: ContractFields): void {
  const keys = Object.keys(fields) as (keyof ContractFields)[];
  for (const [column, key] of keys.entries()) {
    const wanted = record[key] ?? (key === 'boolean' ? 'false' : null);
    const got = row[column] ?? null;
    const [left, right] = key === 'number' ? [plainNumber(got), plainNumber(wanted)] : [got, wanted];
    expect(left, `${key} of "${record.name ?? ''}"`).to.equal(right);
  }
}

/** 12.5, 12.50 and 1.25E1 are one number; but no digit of it may be lost. */
function plainNumber(text: string | null): string | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text ?? '');
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction)
    .padEnd(point, '0')
    .padStart(whole.length + fraction.length - Math.min(0, point), '0');
  const at = Math.max(0, point);
  const integer = digits.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const rest = digits.slice(at).replace(/0+$/, '');
  return `${sign}${integer}${rest === '' ? '' : `.${rest}`}`;
}

function valueAt(value: unknown, path: string): unknown {
  let current = value;
  for (const key of path.split('.')) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[key];
  }
  return current;
}
