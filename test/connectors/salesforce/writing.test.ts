import { expect } from 'chai';
import type { CrmClientOptions } from '../../../src/connectors/connector.ts';
import type { WritePosition, WriteRequest, WriteResult, WriteRow } from '../../../src/connectors/writing.ts';
import { FatalError, UserError } from '../../../src/domain/errors.ts';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { caught } from '../../support/caught.ts';
import { until } from '../../support/until.ts';
import { sandboxClient } from './sandbox-client.ts';

const inBulk: Partial<CrmClientOptions> = { bulkWriteThresholdRows: -1, dailyLimitReserve: 0 };

const row = (key: string | null, name: string | null, crmId: string | null = null): WriteRow => ({
  crmId,
  cells: [key, name],
});
const rowsOf = (count: number): WriteRow[] =>
  Array.from({ length: count }, (_, index) => row(`k-${index}`, `Name ${index}`));

function tally(results: readonly WriteResult[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of results) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe('writing to Salesforce', () => {
  let sandbox: SalesforceSandbox;
  beforeEach(async () => {
    sandbox = await startSalesforceSandbox();
  });
  afterEach(async () => {
    await sandbox.close();
  });

  async function open(
    changes: Partial<WriteRequest> = {},
    options: Partial<CrmClientOptions> = { dailyLimitReserve: 0 },
    name = 'Account',
  ) {
    const client = sandboxClient(sandbox, options);
    const { object } = await client.loadSchema(name, []);
    return await client.openWrite({
      object,
      fields: ['LegacyId__c', 'Name'].map((field) => ({ name: field, refersTo: null })),
      matchOn: 'LegacyId__c',
      allowCreate: true,
      updateExisting: true,
      emptyValues: 'leave',
      expectedRows: 100,
      resumeFrom: [],
      signal: new AbortController().signal,
      ...changes,
    });
  }

  const calls = (path: RegExp): number =>
    sandbox.traffic.recent.filter(({ method, url }) => method !== 'GET' && path.test(url)).length;

  const queries = (): number => sandbox.traffic.recent.filter(({ url }) => url.includes('/query')).length;

  it('sends 200 records a call', async () => {
    const write = await open();
    expect(write).to.include({ method: 'REST', batchRows: 200 });
    expect(tally(await write.write(rowsOf(450)))).to.deep.equal({ created: 450 });
    expect(calls(/composite\/sobjects/)).to.equal(3);
  });

  it('never creates a record that it could not find again', async () => {
    const error = await caught(open({ matchOn: 'Id', fields: [{ name: 'Name', refersTo: null }] }));
    expect(error).to.be.instanceOf(UserError);
    expect(error.message).to.include('external id');
  });

  it('loads a large set in one job, and few rows of it in calls all the same', async () => {
    const write = await open({ expectedRows: 50_000 });
    expect(write).to.include({ method: 'Bulk API 2.0', batchRows: 10_000 });
    expect(tally(await write.write(rowsOf(2_500)))).to.deep.equal({ created: 2_500 });
    expect(calls(/jobs\/ingest$/)).to.equal(1);
    expect(calls(/composite\/sobjects/)).to.equal(0);
    expect(tally(await write.write(rowsOf(200)))).to.deep.equal({ updated: 200 });
    expect(calls(/jobs\/ingest$/)).to.equal(1);
    await write.close();
    expect(sandbox.traffic.openBulkJobs).to.equal(0);
  });

  it('sends again what a job left undone when it failed on the side of Salesforce', async () => {
    const write = await open({}, inBulk);
    sandbox.disturb({ kind: 'bulk job failed', rows: 20 });
    expect(tally(await write.write(rowsOf(50)))).to.deep.equal({ created: 50 });
    expect(sandbox.org.count('Account')).to.equal(50);
    expect(calls(/composite\/sobjects/)).to.equal(1);
  });

  it('stops where a job fails for what is wrong with it', async () => {
    const write = await open({}, inBulk);
    sandbox.disturb({ kind: 'bulk job failed', message: 'InvalidBatch : Field name not found : Nmae' });
    const error = await caught(write.write(rowsOf(5)));
    expect(error).to.be.instanceOf(FatalError);
    expect(error.message).to.include('Field name not found');
  });

  it('tells what a job got to before it was given up', async () => {
    const stop = new AbortController();
    const write = await open({ signal: stop.signal }, inBulk);
    const results = await write.write(rowsOf(30), {
      begun() {
        stop.abort(new Error('cancelled by a person'));
        return Promise.resolve();
      },
    });
    expect(tally(results)).to.deep.equal({ unsent: 30 });
    await write.close();
    expect(sandbox.traffic.openBulkJobs).to.equal(0);
    expect(sandbox.org.count('Account')).to.equal(0);
  });

  it('looks only for records of which it has to know whether they are there', async () => {
    await (await open()).write(rowsOf(5));
    expect(queries()).to.equal(0);
    await (await open({ allowCreate: false })).write(rowsOf(300));
    expect(queries()).to.be.within(1, 3);
  });

  it('tells where several records have the value that one is found by', async () => {
    sandbox.org.addField('Account', { name: 'Code__c', label: 'Code', type: 'string', externalId: true });
    const [first = '', second = ''] = sandbox.org.insert('Account', [
      { Name: 'A', Code__c: 'same' },
      { Name: 'B', Code__c: 'same' },
    ]);
    for (const allowCreate of [true, false]) {
      const write = await open({
        matchOn: 'Code__c',
        fields: ['Code__c', 'Name'].map((name) => ({ name, refersTo: null })),
        allowCreate,
      });
      const [result] = await write.write([row('same', 'C')]);
      if (result?.kind !== 'rejected') throw new Error('It was not rejected.');
      expect(result.code).to.equal('DUPLICATE_EXTERNAL_ID');
      expect(result.reason).to.include(first).and.to.include(second);
    }
  });

  it('leaves fields out that cannot be updated where a record is there already', async () => {
    sandbox.org.addField('Account', {
      name: 'Origin__c',
      label: 'Origin',
      type: 'string',
      updateable: false,
    });
    const fields = ['LegacyId__c', 'Name', 'Origin__c'].map((name) => ({ name, refersTo: null }));
    const rows = [{ crmId: null, cells: ['k', 'N', 'hub'] }];
    expect(tally(await (await open({ fields })).write(rows))).to.deep.equal({ created: 1 });
    expect(tally(await (await open({ fields })).write(rows))).to.deep.equal({ updated: 1 });
    expect(sandbox.org.records('Account')[0]).to.include({ Origin__c: 'hub', Name: 'N' });
  });

  it('goes on with the results of the rows alone that are sent as they were', async () => {
    const write = await open({}, inBulk);
    const positions: WritePosition[] = [];
    await write.write(rowsOf(3), { begun: (position) => Promise.resolve(void positions.push(position)) });
    const changed = [row('k-0', 'Changed since'), ...rowsOf(3).slice(1)];
    const again = await open({ resumeFrom: positions }, inBulk);
    const results = await again.write(changed);
    expect(results.map(({ kind }) => kind)).to.deep.equal(['updated', 'created', 'created']);
    expect(sandbox.org.records('Account').map(({ Name }) => Name)).to.include('Changed since');
  });

  it('finds the load of a second call where the first one made none', async () => {
    const first = await open({}, { dailyLimitReserve: 0 });
    await first.write(rowsOf(2));
    const positions = await positionsOf([rowsOf(5).slice(2)]);
    const again = await open({ resumeFrom: positions }, inBulk);
    expect(tally(await again.write(rowsOf(2)))).to.deep.equal({ updated: 2 });
    expect(tally(await again.write(rowsOf(5).slice(2)))).to.deep.equal({ created: 3 });
  });

  it('sends rows of one record in their order, also where a later one of them went well before', async () => {
    const positions = await positionsOf([[row('k', 'First')], [row('k', 'Second')]]);
    const again = await open({ resumeFrom: positions }, inBulk);
    await again.write([row('k', 'First, and changed since')]);
    await again.write([row('k', 'Second')]);
    expect(sandbox.org.records('Account').map(({ Name }) => Name)).to.deep.equal(['Second']);
  });

  it('does not take a row for written that another one has written over since', async () => {
    const positions = await positionsOf([[row('k', 'First')], [row('k', 'Second')]]);
    const again = await open({ resumeFrom: positions }, inBulk);
    await again.write([row('k', 'First')]);
    expect(sandbox.org.records('Account').map(({ Name }) => Name)).to.deep.equal(['First']);
  });

  it('gives up the load of an earlier attempt with the run', async () => {
    sandbox.disturb({ kind: 'bulk job slow', polls: 1_000 });
    const write = await open({}, { ...inBulk, dailyLimitReserve: 0 });
    const positions: WritePosition[] = [];
    const slow = caught(
      write.write(rowsOf(3), { begun: (position) => Promise.resolve(void positions.push(position)) }),
    );
    expect(await slow).to.have.property('code', 'bulk_job_slow');
    const stop = new AbortController();
    const again = await open({ resumeFrom: positions, signal: stop.signal }, inBulk);
    const last = sandbox.traffic.recent.at(-1);
    const results = again.write(rowsOf(3));
    await until(
      () => sandbox.traffic.recent.findLastIndex((each) => each === last) < sandbox.traffic.recent.length - 3,
    );
    stop.abort(new Error('cancelled by a person'));
    expect(tally(await results)).to.deep.equal({ unsent: 3 });
    await again.close();
    expect(sandbox.traffic.openBulkJobs).to.equal(0);
    expect(sandbox.org.count('Account')).to.equal(0);
  });

  it('keeps a load until the call after the next has sent its rows, and no longer', async () => {
    const write = await open({}, inBulk);
    const openAt: number[] = [];
    for (const each of [1, 2, 3, 4]) {
      await write.write([row(`k-${each}`, 'N')], {
        begun: () => Promise.resolve(void openAt.push(sandbox.traffic.openBulkJobs)),
      });
    }
    // With the one that has just been made.
    expect(openAt).to.deep.equal([1, 2, 3, 3]);
    await write.close();
    expect(sandbox.traffic.openBulkJobs).to.equal(0);
  });

  it('makes and fills the next job while the one before is at work', async () => {
    const write = await open({}, inBulk);
    const [first, second] = [rowsOf(3), [row('other', 'Other')]];
    sandbox.disturb({ kind: 'bulk job slow', polls: 5 });
    const ofFirst = write.write(first);
    await until(() => calls(/jobs\/ingest\/\w+$/) === 1);
    write.makeReady(second);
    await until(() => calls(/batches$/) === 2);
    const ended = sandbox.traffic.recent.findIndex(({ url }) => url.includes('successfulResults'));
    expect(ended).to.equal(-1);
    expect(tally(await ofFirst)).to.deep.equal({ created: 3 });
    expect(sandbox.org.count('Account')).to.equal(3);
    expect(tally(await write.write(second))).to.deep.equal({ created: 1 });
    expect(calls(/jobs\/ingest$/)).to.equal(2);
    await write.close();
    expect(sandbox.traffic.openBulkJobs).to.equal(0);
  });

  it('makes nothing ready where it has to know first what is there', async () => {
    const write = await open({ updateExisting: false }, inBulk);
    const rows = [row('k', 'Once')];
    write.makeReady(rows);
    expect(tally(await write.write(rows))).to.deep.equal({ created: 1 });
    const again = [row('k', 'Twice')];
    write.makeReady(again);
    expect(tally(await write.write(again))).to.deep.equal({ ignored: 1 });
    expect(calls(/jobs\/ingest$/)).to.equal(1);
    await write.close();
  });

  it('sends in calls what it had made ready for an object that bulk jobs do not take', async () => {
    sandbox.org.define({
      name: 'Slow__c',
      bulk: false,
      fields: [{ name: 'LegacyId__c', type: 'string', externalId: true }],
    });
    const write = await open({}, inBulk, 'Slow__c');
    const [first, second] = [rowsOf(2), [row('other', 'Other')]];
    write.makeReady(first);
    const ofFirst = write.write(first);
    write.makeReady(second);
    expect(tally(await ofFirst)).to.deep.equal({ created: 2 });
    expect(tally(await write.write(second))).to.deep.equal({ created: 1 });
    expect(calls(/composite\/sobjects/)).to.equal(2);
    expect(sandbox.org.count('Slow__c')).to.equal(3);
    await write.close();
  });

  it('writes two rows one after the other which turn out to be of one record', async () => {
    const [result] = await (await open()).write([row('k', 'There')]);
    const crmId = result?.kind === 'created' ? result.crmId : null;
    const write = await open({ allowCreate: false }, inBulk);
    const results = await write.write([{ crmId, cells: ['k', 'By its id'] }, row('k', 'By its key')]);
    expect(tally(results)).to.deep.equal({ updated: 2 });
    expect(sandbox.org.records('Account').map(({ Name }) => Name)).to.deep.equal(['By its key']);
  });

  /** Of an attempt that dies with these calls behind it. */
  async function positionsOf(calls: readonly (readonly WriteRow[])[]): Promise<readonly WritePosition[]> {
    const write = await open({}, inBulk);
    const positions: WritePosition[] = [];
    for (const [call, rows] of calls.entries()) {
      await write.write(rows, { begun: (position) => Promise.resolve(void (positions[call] = position)) });
    }
    return positions;
  }

  it('begins anew where Salesforce has forgotten the job of an earlier attempt', async () => {
    const again = await open({ resumeFrom: [{ jobs: '750Ak00000000zzAAA' }] }, inBulk);
    expect(tally(await again.write(rowsOf(3)))).to.deep.equal({ created: 3 });
  });
});
