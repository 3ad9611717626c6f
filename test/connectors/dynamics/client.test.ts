import { expect } from 'chai';
import { createDynamicsConnector } from '../../../src/connectors/dynamics/index.ts';
import { createSessionSource } from '../../../src/connectors/session-source.ts';
import type { CrmClient, SourceQuery } from '../../../src/connectors/connector.ts';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { defineGeneratedTable } from '../../../src/sandbox/dataverse/generated/define-generated-table.ts';
import { startDataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import type { DataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import { aFilter } from '../../support/filters.ts';
import { caught } from '../../support/caught.ts';
import { aTuning } from './a-tuning.ts';
import { collect, rowsOf, sandboxClient, sandboxSettings } from './sandbox-client.ts';

describe('a client of Dynamics 365', () => {
  let sandbox: DataverseSandbox;
  let client: CrmClient;
  beforeEach(async () => {
    sandbox = await startDataverseSandbox({ timeZone: 'America/New_York' });
    client = sandboxClient(sandbox);
  });
  afterEach(() => sandbox.close());

  async function queryOf(object: string, fields: readonly string[], filter = ''): Promise<SourceQuery> {
    const schema = await client.loadSchema(object, fields);
    return { schema, fields, filter: filter === '' ? null : checkFilter(aFilter(filter), schema) };
  }
  async function rows(query: SourceQuery): Promise<readonly (readonly (string | null)[])[]> {
    const { signal } = new AbortController();
    const read = await client.openRead({ query, window: null, resumeFrom: null, signal });
    return rowsOf(await collect(read)).map((row) => row.slice(0, query.fields.length));
  }

  it('knows the zone of its user by the name that the rest of the world has for it', async () => {
    expect(await client.identify()).to.include({ timezone: 'America/New_York', orgName: 'Acme Sandbox' });
  });

  it('tells a lookup of several tables apart, and the name of whatever it leads to', async () => {
    const { org } = sandbox;
    const [account = ''] = org.insert('account', [{ name: 'Acme' }]);
    const [boss = ''] = org.insert('contact', [{ lastname: 'Boss' }]);
    org.insert('contact', [
      { lastname: 'A', parentcustomerid: { table: 'account', id: account } },
      { lastname: 'B', parentcustomerid: { table: 'contact', id: boss } },
    ]);
    const fields = [
      'parentcustomerid_account',
      'parentcustomerid_account.name',
      'parentcustomeridname',
      'ownerid.fullname',
    ];
    const found = await rows(await queryOf('contact', fields, `lastname IN ('A', 'B')`));
    expect(found).to.deep.equal([
      [account, 'Acme', 'Acme', '# Integration'],
      [null, null, 'Boss', '# Integration'],
    ]);
    const ofAccount = await queryOf('contact', ['lastname'], `parentcustomerid_account = '${account}'`);
    expect(await rows(ofAccount)).to.deep.equal([['A']]);
  });

  it('sends a query that is too long for an address in a batch', async () => {
    sandbox.org.insert('account', [{ name: 'name 0' }, { name: 'another' }]);
    const names = Array.from({ length: 2_000 }, (_, index) => `'name ${index}'`);
    const query = await queryOf('account', ['name'], `name IN (${names.join()})`);
    expect(await client.count(query, null)).to.equal(1);
    expect(await rows(query)).to.deep.equal([['name 0']]);
    expect(sandbox.traffic.recent.filter(({ url }) => url.endsWith('$batch'))).to.have.length(3);
  });

  it('counts sets beyond what one aggregate counts', async function () {
    this.timeout(30_000);
    defineGeneratedTable(sandbox.org, { name: 'acme_many', rows: 60_000 });
    expect(await client.count(await queryOf('acme_many', ['acme_name']), null)).to.equal(60_000);
    const filtered = await queryOf('acme_many', ['acme_name'], 'acme_name != null');
    expect(await client.count(filtered, null)).to.equal(60_000);
  });

  it('waits out the whole of what a service limit asks for, and a page of a proxy', async () => {
    const tuning = aTuning();
    const connector = createDynamicsConnector(tuning);
    const settings = connector.parseSettings(sandboxSettings(sandbox));
    const patient = connector.openClient({ sessions: createSessionSource(() => connector.logIn(settings)) });
    for (const kind of ['too many requests', 'execution time', 'concurrent limit'] as const)
      sandbox.disturb({ kind, retryAfter: 240 });
    sandbox.disturb({ kind: 'bad gateway' });
    await patient.serverTime();
    expect(tuning.pauses.slice(0, 3)).to.deep.equal([240_000, 240_000, 240_000]);
    expect(tuning.pauses).to.have.length(4);
  });

  it('says which privilege is missing, and who can give it', async () => {
    sandbox.disturb({ kind: 'missing privilege' });
    const error = await caught(client.identify());
    expect(error).to.include({ name: 'UserError', code: 'insufficient_access' });
    expect(error.message).to.match(/missing a privilege.*security role/);
  });

  it('refuses a filter that no query can carry, before a run', async () => {
    const numbers = Array.from({ length: 600 }, (_, index) => index);
    const { schema, filter } = await queryOf('account', [], `numberofemployees IN (${numbers.join()})`);
    if (filter === null) throw new Error('There is a filter.');
    expect(() => client.checkFilter(filter, schema)).to.throw(/600 conditions; Dynamics 365 takes/);
  });
});
