/** Records of a Dataverse environment, through the command line into the hub. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { startDataverseSandbox } from '../../src/sandbox/dataverse/index.ts';
import type { DataverseSandbox } from '../../src/sandbox/dataverse/index.ts';
import { openHub } from '../../src/hub/index.ts';
import { crosswalk, emptyFolder } from '../support/crosswalk.ts';
import type { CommandResult } from '../support/warm-command.ts';

const jobs = (sandbox: DataverseSandbox, filter: string): string => `connections:
  - name: Acme Dynamics
    connector: dynamics
    serverUrl: ${sandbox.url}
    auth: { grant: client-credentials, tokenUrl: "${sandbox.tokenUrl}", clientId: ${sandbox.credentials.clientId}, clientSecret: "\${D_SECRET}" }
jobs:
  - name: Accounts
    direction: inbound
    connection: Acme Dynamics
    source: { object: account, filter: "${filter}" }
    target: { object: accounts }
    mapping:
      - { from: accountid, to: account_id }
      - { from: name, to: name }
      - { from: ownerid.fullname, to: success_manager }
      - { from: industrycode, to: industry }
      - { from: acme_modules, to: modules, type: list }
      - { from: acme_contractvalue, to: contract_value }
      - { from: acme_renewaldate, to: renewal_date }
      - { from: statecode, to: status }
    settings: { allowCreate: true, resolveConflicts: true }
    schedule: { run: hourly, minute: 5, timezone: Europe/Berlin, fullSync: never, enabled: true }
  - name: Back
    direction: outbound
    connection: Acme Dynamics
    source: { object: accounts, filter: "industry != null" }
    target: { object: account, matchOn: accountid }
    mapping:
      - { from: account_id, to: accountid }
      - { formula: 'UPPER(industry)', to: description }
      - { formula: "IF(contract_value > 100, 'Partner', 'Customer')", to: customertypecode }
    settings: { allowCreate: false, updateExisting: true }
    schedule: { run: once, timezone: UTC, enabled: true }
`;

interface RunJson {
  readonly mode: string;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
}

describe('a job that reads Dynamics 365', function () {
  this.timeout(240_000);
  let sandbox: DataverseSandbox;
  let folder: string;
  beforeEach(async () => {
    sandbox = await startDataverseSandbox({ pageRows: 20 });
    folder = emptyFolder({ 'jobs.yml': jobs(sandbox, "acme_accounttype = 'customer'") });
  });
  afterEach(() => sandbox.close());

  const call = (...args: readonly string[]): Promise<CommandResult> =>
    crosswalk(args, { folder, env: { D_SECRET: sandbox.credentials.clientSecret } });

  async function run(job = 'Accounts'): Promise<RunJson> {
    const { stdout, stderr, status } = await call('run', job, '--json');
    expect(status, stderr).to.equal(0);
    return JSON.parse(stdout) as RunJson;
  }

  it('brings values as people know them, then what changed, what was deleted and what was merged', async () => {
    const { org } = sandbox;
    const given = Array.from({ length: 50 }, (_, index) => ({
      name: `customer ${index}`,
      acme_accounttype: 'Customer',
      industrycode: 'Consulting',
      acme_modules: 'Core;Billing',
      acme_contractvalue: '123456789012345.67',
      acme_renewaldate: '2026-03-01',
    }));
    const ids = org.insert('account', [...given, { name: 'partner', acme_accounttype: 'Partner' }]);
    // Long ago: beyond what an incremental run looks back.
    org.setStamp('account', ids, '2026-01-01T00:00:00Z');
    expect((await call('apply', 'jobs.yml')).status).to.equal(0);

    const first = await run();
    expect(first).to.include({ mode: 'full', status: 'succeeded' });
    expect(first.counts).to.include({ read: 50, created: 50 });

    const [changed = '', gone = '', lost = '', kept = '', other = ''] = ids;
    org.update('account', changed, { name: 'another name' });
    org.remove('account', [gone]);
    org.merge('account', lost, kept);
    const second = await run();
    expect(second.mode).to.equal('incremental');
    expect(second.counts).to.include({ read: 1, updated: 1, deleted: 2, rejected: 0 });
    expect((await run()).counts).to.include({ updated: 0, deleted: 0 });

    const hub = await openHub({ url: `sqlite:${join(folder, 'data', 'hub.db')}` });
    expect(await hub.count('accounts')).to.equal(48);
    const [row] = (await hub.sample('accounts', 100)).filter((each) => each['account_id'] === other);
    await hub.close();
    expect(row).to.include({
      industry: 'Consulting',
      renewal_date: '2026-03-01',
      status: 'Active',
      success_manager: '# Integration',
    });
    expect(row?.['modules']).to.deep.equal(['Core', 'Billing']);
  });

  it('goes with one that writes back, and sends what changed alone', async () => {
    const { org, traffic } = sandbox;
    const writes = (): number => traffic.recent.filter(({ url }) => url.endsWith('$batch')).length;
    const ids = org.insert(
      'account',
      Array.from({ length: 30 }, (_, index) => ({
        name: `customer ${index}`,
        acme_accounttype: 'Customer',
        industrycode: 'Consulting',
        acme_contractvalue: index < 10 ? '250' : '1',
      })),
    );
    org.setStamp('account', ids, '2026-01-01T00:00:00Z');
    await call('apply', 'jobs.yml');
    await run();
    const sent = await run('Back');
    expect(sent.counts).to.include({ read: 30, updated: 30, created: 0, rejected: 0 });
    const [first = '', second = ''] = ids;
    expect(org.record('account', first)).to.include({ description: 'CONSULTING' });
    const before = writes();
    expect(before).to.be.above(0);
    expect((await run('Back')).counts).to.include({ read: 30, unchanged: 30 });
    expect(writes()).to.equal(before);
    org.update('account', second, { acme_contractvalue: '1', industrycode: 'Accounting' });
    await run();
    expect((await run('Back')).counts).to.include({ read: 30, updated: 1, unchanged: 29 });
    expect(org.record('account', second)).to.include({ description: 'ACCOUNTING' });
  });

  it('reads everything again where Dataverse has forgotten what was deleted', async () => {
    const { org } = sandbox;
    const ids = org.insert(
      'account',
      ['a', 'b', 'c'].map((name) => ({ name, acme_accounttype: 'Customer' })),
    );
    await call('apply', 'jobs.yml');
    await run();
    org.remove('account', ids.slice(0, 1));
    sandbox.expireDeltaLinks();
    const second = await run();
    expect(second.mode).to.equal('full');
    expect(second.counts).to.include({ read: 2, deleted: 1 });
  });

  it('is checked before it is stored: what Dynamics cannot be asked is told with its place', async () => {
    const file = jobs(sandbox, "parentaccountid.acme_modules INCLUDES ('Core')");
    folder = emptyFolder({ 'jobs.yml': file });
    const { status, stderr } = await call('apply', 'jobs.yml');
    expect(status).to.equal(1);
    expect(stderr).to.match(/jobs\.yml:\d+:\d+: .*Dynamics 365 compares a column with several choices/);
  });

  it('is exported as it was written, without its secret, and looked after by the doctor', async () => {
    await call('apply', 'jobs.yml');
    const exported = await call('export', '--out', 'exported.yml');
    expect(exported.status, exported.stderr).to.equal(0);
    const text = readFileSync(join(folder, 'exported.yml'), 'utf8');
    expect(text).to.include('connector: dynamics').and.include(sandbox.tokenUrl);
    expect(text).to.not.include(sandbox.credentials.clientSecret);
    const again = await call('apply', 'exported.yml');
    expect(again.status, again.stderr).to.equal(0);
    expect(again.stdout).to.not.match(/changed|created/);
    const doctor = await call('doctor');
    expect(doctor.stdout).to.include('Acme Dynamics');
  });
});
