import { expect } from 'chai';
import { UserError } from '../../../src/domain/errors.ts';
import type { Job } from '../../../src/domain/job.ts';
import type { AuditEntry } from '../../../src/store/audit-entry.ts';
import type { Store } from '../../../src/store/store.ts';
import { caught } from '../../support/caught.ts';
import { aConfiguration, aConnection, aJob, after, noon } from '../../support/records.ts';
import type { OpenStore } from '../store.ts';

const page = { limit: 100, offset: 0 };

function anAuditEntry(given: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: noon,
    actor: 'ada',
    door: 'cli',
    operation: 'apply',
    subject: 'job-1',
    before: null,
    after: { name: 'Customer accounts' },
    ...given,
  };
}

async function versionAfter(store: Store, job: Job): Promise<number | undefined> {
  await store.applyConfiguration(aConfiguration({ jobs: [{ job }] }));
  return (await store.jobs.byId(job.id))?.version;
}

/** Applies the job so changed; returns when its schedule fires next. */
async function applyJob(
  store: Store,
  { description, ...schedule }: { description: string; nextRunAt?: Date | null },
): Promise<Date | null> {
  await store.applyConfiguration(aConfiguration({ jobs: [{ job: aJob({ description }), ...schedule }] }));
  return store.jobs.nextRunAt('job-1');
}

export function describeConfiguration(open: OpenStore): void {
  describe('its configuration', () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });

    it('is written with its audit entries', async () => {
      const audit = [
        anAuditEntry(),
        anAuditEntry({ at: after(noon, 1), before: { a: [1, null] }, after: 'x' }),
      ];
      await store.applyConfiguration(aConfiguration({ jobs: [{ job: aJob() }], audit }));
      expect(await store.audit.list(page)).to.deep.equal(audit.toReversed());
      await store.audit.add(anAuditEntry({ operation: 'run-now' }));
      expect((await store.audit.list({ limit: 1, offset: 0 }))[0]).to.include({ operation: 'run-now' });
      expect(await store.audit.list({ limit: 10, offset: 1 })).to.have.length(2);
    });

    it('is written all or not at all', async () => {
      const jobs = [{ job: aJob() }, { job: aJob({ id: 'job-2', name: 'CUSTOMER Accounts' }) }];
      const refusal = await caught(
        store.applyConfiguration(aConfiguration({ jobs, audit: [anAuditEntry()] })),
      );
      expect(refusal).to.be.instanceOf(UserError).and.include({ code: 'name_taken' });
      expect(refusal.message).to.contain('"Customer accounts"');
      expect(await store.connections.list()).to.deep.equal([]);
      expect(await store.jobs.list()).to.deep.equal([]);
      expect(await store.audit.list(page)).to.deep.equal([]);
    });

    it('refuses a connection name that another one has', async () => {
      const connections = [aConnection(), aConnection({ id: 'c2', name: 'ACME salesforce' })];
      const refusal = await caught(store.applyConfiguration(aConfiguration({ connections })));
      expect(refusal).to.be.instanceOf(UserError).and.include({ code: 'name_taken' });
    });

    it('counts a version for every real change of a job and for nothing else', async () => {
      const { mapping, ...rest } = aJob();
      expect(await versionAfter(store, aJob())).to.equal(1);
      expect(await versionAfter(store, aJob())).to.equal(1);
      expect(await versionAfter(store, aJob({ version: 9 }))).to.equal(1);
      expect(await versionAfter(store, { mapping, ...rest })).to.equal(1);
      expect(await versionAfter(store, aJob({ description: 'new' }))).to.equal(2);
      expect(await versionAfter(store, aJob({ description: 'new', mapping: [] }))).to.equal(3);
    });

    it('leaves a schedule where it stood unless told otherwise', async () => {
      expect(await applyJob(store, { description: '' })).to.equal(null);
      expect(await applyJob(store, { description: '', nextRunAt: noon })).to.deep.equal(noon);
      expect(await applyJob(store, { description: '' })).to.deep.equal(noon);
      expect(await applyJob(store, { description: 'changed' })).to.deep.equal(noon);
      expect(await applyJob(store, { description: 'again', nextRunAt: after(noon, 1) })).to.deep.equal(
        after(noon, 1),
      );
      expect(await applyJob(store, { description: 'again', nextRunAt: null })).to.equal(null);
    });

    it('refuses to change a job that is gone, and starts no count of its versions anew', async () => {
      await store.applyConfiguration(aConfiguration({ jobs: [{ job: aJob() }] }));
      await store.jobs.remove('job-1', 'ada', anAuditEntry());
      const [before, late] = [await store.audit.list(page), aJob({ description: 'late' })];
      const jobs = [{ job: aJob({ id: 'job-2', name: 'New' }) }, { job: late, isThere: true }];
      const refusal = await caught(
        store.applyConfiguration(aConfiguration({ jobs, audit: [anAuditEntry()] })),
      );
      expect(refusal).to.be.instanceOf(UserError).and.include({ code: 'unknown_job' });
      expect(refusal.message).to.contain('"Customer accounts" was deleted');
      expect(await store.jobs.list()).to.deep.equal([]);
      expect(await store.audit.list(page)).to.deep.equal(before);
    });

    it('leaves no job where one is changed and deleted at one moment', async () => {
      const other = await open();
      for (let turn = 0; turn < 5; turn += 1) {
        await store.applyConfiguration(aConfiguration({ jobs: [{ job: aJob() }] }));
        const jobs = [{ job: aJob({ description: 'late' }), isThere: true }];
        const [applied, removed] = await Promise.allSettled([
          store.applyConfiguration(aConfiguration({ connections: [], jobs })),
          other.jobs.remove('job-1', 'ada', anAuditEntry()),
        ]);
        expect(removed).to.have.deep.property('value', { kind: 'deleted' });
        if (applied.status === 'rejected') expect(applied.reason).to.include({ code: 'unknown_job' });
        expect(await store.jobs.byId('job-1')).to.equal(null);
      }
    });

    it('lets one of two that rename to the same name win, and tells the other', async () => {
      const other = await open();
      await store.applyConfiguration(aConfiguration());
      const results = await Promise.allSettled(
        [store, other].map((each, i) =>
          each.applyConfiguration(
            aConfiguration({ connections: [], jobs: [{ job: aJob({ id: `job-${i}`, name: 'Same' }) }] }),
          ),
        ),
      );
      const refused = results.filter((result) => result.status === 'rejected');
      expect(refused).to.have.length(1);
      expect(refused[0]?.reason).to.be.instanceOf(UserError).and.include({ code: 'name_taken' });
      expect(await store.jobs.list()).to.have.length(1);
    });
  });
}
