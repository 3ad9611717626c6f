import { expect } from 'chai';
import { copyName } from '../../src/operations/duplicate-job.ts';
import { loaded } from '../support/hub.ts';
import {
  admin,
  aJobsFile,
  anOutboundFile,
  operationsForEach,
  operator,
  viewer,
} from '../support/operations.ts';
import type { OperationsBench } from '../support/operations.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { after as later, aNewRun, noon } from '../support/records.ts';
import { rejection } from '../support/rejection.ts';
import { outbound, sent } from '../support/selection.ts';

const page = { limit: 10, offset: 0 };
const named = { job: 'Customer accounts' };

describeOnBothDatabases('a job', (fresh) => {
  let bench: OperationsBench;
  operationsForEach(async (opened) => {
    bench = opened;
    await apply();
  }, fresh);

  const apply = async (text = aJobsFile, context = admin) =>
    await bench.operations.applyConfiguration(context, { fileName: 'jobs.yml', text });
  const stored = async (name = named.job) => await bench.store.jobs.byName(name);
  const remove = async (typed: string, context = admin) =>
    await bench.operations.deleteJob(context, { ...named, typed });
  const restore = async (version: number, context = admin) =>
    await bench.operations.restoreVersion(context, { ...named, version });
  const lastEntry = async () => (await bench.store.audit.list({ limit: 1, offset: 0 }))[0];

  describe('that is duplicated', () => {
    it('is the same under another name, with its notes, disabled and without a run', async () => {
      const original = await stored();
      const copy = await bench.operations.duplicateJob(admin, named);
      expect(copy).to.deep.equal({
        ...original,
        id: copy.id,
        name: 'Copy of Customer accounts',
        schedule: { ...original?.schedule, enabled: false },
      });
      expect(copy.id).not.to.equal(original?.id);
      expect(copy.mapping[2]?.note).to.equal("until the owner's e-mail is filled in");
      expect(await stored(copy.name)).to.deep.equal(copy);
      expect(await bench.store.jobs.nextRunAt(copy.id)).to.equal(null);
      expect(await bench.store.jobs.cursor(copy.id)).to.equal(null);
      expect(await lastEntry()).to.deep.include({ operation: 'duplicate-job', subject: copy.id });
    });

    it('takes a name that is free, however often at one moment', async () => {
      const copies = await Promise.all([1, 2, 3].map(() => bench.operations.duplicateJob(admin, named)));
      expect(copies.map(({ name }) => name)).to.have.members([
        'Copy of Customer accounts',
        'Copy 2 of Customer accounts',
        'Copy 3 of Customer accounts',
      ]);
    });

    it('is so by admins only', async () => {
      expect(await rejection(bench.operations.duplicateJob(operator, named))).to.include({
        code: 'role_needed',
      });
    });
  });

  describe('that is deleted', () => {
    it('leaves nothing of what it has sent', async () => {
      const text = anOutboundFile.replace('Health__c', 'Site');
      await apply(text);
      const job = 'Health back to Salesforce';
      const { id: jobId = '' } = (await stored(job)) ?? {};
      await loaded(bench.hub, [{ crmId: 'a' }]);
      await sent(bench.hub, ['a'], {}, { jobId });
      await bench.operations.deleteJob(admin, { job, typed: job });
      expect((await outbound(bench.hub, { jobId }))['a']?.sent).to.equal(null);
    });

    it('is gone with its versions once its name is typed, letter by letter', async () => {
      const job = await stored();
      for (const typed of ['customer accounts', 'Customer  accounts', 'Customer account'])
        expect(await rejection(remove(typed))).to.include({ code: 'name_differs' });
      expect(await remove('  Customer accounts ')).to.deep.equal(job);
      expect(await stored()).to.equal(null);
      expect(await rejection(bench.operations.jobVersions(viewer, { ...named, ...page }))).to.include({
        code: 'unknown_job',
      });
      expect(await lastEntry()).to.deep.include({
        operation: 'delete-job',
        subject: job?.id,
        actor: 'ada',
        after: null,
      });
      expect((await bench.hub.attributes('accounts')).map(({ name }) => name)).to.include('origin');
    });

    it('stays where another name is typed', async () => {
      const refused = await rejection(remove('Customers'));
      expect(refused).to.include({ code: 'name_differs' });
      expect(refused.message).to.include('"Customer accounts"');
      expect(await stored()).not.to.equal(null);
    });

    it('stays while it has a run', async () => {
      const job = await stored();
      const { id } = await bench.store.runs.enqueue(aNewRun({ jobId: job?.id ?? '' }));
      const refused = await rejection(remove('Customer accounts'));
      expect(refused).to.include({ code: 'run_active' });
      expect(refused.message).to.include(id).and.to.include('Cancel it');
      await bench.operations.cancelRun(operator, { runId: id });
      await remove('Customer accounts');
      expect(await bench.store.runs.byId(id)).to.include({ status: 'cancelled' });
    });

    it('is so by admins only, and once', async () => {
      expect(await rejection(remove('Customer accounts', operator))).to.include({ code: 'role_needed' });
      await remove('Customer accounts');
      expect(await rejection(remove('Customer accounts'))).to.include({ code: 'unknown_job' });
    });
  });

  describe('that was changed', () => {
    const hourLater = { ...admin, actor: 'olga', now: later(noon, 3_600_000) };
    beforeEach(async () => {
      await apply(aJobsFile.replace('Customers, every hour', 'Customers'), hourLater);
      await bench.operations.setJobEnabled(operator, { ...named, enabled: false });
    });

    it('has every version: who, when, through which door, and what changed', async () => {
      const { job, versions, total } = await bench.operations.jobVersions(viewer, { ...named, ...page });
      expect(job).to.deep.include({ name: 'Customer accounts', version: 3 });
      expect(total).to.equal(3);
      expect(versions).to.deep.equal([
        {
          version: 3,
          saved: { at: noon, actor: 'bob', door: 'cli' },
          isFirst: false,
          differences: [{ part: 'Enable integration scheduling', before: 'On', after: 'Off' }],
        },
        {
          version: 2,
          saved: { at: hourLater.now, actor: 'olga', door: 'cli' },
          isFirst: false,
          differences: [{ part: 'Description', before: 'Customers, every hour', after: 'Customers' }],
        },
        {
          version: 1,
          saved: { at: noon, actor: 'ada', door: 'cli' },
          isFirst: true,
          differences: [],
        },
      ]);
      const second = await bench.operations.jobVersions(viewer, { ...named, limit: 1, offset: 1 });
      expect(second.versions).to.deep.equal([versions[1]]);
    });

    it('is restored as a new version', async () => {
      const restored = await restore(1);
      expect(restored).to.deep.include({
        kind: 'restored',
        differences: [
          { part: 'Description', before: 'Customers', after: 'Customers, every hour' },
          { part: 'Enable integration scheduling', before: 'Off', after: 'On' },
        ],
      });
      const job = await stored();
      expect(job).to.deep.include({ version: 4, description: 'Customers, every hour' });
      expect(await bench.store.jobs.nextRunAt(job?.id ?? '')).to.deep.equal(later(noon, 5 * 60_000));
      expect(await lastEntry()).to.deep.include({ operation: 'restore-version', subject: job?.id });
    });

    it('is not restored where it would not work any more', async () => {
      const other = aJobsFile.slice(aJobsFile.indexOf('jobs:')).replace('Customer accounts', 'Banks');
      const job = await stored();
      await bench.store.jobs.change(
        job?.id ?? '',
        (now) => ({
          job: { ...now, source: { ...now.source, filter: "Gone__c = 'x'" } } as typeof now,
          nextRunAt: null,
          audit: { at: noon, actor: 'a', door: 'cli', operation: 'o', subject: 's', before: 1, after: 2 },
        }),
        { at: noon, actor: 'ada', door: 'cli' },
      );
      await apply(other);
      const restored = await restore(4);
      expect(restored.kind === 'invalid' && restored.problems.map(({ code }) => code)).to.deep.equal([
        'unknown_field',
      ]);
      expect(await stored()).to.include({ version: 4 });
    });

    it('is restored by admins only, and to versions that it has', async () => {
      expect(await rejection(restore(1, operator))).to.include({ code: 'role_needed' });
      expect(await rejection(restore(9))).to.include({ code: 'unknown_version' });
    });
  });
});

describe('copyName', () => {
  it('numbers copies from the second on, and takes gaps', () => {
    expect(copyName('Banks', [])).to.equal('Copy of Banks');
    expect(copyName('Banks', ['Banks', 'COPY of banks'])).to.equal('Copy 2 of Banks');
    expect(copyName('Banks', ['Copy of Banks', 'Copy 2 of Banks', 'Copy 4 of Banks'])).to.equal(
      'Copy 3 of Banks',
    );
    expect(copyName('Copy of Banks', ['Copy of Banks'])).to.equal('Copy of Copy of Banks');
  });

  it('has at most 80 characters and cuts none in two', () => {
    expect(copyName('x'.repeat(80), [])).to.have.length(80);
    expect(copyName(`${'x'.repeat(71)}🎉 `, [])).to.equal(`Copy of ${'x'.repeat(71)}`);
  });
});
