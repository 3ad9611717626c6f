import { expect } from 'chai';
import type {
  CrmClient,
  CrmClientOptions,
  Read,
  ReadPosition,
  ReadRequest,
} from '../../../src/connectors/connector.ts';
import { FatalError, UserError } from '../../../src/domain/errors.ts';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { caught } from '../../support/caught.ts';
import { aFilter } from '../../support/filters.ts';
import { collect, rowsOf, sandboxClient } from './sandbox-client.ts';

describe('a Salesforce client', () => {
  let sandbox: SalesforceSandbox;
  /** The org's clock. */
  let nowMs: number;
  beforeEach(async () => {
    nowMs = Date.parse('2026-03-01T12:00:00Z');
    sandbox = await startSalesforceSandbox({ now: () => nowMs, pageRows: 50, timeZone: 'America/New_York' });
  });
  afterEach(async () => {
    await sandbox.close();
  });

  const open = (options: Partial<CrmClientOptions> = {}): CrmClient => sandboxClient(sandbox, options);

  interface Asked extends Partial<Omit<ReadRequest, 'query'>> {
    readonly object?: string;
    readonly fields?: readonly string[];
    readonly filter?: string;
  }

  async function openRead(client: CrmClient, asked: Asked = {}): Promise<Read> {
    const { object = 'Account', fields = ['Name'], filter, ...request } = asked;
    const schema = await client.loadSchema(object, fields);
    const checked = filter === undefined ? null : checkFilter(aFilter(filter), schema);
    const { signal } = new AbortController();
    const query = { schema, fields, filter: checked };
    return await client.openRead({ query, window: null, resumeFrom: null, signal, ...request });
  }

  const insert = (count: number, object = 'Account'): string[] =>
    sandbox.org.insert(
      object,
      Array.from({ length: count }, (_, index) => ({ Name: `record ${index}` })),
    );

  const sent = (pattern: RegExp): string[] =>
    sandbox.traffic.recent.map(({ url }) => url).filter((url) => pattern.test(url));

  it('begins weeks on Monday, or on the day that the connection names', async () => {
    // A Friday, and the Sunday on which it is read.
    const days = ['2026-02-27', '2026-03-01'];
    sandbox.org.insert(
      'Task',
      days.map((ActivityDate) => ({ Subject: ActivityDate, ActivityDate })),
    );
    const asked = { object: 'Task', fields: ['Subject'], filter: 'ActivityDate = THIS_WEEK' };
    const read = async (client: CrmClient): Promise<unknown[]> =>
      rowsOf(await collect(await openRead(client, asked))).map(([subject]) => subject);
    expect(await read(open())).to.have.members(days);
    expect(await read(sandboxClient(sandbox, {}, { weekStart: 'monday' }))).to.have.members(days);
    expect(await read(sandboxClient(sandbox, {}, { weekStart: 'sunday' }))).to.deep.equal(['2026-03-01']);
    expect(await read(sandboxClient(sandbox, {}, { weekStart: 'saturday' }))).to.deep.equal(['2026-03-01']);
  });

  it('goes on by key where Salesforce dropped the open query, full or of changes', async () => {
    const ids = insert(170);
    sandbox.org.setStamp('Account', ids, '2026-02-01T00:00:00Z');
    for (const window of [null, { since: '2026-01-01T00:00:00Z', until: '2026-03-01T00:00:00Z' }]) {
      const read = await openRead(open(), { window });
      const seen: (string | null | undefined)[] = [];
      for await (const { rows } of read.batches) {
        seen.push(...[...rows].map((row) => row[read.idColumn]));
        sandbox.dropCursors();
      }
      expect(seen).to.deep.equal(ids);
    }
  });

  it('keeps its place where records are changed while it reads them', async () => {
    const ids = insert(150);
    sandbox.org.setStamp('Account', ids, '2026-02-01T00:00:00Z');
    const window = { since: '2026-01-01T00:00:00Z', until: '2026-03-01T00:00:00Z' };
    const client = open();
    const read = await openRead(client, { window });
    let next: ReadPosition | null = null;
    for await (const batch of read.batches) {
      if (next !== null) break;
      // All of the second page, which is on its way, and the third one are touched.
      for (const id of ids.slice(60)) sandbox.org.update('Account', id, { Site: 'moved' });
      next = batch.next === 'end' ? null : batch.next;
    }
    const rest = rowsOf(await collect(await openRead(client, { window, resumeFrom: next })));
    expect(rest.map((row) => row[read.idColumn])).to.deep.equal(ids.slice(50, 60));
  });

  describe('with a list that is too long for an address', () => {
    it('counts and previews in pieces, and reads in bulk', async () => {
      const ids = insert(1_200);
      const client = open();
      const filter = `Id IN (${listOf(ids)}) AND Name != 'record 7'`;
      const schema = await client.loadSchema('Account', []);
      const query = { schema, fields: ['Name'], filter: checkFilter(aFilter(filter), schema) };
      expect(await client.count(query, null)).to.equal(1_199);
      expect(await client.preview(query, 10)).to.have.length(10);
      const read = await openRead(client, { filter });
      expect(read.method).to.equal('Bulk API 2.0');
      expect(read.expectedRows).to.equal(1_199);
      expect(rowsOf(await collect(read))).to.have.length(1_199);
    });

    it('reads in pieces what cannot be read in bulk, and goes on in any of them', async () => {
      sandbox.org.define({ name: 'Thing__c', bulk: false, fields: [] });
      const ids = insert(900, 'Thing__c');
      const client = open();
      const asked = { object: 'Thing__c', filter: `Id IN (${listOf(ids)})` };
      const read = await openRead(client, asked);
      expect(read.method).to.equal('REST');
      const batches = await collect(read);
      const idsOf = (from: number): unknown[] => rowsOf(batches.slice(from)).map((row) => row[read.idColumn]);
      expect(idsOf(0)).to.have.members(ids);
      for (const at of [1, 10, batches.length - 1]) {
        const resumeFrom = batches[at]?.page ?? null;
        const rest = rowsOf(await collect(await openRead(client, { ...asked, resumeFrom })));
        expect(rest.map((row) => row[read.idColumn])).to.deep.equal(idsOf(at));
      }
    });

    it('counts and previews in bulk what cannot be cut', async () => {
      const ids = insert(900);
      const client = open();
      const schema = await client.loadSchema('Account', []);
      const filter = checkFilter(aFilter(`Id IN (${listOf(ids)}) OR Name = 'nobody'`), schema);
      const query = { schema, fields: ['Name', 'Site'], filter };
      expect(await client.count(query, null)).to.equal(900);
      const rows = await client.preview(query, 3);
      expect(rows).to.have.length(3);
      expect(rows[0]).to.deep.equal(['record 0', null]);
      expect(sandbox.traffic.openBulkJobs).to.equal(0);
    });
  });

  it('refuses a query that is too long for every way', async () => {
    const client = open();
    const names = Array.from({ length: 3_900 }, (_, index) => `'${'x'.repeat(17)} ${index}'`);
    const read = openRead(client, { filter: `Name IN (${names.join(',')}) OR Site = 'y'` });
    expect(await caught(read))
      .to.be.instanceOf(FatalError)
      .and.have.property('code', 'query_too_long');
  });

  it("counts the days of a filter by the org's clock in the user's zone, and goes on with the same days", async () => {
    // In New York the first of March is over at five in the morning of the second.
    const [early = '', today = ''] = insert(120);
    sandbox.org.update('Account', early, { LastReview__c: '2026-03-01T04:59:59Z' });
    for (const id of sandbox.org.records('Account').map((record) => String(record['Id']))) {
      if (id !== early) sandbox.org.update('Account', id, { LastReview__c: '2026-03-02T04:59:59Z' });
    }
    const filter = 'LastReview__c = TODAY';
    const client = open();
    const batches = await collect(await openRead(client, { filter }));
    expect(rowsOf(batches)).to.have.length(119);
    expect(rowsOf(batches).map((row) => row[1])).to.include(today);
    nowMs += 24 * 3_600_000;
    const resumeFrom = batches[1]?.page ?? null;
    expect(rowsOf(await collect(await openRead(client, { filter, resumeFrom })))).to.have.length(69);
    expect(rowsOf(await collect(await openRead(client, { filter })))).to.have.length(0);
  });

  it("stops in the middle where the org's requests are running out, and leaves nothing open", async () => {
    insert(200);
    for (const bulkThresholdRows of [1_000, -1]) {
      sandbox.apiLimit.used = 0;
      const client = open({ bulkThresholdRows, bulkPageRows: 50, dailyLimitReserve: 0.2 });
      const read = await openRead(client);
      let pages = 0;
      const reading = (async () => {
        for await (const batch of read.batches) {
          pages += batch.rows.length > 0 ? 1 : 0;
          sandbox.apiLimit.used = 90_000;
        }
      })();
      const error = await caught(reading);
      expect(error).to.be.instanceOf(FatalError).and.have.property('code', 'api_reserve');
      expect(pages).to.be.within(1, 3);
      expect(sandbox.traffic.openBulkJobs).to.equal(0);
    }
  });

  it('counts and previews nothing from the reserve, and still says who and what there is', async () => {
    const client = open();
    const schema = await client.loadSchema('Account', []);
    const query = { schema, fields: ['Name'], filter: null };
    sandbox.apiLimit.used = 95_000;
    await client.identify();
    const before = sandbox.traffic.requests;
    for (const asked of [client.count(query, null), client.preview(query, 10)]) {
      expect(await caught(asked))
        .to.be.instanceOf(FatalError)
        .and.have.property('code', 'api_reserve');
    }
    expect(sandbox.traffic.requests).to.equal(before);
    expect((await client.identify()).apiUsage).to.have.property('limit', 100_000);
  });

  const unreadable: readonly [field: string, code: string, message: RegExp][] = [
    ['Idustry', 'unknown_field', /Account has no field or parent "Idustry".* Did you mean Industry/],
    ['Parent.Nmae', 'unknown_field', /Account has no field or parent "Nmae".* Did you mean Name/],
    ['BillingAddress', 'field_not_readable', /Read its parts: BillingStreet, BillingCity/],
  ];
  for (const [field, code, message] of unreadable) {
    it(`says what to read instead of ${field}, and asks Salesforce nothing`, async () => {
      const client = open();
      await client.loadSchema('Account', [field]);
      const before = sandbox.traffic.requests;
      const error = await caught(openRead(client, { fields: [field] }));
      expect(error).to.be.instanceOf(UserError).and.have.property('code', code);
      expect(error.message).to.match(message);
      expect(sandbox.traffic.requests).to.equal(before);
    });
  }

  it('names a field that was hidden from the user since it was described', async () => {
    const client = open();
    const schema = await client.loadSchema('Account', []);
    sandbox.org.hideField('Account', 'Site');
    const { signal } = new AbortController();
    const query = { schema, fields: ['Site'], filter: null };
    const reading = client.openRead({ query, window: null, resumeFrom: null, signal }).then(collect);
    const error = await caught(reading);
    expect(error).to.be.instanceOf(UserError).and.have.property('code', 'unknown_field');
    expect(error.message).to.include('Site');
  });

  it("tells the org's time, which never goes back", async () => {
    const client = open();
    expect(await client.serverTime()).to.equal('2026-03-01T12:00:00.000Z');
    nowMs -= 5_000;
    expect(await client.serverTime()).to.equal('2026-03-01T12:00:00.000Z');
    nowMs += 7_000;
    expect(await client.serverTime()).to.equal('2026-03-01T12:00:02.000Z');
  });

  it('reads by REST up to its threshold, and in bulk above', async () => {
    insert(60);
    expect(await openRead(open({ bulkThresholdRows: 60 }))).to.have.property('method', 'REST');
    expect(await openRead(open({ bulkThresholdRows: 59 }))).to.have.property('method', 'Bulk API 2.0');
  });

  it('asks for one query and its pages, and never by offset', async () => {
    insert(120);
    await collect(await openRead(open()));
    expect(sent(/\/query\?q=SELECT\+Name/)).to.have.length(1);
    expect(sent(/\/query\/01g/)).to.have.length(2);
    expect(sent(/OFFSET/i)).to.have.length(0);
  });
});

function listOf(values: readonly string[]): string {
  return values.map((value) => `'${value}'`).join(', ');
}
