import { expect } from 'chai';
import { Connection } from 'jsforce/lib/connection.js';
import { logIn, startClient } from './sandbox-client.ts';
import type { SandboxClient } from './sandbox-client.ts';

describe("somebody else's client gets on with the sandbox: jsforce", () => {
  let client: SandboxClient;
  let connection: Connection;
  before(async () => {
    client = await startClient();
    connection = new Connection({
      version: '62.0',
      instanceUrl: client.sandbox.url,
      accessToken: await logIn(client.sandbox),
    });
    client.sandbox.org.insert(
      'Account',
      Array.from({ length: 2_100 }, (_, index) => ({ Name: `account ${index}`, NumberOfEmployees: index })),
    );
  });
  after(() => client.close());

  it('describes', async () => {
    const { sobjects } = await connection.describeGlobal();
    expect(sobjects.map((each) => each.name)).to.include.members(['Account', 'Contact', 'User']);
    const account = await connection.describe('Account');
    expect(account.fields.find((field) => field.name === 'Health__c')?.picklistValues).to.have.length(3);
  });

  it('queries, page by page', async () => {
    const first = await connection.query<{ Name: string }>('SELECT Name FROM Account');
    expect(first.records).to.have.length(2_000);
    const rest = await connection.queryMore<{ Name: string }>(first.nextRecordsUrl ?? '');
    expect(rest.records.map((record) => record.Name).at(-1)).to.equal('account 2099');
    expect(rest.done).to.equal(true);
  });

  it('is told who it is, and what is left', async () => {
    expect(await connection.identity()).to.include({ organization_id: client.sandbox.org.id });
    const limits = await connection.limits();
    expect(limits['DailyApiRequests']?.Max).to.equal(100_000);
    expect(connection.limitInfo.apiUsage?.limit).to.equal(100_000);
  });

  it('writes rows', async () => {
    const [made] = await connection
      .sobject('Contact')
      .create([{ LastName: 'Lee' }, {}], { allOrNone: false });
    expect(made).to.include({ success: true });
    const id = made?.id ?? '';
    expect(await connection.sobject('Contact').update({ Id: id, FirstName: 'Ann' })).to.include({
      success: true,
    });
    expect(await connection.sobject('Contact').retrieve(id)).to.include({ Name: 'Ann Lee' });
    expect(await connection.sobject('Contact').destroy(id)).to.include({ success: true });
  });

  it('gets its errors', async () => {
    const error: unknown = await connection
      .query('SELECT Nmae FROM Account')
      .then(null, (each: unknown) => each);
    expect(error).to.have.property('errorCode', 'INVALID_FIELD');
  });
});
