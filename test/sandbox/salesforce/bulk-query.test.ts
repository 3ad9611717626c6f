import { expect } from 'chai';
import { initParser, inferSchema } from 'udsv';
import { startClient } from './sandbox-client.ts';
import type { ApiErrorBody, SandboxClient } from './sandbox-client.ts';

interface Job {
  readonly id: string;
  readonly state: string;
  readonly numberRecordsProcessed?: number;
  readonly errorMessage?: string;
}

function rowsOf(csv: string): string[][] {
  return initParser(inferSchema(csv)).stringArrs(csv);
}

describe('the sandbox reads in bulk', () => {
  let client: SandboxClient;
  beforeEach(async () => {
    client = await startClient({ bulkPolls: 2 });
  });
  afterEach(() => client.close());

  const post = (body: object): Promise<Response> =>
    client.fetch('jobs/query', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  async function create(query: string, more: object = {}): Promise<Job> {
    const response = await post({ operation: 'query', query, ...more });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Job;
  }
  const look = (job: Job): Promise<Job> => client.json<Job>(`jobs/query/${job.id}`);
  async function completed(query: string, more: object = {}): Promise<Job> {
    const job = await create(query, more);
    for (let looks = 0; looks < 5; looks += 1) {
      const now = await look(job);
      if (now.state === 'JobComplete') return now;
    }
    throw new Error('The job does not end.');
  }
  const results = (job: Job, search = ''): Promise<Response> =>
    client.fetch(`jobs/query/${job.id}/results${search}`);
  async function refusal(query: string): Promise<ApiErrorBody> {
    const response = await post({ operation: 'query', query });
    expect(response.status).to.equal(400);
    const [error] = (await response.json()) as ApiErrorBody[];
    if (error === undefined) throw new Error('no error');
    return error;
  }

  it('in jobs that are uploaded, in progress and complete', async () => {
    client.sandbox.org.insert('Account', [{ Name: 'a' }]);
    const job = await create('SELECT Name FROM Account');
    expect(job).to.include({
      state: 'UploadComplete',
      operation: 'query',
      object: 'Account',
      lineEnding: 'LF',
    });
    const early = await results(job);
    expect(early.status).to.equal(400);
    expect(await early.text()).to.include('INVALIDJOBSTATE');
    const states = [await look(job), await look(job), await look(job), await look(job)].map(
      (each) => each.state,
    );
    expect(states).to.deep.equal(['InProgress', 'InProgress', 'JobComplete', 'JobComplete']);
    expect((await look(job)).numberRecordsProcessed).to.equal(1);
    const list = await client.json<{ records: Job[] }>('jobs/query');
    expect(list.records.map((each) => each.id)).to.deep.equal([job.id]);
  });

  it('in pages that each begin with the names, up to the locator "null"', async () => {
    client.sandbox.org.insert(
      'Account',
      Array.from({ length: 250 }, (_, index) => ({ Name: `a ${index}` })),
    );
    const job = await completed('SELECT Id, name FROM Account');
    const names: string[] = [];
    const counts: (string | null)[] = [];
    let search = '?maxRecords=100';
    for (let pages = 0; pages < 5; pages += 1) {
      const response = await results(job, search);
      counts.push(response.headers.get('sforce-numberofrecords'));
      const csv = await response.text();
      expect(csv.startsWith('"Id","Name"\n"001')).to.equal(true);
      names.push(...rowsOf(csv).map((row) => row[1] ?? ''));
      const locator = response.headers.get('sforce-locator');
      if (locator === 'null') break;
      search = `?maxRecords=100&locator=${locator}`;
    }
    expect(counts).to.deep.equal(['100', '100', '50']);
    expect(names).to.deep.equal(Array.from({ length: 250 }, (_, index) => `a ${index}`));
  });

  it('with every value in quotes, and Z for the zone', async () => {
    const { org } = client.sandbox;
    const [parent = ''] = org.insert('Account', [{ Name: 'The "parent"' }]);
    org.insert('Account', [
      {
        Name: 'one\ntwo,\r\n"three"',
        ParentId: parent,
        ContractValue__c: '123456789012345678.99',
        CreatedDate: '2026-03-01T09:30:00Z',
        Modules__c: 'Core;Billing',
      },
    ]);
    const job = await completed(
      'SELECT Name, parent.name, ContractValue__c, CreatedDate, Modules__c, Strategic__c, RenewalDate__c FROM Account WHERE ParentId != null',
    );
    expect(await (await results(job)).text()).to.equal(
      '"Name","Parent.Name","ContractValue__c","CreatedDate","Modules__c","Strategic__c","RenewalDate__c"\n' +
        '"one\ntwo,\r\n""three""","The ""parent""","123456789012345678.99","2026-03-01T09:30:00.000Z","Core;Billing","false",""\n',
    );
  });

  it('zipped where the client takes it', async () => {
    client.sandbox.org.insert(
      'Account',
      Array.from({ length: 500 }, () => ({ Name: 'the same again' })),
    );
    const job = await completed('SELECT Id, Name FROM Account');
    const response = await results(job);
    expect(response.headers.get('content-encoding')).to.equal('gzip');
    expect(rowsOf(await response.text())).to.have.length(500);
    const plain = await client.fetch(`jobs/query/${job.id}/results`, {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(plain.headers.get('content-encoding')).to.equal(null);
  });

  it('what was there when the job was created', async () => {
    const { org } = client.sandbox;
    const [parent = ''] = org.insert('Account', [{ Name: 'parent' }]);
    const [child = ''] = org.insert('Account', [{ Name: 'child', ParentId: parent }]);
    const job = await completed('SELECT Name, Parent.Name FROM Account');
    org.update('Account', parent, { Name: 'changed' });
    org.purge('Account', [child]);
    expect(rowsOf(await (await results(job)).text())).to.deep.equal([
      ['parent', ''],
      ['child', 'parent'],
    ]);
  });

  it('deleted records too with queryAll', async () => {
    const { org } = client.sandbox;
    const [gone = ''] = org.insert('Account', [{ Name: 'gone' }]);
    org.remove('Account', [gone]);
    const soql = 'SELECT Name, IsDeleted FROM Account';
    expect(rowsOf(await (await results(await completed(soql))).text())).to.deep.equal([]);
    const all = await completed(soql, { operation: 'queryAll' });
    expect(rowsOf(await (await results(all)).text())).to.deep.equal([['gone', 'true']]);
  });

  it('until it is aborted or deleted', async () => {
    const { traffic } = client.sandbox;
    const job = await create('SELECT Id FROM Account');
    await look(job);
    expect(traffic.openBulkJobs).to.equal(1);
    const remove = (): Promise<Response> => client.fetch(`jobs/query/${job.id}`, { method: 'DELETE' });
    const abort = (): Promise<Response> =>
      client.fetch(`jobs/query/${job.id}`, { method: 'PATCH', body: '{"state":"Aborted"}' });
    expect((await remove()).status).to.equal(400);
    expect(await (await abort()).json()).to.include({ state: 'Aborted' });
    expect(traffic.openBulkJobs).to.equal(0);
    expect((await abort()).status).to.equal(400);
    expect((await remove()).status).to.equal(204);
    expect((await remove()).status).to.equal(404);
    const complete = await completed('SELECT Id FROM Account');
    expect(traffic.openBulkJobs).to.equal(1);
    client.sandbox.dropBulkJobs();
    expect((await results(complete)).status).to.equal(404);
  });

  it('nothing that Salesforce does not read in bulk', async () => {
    const compound = await refusal('SELECT Id, BillingAddress FROM Account');
    expect(compound.message).to.equal('Selecting compound data not supported in Bulk Query');
    for (const soql of [
      'SELECT COUNT() FROM Account',
      'SELECT COUNT(Id) FROM Account',
      'SELECT Id FROM Account LIMIT 5 OFFSET 10',
      'SELECT Name FROM Account GROUP BY Name',
      'SELECT Id, (SELECT Id FROM Contacts) FROM Account',
      'SELECT Id, Body FROM Attachment',
    ]) {
      expect((await refusal(soql)).message, soql).to.match(/not supported in Bulk Query$/);
    }
    client.sandbox.org.define({ name: 'Slow__c', bulk: false, fields: [] });
    expect(await refusal('SELECT Id FROM Slow__c')).to.deep.equal({
      errorCode: 'INVALIDENTITY',
      message: "Entity 'Slow__c' is not supported by the Bulk API.",
    });
    expect((await refusal('SELECT Nmae FROM Account')).errorCode).to.equal('INVALID_FIELD');
    expect((await post({ operation: 'upsert', query: 'SELECT Id FROM Account' })).status).to.equal(400);
  });

  it('until a job fails or dawdles, on request', async () => {
    client.sandbox.disturb({ kind: 'bulk job failed', message: 'QUERY_TIMEOUT : took too long' });
    const failing = await create('SELECT Id FROM Account');
    await look(failing);
    await look(failing);
    expect(await look(failing)).to.include({
      state: 'Failed',
      errorMessage: 'QUERY_TIMEOUT : took too long',
    });
    client.sandbox.disturb({ kind: 'bulk job slow', polls: 3 });
    const slow = await create('SELECT Id FROM Account');
    for (let looks = 0; looks < 5; looks += 1) expect((await look(slow)).state).to.equal('InProgress');
    expect((await look(slow)).state).to.equal('JobComplete');
  });
});
