import { expect } from 'chai';
import { createOperations } from '../../src/operations/index.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import { admin, aJobsFile, openOperations, operationsForEach, operator } from '../support/operations.ts';
import type { OperationsBench } from '../support/operations.ts';
import { after as later, noon } from '../support/records.ts';
import { rejection } from '../support/rejection.ts';

describe('apply', () => {
  let sandbox: SalesforceSandbox;
  let bench: OperationsBench;
  operationsForEach((opened, itsSandbox) => {
    bench = opened;
    sandbox = itsSandbox;
  });

  const apply = (text = aJobsFile, context = admin) =>
    bench.operations.applyConfiguration(context, { fileName: 'jobs.yml', text });
  const exported = () => bench.operations.exportConfiguration(admin);
  const everything = async () => ({
    connections: await bench.store.connections.list(),
    jobs: await bench.store.jobs.list(),
    audit: await bench.store.audit.list({ limit: 100, offset: 0 }),
    attributes: await bench.hub.attributes('accounts'),
  });

  it('creates what the file names, and the attributes that its mappings add', async () => {
    expect(await apply()).to.deep.equal({
      connections: [{ name: 'Acme Salesforce', outcome: 'created', parts: [] }],
      jobs: [{ name: 'Customer accounts', outcome: 'created', parts: [] }],
      newAttributes: [{ object: 'accounts', name: 'origin' }],
      warnings: [],
    });
    const [job] = await bench.store.jobs.list();
    expect(job).to.deep.include({
      name: 'Customer accounts',
      version: 1,
      schedule: { run: 'hourly', minute: 5, timezone: 'Europe/Berlin', fullSync: 'daily', enabled: true },
    });
    expect(await bench.store.jobs.nextRunAt(job?.id ?? '')).to.deep.equal(later(noon, 5 * 60_000));
    const added = (await bench.hub.attributes('accounts')).filter(({ isStandard }) => !isStandard);
    expect(added.map(({ name, type }) => [name, type])).to.deep.equal([['origin', 'text']]);
    expect(bench.wakes()).to.equal(1);
  });

  it('changes nothing the second time', async () => {
    await apply();
    const before = await everything();
    const again = await apply(aJobsFile, { ...admin, now: later(noon, 3_600_000) });
    expect([...again.connections, ...again.jobs].map(({ outcome }) => outcome)).to.deep.equal([
      'left',
      'left',
    ]);
    expect(again.newAttributes).to.deep.equal([]);
    expect(await everything()).to.deep.equal(before);
  });

  it('logs in to a connection that stays as it is by the login that there is, and for a job only', async () => {
    await apply();
    const before = sandbox.traffic.logins;
    await apply();
    await apply(aJobsFile.replace('Customers, every hour', 'changed'));
    expect(sandbox.traffic.logins - before).to.equal(1);
    const { requests } = sandbox.traffic;
    await apply(aJobsFile.replace(/^jobs:[^]*/m, ''));
    expect(sandbox.traffic.requests).to.equal(requests);
  });

  it('tells which parts changed, keeps ids, and counts versions', async () => {
    await apply();
    const [before] = await bench.store.jobs.list();
    const changed = await apply(
      aJobsFile.replace("'Energy'", "'Retail'").replace('Name, to: name }', 'Name, to: name, note: x }'),
    );
    expect(changed.jobs).to.deep.equal([
      { name: 'Customer accounts', outcome: 'changed', parts: ['filter', 'mapping'] },
    ]);
    const [job] = await bench.store.jobs.list();
    expect(job).to.include({ id: before?.id, version: 2 });
  });

  it('finds connections and jobs without letter case, and takes the new spelling', async () => {
    await apply();
    const { jobs, connections } = await apply(
      aJobsFile
        .replaceAll('Acme Salesforce', 'ACME Salesforce')
        .replace('Customer accounts', 'customer ACCOUNTS'),
    );
    expect([jobs[0], connections[0]].map((item) => item?.parts)).to.deep.equal([['name'], ['name']]);
    expect(await bench.store.jobs.list()).to.have.length(1);
  });

  it('leaves a schedule where it stood unless it changed', async () => {
    await apply();
    const [job] = await bench.store.jobs.list();
    const nextRunAt = () => bench.store.jobs.nextRunAt(job?.id ?? '');
    const anHourLater = { ...admin, now: later(noon, 3_600_000) };
    await apply(aJobsFile.replace('Customers, every hour', 'Customers'), anHourLater);
    expect(await nextRunAt()).to.deep.equal(later(noon, 5 * 60_000));
    await apply(aJobsFile.replace('minute: 5', 'minute: 30'), anHourLater);
    expect(await nextRunAt()).to.deep.equal(later(noon, 90 * 60_000));
    await apply(aJobsFile.replace('enabled: true', 'enabled: false'), anHourLater);
    expect(await nextRunAt()).to.equal(null);
  });

  it('notices a secret that changed, and writes what was before and after without it', async () => {
    await apply();
    bench.environment.set('SF_CLIENT_SECRET', 'not-the-right-one');
    const refusal = await rejection(apply());
    expect(refusal.message).to.match(/^jobs\.yml:2:5: /);
    expect(refusal.message).not.to.include('not-the-right-one');
    const { clientId, username, privateKey } = sandbox.credentials.jwt;
    bench.environment.set('SF_KEY', privateKey);
    const jwt = aJobsFile
      .replace(
        /grant: [^]*SECRET}"/,
        `{ grant: jwt-bearer, clientId: ${clientId}, username: ${username}, privateKey: "\${SF_KEY}" }`,
      )
      .replace('auth:\n      {', 'auth: {');
    const { connections } = await apply(jwt);
    expect(connections[0]?.parts).to.have.members([
      'settings',
      'placeholders',
      'auth.clientSecret',
      'auth.privateKey',
    ]);
    const audit = JSON.stringify(await bench.store.audit.list({ limit: 10, offset: 0 }));
    expect(audit).not.to.include('PRIVATE KEY').and.not.to.include(sandbox.credentials.clientSecret);
  });

  it('writes who changed what through which door', async () => {
    await apply();
    const [, connection] = await bench.store.audit.list({ limit: 10, offset: 0 });
    const [job] = await bench.store.audit.list({ limit: 10, offset: 0 });
    expect(job).to.include({ actor: 'ada', door: 'cli', operation: 'apply-configuration', before: null });
    expect(job).to.have.nested.property('after.name', 'Customer accounts');
    expect(connection).to.have.nested.property('after.settings.auth.grant', 'client-credentials');
  });

  it('takes a connection that is stored already', async () => {
    await apply();
    const jobs = aJobsFile.slice(aJobsFile.indexOf('jobs:')).replace('Customer accounts', 'More accounts');
    expect((await apply(jobs)).jobs).to.deep.equal([
      { name: 'More accounts', outcome: 'created', parts: [] },
    ]);
    expect((await bench.store.jobs.list()).map(({ name }) => name)).to.deep.equal([
      'Customer accounts',
      'More accounts',
    ]);
  });

  it('lets a job map an attribute that another job of the file adds', async () => {
    const second = aJobsFile
      .slice(aJobsFile.indexOf('  - name: Customer'))
      .replace('Customer accounts', 'Others')
      .replace('to: origin, type: text', 'to: origin');
    expect((await apply(aJobsFile + second)).newAttributes).to.deep.equal([
      { object: 'accounts', name: 'origin' },
    ]);
    const clash = second.replace('to: origin', 'to: origin, type: list');
    expect((await rejection(apply(aJobsFile + clash))).message).to.include(
      'origin is a text attribute already',
    );
  });

  it('tells what deserves a look, and applies it', async () => {
    const { warnings, jobs } = await apply(
      aJobsFile.replace(
        '    settings:',
        '      - { from: Score__c, to: score, type: number }\n    settings:',
      ),
    );
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/^jobs\.yml:25:17: Score__c is calculated by the CRM/);
    expect(jobs[0]?.outcome).to.equal('created');
  });

  it('tells a value that a picklist does not list, where the CRM takes any text', async () => {
    const { warnings, jobs } = await apply(aJobsFile.replace("'Energy'", "'Enrgy'"));
    expect(warnings).to.deep.equal([
      `jobs.yml:16:70: At character 56 of the filter: Industry does not list "Enrgy" among its values, so perhaps no record has it. Did you mean 'Energy'?`,
    ]);
    expect(jobs[0]?.outcome).to.equal('created');
  });

  it('changes nothing where anything is wrong', async () => {
    await apply();
    const before = await everything();
    const half = aJobsFile.replace('Customers, every hour', 'changed').replace('Owner.Name', 'Owner.Nmae');
    expect((await rejection(apply(half))).message).to.equal(
      'jobs.yml:21:17: User has no field "Nmae", or the connection\'s user may not see it. Did you mean Owner.Name?',
    );
    expect(await everything()).to.deep.equal(before);
  });

  it('tells of a job that could not be read that its connection is not there either', async () => {
    const text = aJobsFile
      .replace('direction: inbound', 'direction: sideways')
      .replace('connection: Acme Salesforce', 'connection: Acme Salesfroce');
    const { message } = await rejection(apply(text));
    expect(message.split('\n').map((line) => line.replace(/^jobs\.yml:[\d:]+ /, ''))).to.deep.equal([
      'direction cannot be "sideways": it is inbound or outbound. Example: inbound',
      'There is no connection "Acme Salesfroce". Did you mean "Acme Salesforce"?',
    ]);
  });

  it('brings no job back that is deleted meanwhile, says so, and creates it the next time', async () => {
    await apply();
    const deleted = await bench.store.jobs.byName('Customer accounts');
    const disturbed = createOperations({
      ...bench.deps,
      hub: async () => {
        const there = await bench.store.jobs.byName('Customer accounts');
        if (there !== null) await bench.operations.deleteJob(admin, { job: there.name, typed: there.name });
        return bench.hub;
      },
    });
    const text = aJobsFile.replace('minute: 5', 'minute: 6');
    const refusal = await rejection(disturbed.applyConfiguration(admin, { fileName: 'jobs.yml', text }));
    expect(refusal).to.include({ code: 'unknown_job' });
    expect(await bench.store.jobs.list()).to.deep.equal([]);
    expect(await apply(text)).to.have.nested.property('jobs[0].outcome', 'created');
    const created = await bench.store.jobs.byName('Customer accounts');
    expect(created).to.include({ version: 1 }).and.not.to.include({ id: deleted?.id });
  });

  it('needs an admin', async () => {
    expect(await rejection(apply(aJobsFile, operator))).to.include({ code: 'role_needed' });
    expect(await bench.store.connections.list()).to.deep.equal([]);
  });

  describe('and export', () => {
    it('give back what was applied', async () => {
      await apply();
      expect(await exported()).to.equal(aJobsFile);
    });

    it('change nothing when what was exported is applied', async () => {
      await apply();
      const before = await everything();
      const { connections, jobs } = await apply(await exported());
      expect([...connections, ...jobs].map(({ outcome }) => outcome)).to.deep.equal(['left', 'left']);
      expect(await everything()).to.deep.equal(before);
    });

    it('give the same on an empty database', async () => {
      await apply();
      const text = await exported();
      const jobs = await bench.store.jobs.list();
      bench = await openOperations(sandbox);
      try {
        await apply(text);
        expect(await bench.store.jobs.list()).to.deep.equal(jobs);
        expect(await exported()).to.equal(text);
      } finally {
        await bench.close();
      }
    });

    it('never give away a secret', async () => {
      await apply();
      expect(await exported()).not.to.include(sandbox.credentials.clientSecret);
    });

    it('names a variable for a secret that was given without one', async () => {
      await bench.store.applyConfiguration({
        connections: [
          {
            id: 'c',
            name: 'Acme',
            connector: 'salesforce',
            settings: { loginUrl: sandbox.url, auth: { grant: 'client-credentials', clientId: 'x' } },
            placeholders: {},
            secrets: { 'auth.clientSecret': 'hunter2' },
          },
        ],
        jobs: [],
        savedBy: { at: noon, actor: 'ada', door: 'slack' },
        audit: [],
      });
      expect(await exported()).to.include('clientSecret: "${ACME_AUTH_CLIENT_SECRET}"');
    });

    it('needs an admin', async () => {
      expect(await rejection(bench.operations.exportConfiguration(operator))).to.include({
        code: 'role_needed',
      });
    });
  });
});
