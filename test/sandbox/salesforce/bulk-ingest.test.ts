import { expect } from 'chai';
import { until } from '../../support/until.ts';
import { startClient } from './sandbox-client.ts';
import type { SandboxClient } from './sandbox-client.ts';

interface Job {
  readonly id: string;
  readonly state: string;
  readonly contentUrl: string;
  readonly numberRecordsProcessed: number;
  readonly numberRecordsFailed: number;
  readonly errorMessage?: string;
}

describe('the sandbox writes in bulk', () => {
  let client: SandboxClient;
  beforeEach(async () => {
    client = await startClient({ bulkPolls: 1 });
  });
  afterEach(() => client.close());

  const postJob = (body: object): Promise<Response> =>
    client.fetch('jobs/ingest', { method: 'POST', body: JSON.stringify(body) });
  const create = (body: object): Promise<Job> =>
    client.json<Job>('jobs/ingest', { method: 'POST', body: JSON.stringify({ object: 'Account', ...body }) });
  const upload = (job: Job, csv: string): Promise<Response> =>
    client.fetch(`/${job.contentUrl}`, { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: csv });
  const patch = (job: Job, state: string): Promise<Response> =>
    client.fetch(`jobs/ingest/${job.id}`, { method: 'PATCH', body: JSON.stringify({ state }) });
  const look = (job: Job): Promise<Job> => client.json<Job>(`jobs/ingest/${job.id}`);
  const text = async (job: Job, name: string): Promise<string> =>
    await (await client.fetch(`jobs/ingest/${job.id}/${name}`)).text();
  async function run(body: object, csv: string): Promise<Job> {
    const job = await create(body);
    expect((await upload(job, csv)).status).to.equal(201);
    await patch(job, 'UploadComplete');
    await look(job);
    return await look(job);
  }

  it('in jobs that are open, uploaded, in progress and complete', async () => {
    const job = await create({ operation: 'insert' });
    expect(job).to.include({
      state: 'Open',
      contentUrl: `services/data/v62.0/jobs/ingest/${job.id}/batches`,
    });
    expect((await client.fetch(`jobs/ingest/${job.id}/successfulResults`)).status).to.equal(400);
    await upload(job, 'Name\na\n');
    expect((await upload(job, 'Name\na\n')).status).to.equal(400);
    await patch(job, 'UploadComplete');
    expect((await patch(job, 'UploadComplete')).status).to.equal(400);
    expect(client.sandbox.traffic.openBulkJobs).to.equal(1);
    expect((await look(job)).state).to.equal('InProgress');
    expect(client.sandbox.org.count('Account')).to.equal(0);
    expect(await look(job)).to.include({ state: 'JobComplete', numberRecordsProcessed: 1 });
    expect((await client.fetch(`jobs/ingest/${job.id}`, { method: 'DELETE' })).status).to.equal(204);
    expect(client.sandbox.traffic.openBulkJobs).to.equal(0);
  });

  it('with a result for each row', async () => {
    const { org } = client.sandbox;
    const [old = ''] = org.insert('Account', [{ Name: 'old', LegacyId__c: '001', Phone: '1', Site: 'here' }]);
    const job = await run(
      { operation: 'upsert', externalIdFieldName: 'LegacyId__c' },
      'LegacyId__c,Name,Phone,Site,Parent.LegacyId__c\n' +
        '001,"He said ""hi"", twice\nand left",,#N/A,\n' +
        '002,new,N/A,,001\n' +
        '003,,,,\n' +
        ',nameless,,,\n',
    );
    expect(job).to.include({ numberRecordsProcessed: 4, numberRecordsFailed: 2 });
    expect(org.record('Account', old)).to.include({
      Name: 'He said "hi", twice\nand left',
      Phone: '1',
      Site: null,
    });
    const successful = await text(job, 'successfulResults');
    expect(successful).to.include(
      '"sf__Id","sf__Created","LegacyId__c","Name","Phone","Site","Parent.LegacyId__c"\n',
    );
    expect(successful).to.include(`"${old}","false","001","He said ""hi"", twice\nand left","","#N/A",""\n`);
    expect(successful).to.match(/"001\w{15}","true","002","new","N\/A","","001"\n$/);
    expect(org.records('Account').find((each) => each['Name'] === 'new')).to.include({
      Phone: 'N/A',
      ParentId: old,
    });
    expect(await text(job, 'failedResults')).to.equal(
      '"sf__Id","sf__Error","LegacyId__c","Name","Phone","Site","Parent.LegacyId__c"\n' +
        '"","REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --","003","","","",""\n' +
        '"","MISSING_ARGUMENT:LegacyId__c not specified:LegacyId__c --","","nameless","","",""\n',
    );
    expect(await text(job, 'unprocessedrecords')).to.equal(
      '"LegacyId__c","Name","Phone","Site","Parent.LegacyId__c"\n',
    );
  });

  it('changes and deletions by id', async () => {
    const { org } = client.sandbox;
    const [a = '', b = '', c = ''] = org.insert('Account', [{ Name: 'a' }, { Name: 'b' }, { Name: 'c' }]);
    const updated = await run(
      { operation: 'update', lineEnding: 'CRLF' },
      `Id,Name\r\n${a},changed\r\n,x\r\n`,
    );
    expect(updated).to.include({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    expect(org.record('Account', a)).to.include({ Name: 'changed' });
    await run({ operation: 'delete', columnDelimiter: 'TAB' }, `Id\n${b}\n`);
    await run({ operation: 'hardDelete' }, `Id\n${c}\n`);
    expect(org.count('Account')).to.equal(1);
  });

  it('not what cannot be read as a whole', async () => {
    const cases = [
      ['Nmae\nx\n', /Field name not found : Nmae/],
      ['Name\r\nx\r\n', /LineEnding is invalid on user data/],
      ['Name,Site\nx\n', /row 1 has 1 columns/],
      ['Name\n"x\n', /not closed/],
    ] as const;
    for (const [csv, message] of cases) {
      const job = await run({ operation: 'insert' }, csv);
      expect(job.state).to.equal('Failed');
      expect(job.errorMessage).to.match(message);
    }
    expect(client.sandbox.org.count('Account')).to.equal(0);
  });

  it('nothing of a job that failed or was aborted, and gives the rows back', async () => {
    client.sandbox.disturb({ kind: 'bulk job failed', match: { path: /ingest/ } });
    const failed = await run({ operation: 'insert' }, 'Name\na\nb\n');
    expect(failed.state).to.equal('Failed');
    expect(await text(failed, 'unprocessedrecords')).to.equal('"Name"\n"a"\n"b"\n');
    const aborted = await create({ operation: 'insert' });
    await upload(aborted, 'Name\na\n');
    expect((await patch(aborted, 'Aborted')).status).to.equal(200);
    expect(await text(aborted, 'unprocessedrecords')).to.equal('"Name"\n"a"\n');
    expect(client.sandbox.org.count('Account')).to.equal(0);
  });

  it('some rows at a time, between which others are answered and may abort the rest', async () => {
    const job = await create({ operation: 'insert' });
    const rows = 5_000;
    await upload(job, `Name\n${Array.from({ length: rows }, (_, at) => `N ${at}\n`).join('')}`);
    await patch(job, 'UploadComplete');
    await look(job);
    const loading = look(job);
    await until(() => client.sandbox.org.count('Account') > 0);
    expect(await look(job)).to.include({ state: 'InProgress' });
    expect((await patch(job, 'Aborted')).status).to.equal(200);
    expect(await loading).to.include({ state: 'Aborted' });
    const written = client.sandbox.org.count('Account');
    expect(written).to.be.above(0).and.below(rows);
    const successful = await text(job, 'successfulResults');
    expect(successful.trim().split('\n')).to.have.lengthOf(written + 1);
    const unprocessed = await text(job, 'unprocessedrecords');
    expect(unprocessed.trim().split('\n')).to.have.lengthOf(rows - written + 1);
  });

  it('not what no job is for', async () => {
    expect((await postJob({ object: 'Account', operation: 'explode' })).status).to.equal(400);
    expect((await postJob({ object: 'Acount', operation: 'insert' })).status).to.equal(404);
    expect((await postJob({ object: 'Account', operation: 'upsert' })).status).to.equal(400);
    expect((await postJob({ object: 'Organization', operation: 'insert' })).status).to.equal(400);
  });
});
