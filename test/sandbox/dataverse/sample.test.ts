import { expect } from 'chai';
import { fillSampleOrg } from '../../../src/sandbox/dataverse/sample/fill-org.ts';
import { startClient } from './sandbox-client.ts';
import type { SandboxClient } from './sandbox-client.ts';

const sample = { seed: 7, today: '2026-03-01' };
const now = (): number => Date.parse('2026-03-01T10:00:00Z');
const tables = ['systemuser', 'account', 'contact', 'task', 'phonecall', 'appointment'];

describe('an environment filled with the sample', () => {
  let client: SandboxClient;
  before(async () => {
    client = await startClient({ now });
    fillSampleOrg(client.sandbox.org, sample);
  });
  after(() => client.close());

  it('holds people, companies and what they do', async () => {
    const { org } = client.sandbox;
    // The application user is there from the beginning.
    expect(tables.map((table) => org.records(table).length)).to.deep.equal([21, 300, 1_200, 500, 200, 300]);
    const { value } = await client.list('contacts', {
      $select: 'fullname',
      $expand: 'parentcustomerid_account($select=name;$expand=owninguser($select=fullname))',
      $filter: "parentcustomerid_account/name eq 'Exact Money plc'",
    });
    expect(value[0]).to.have.nested.property('parentcustomerid_account.owninguser.fullname');
  });

  it('is the same each time', async () => {
    const other = await startClient({ now });
    fillSampleOrg(other.sandbox.org, sample);
    for (const table of tables)
      expect(other.sandbox.org.records(table)).to.deep.equal(client.sandbox.org.records(table));
    await other.close();
  });

  it('was made and changed in the past', () => {
    for (const table of tables.slice(1)) {
      for (const { createdon, modifiedon } of client.sandbox.org.records(table)) {
        expect(createdon).to.equal(modifiedon);
        expect(String(createdon) < '2026-03-01').to.equal(true);
      }
    }
  });

  it('writes no address that could reach anybody', () => {
    const people = ['contact', 'systemuser'].flatMap((table) => client.sandbox.org.records(table));
    for (const person of people) {
      const email = person['emailaddress1'] ?? person['internalemailaddress'] ?? null;
      if (email !== null) expect(email).to.match(/\.example$/);
    }
  });

  it('has calls that came in where they were received, and others that go out', () => {
    const calls = client.sandbox.org.records('phonecall');
    const received = client.sandbox.org.schema
      .table('phonecall')
      .byName.get('statuscode')
      ?.choices.find(({ label }) => label === 'Received');
    for (const { statuscode, directioncode } of calls)
      expect(directioncode).to.equal(statuscode !== String(received?.value));
    expect(new Set(calls.map(({ directioncode }) => directioncode)).size).to.equal(2);
  });

  it('has accounts below others, and open and done tasks', () => {
    const { org } = client.sandbox;
    expect(org.records('account').filter((each) => each['parentaccountid'] !== null)).to.have.length.above(
      20,
    );
    expect(new Set(org.records('task').map((each) => each['statecode']))).to.deep.equal(new Set(['0', '1']));
  });
});
