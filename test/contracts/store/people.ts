import { expect } from 'chai';
import type { Role } from '../../../src/domain/role.ts';
import type { AuditEntry } from '../../../src/store/audit-entry.ts';
import type { Store } from '../../../src/store/store.ts';
import { after, aJob, noon, withJobs } from '../../support/records.ts';
import { rejection } from '../../support/rejection.ts';
import type { OpenStore } from '../store.ts';

const minute = 60_000;

const entry = (before: Role | null): AuditEntry => ({
  at: noon,
  actor: 'ada',
  door: 'slack',
  operation: 'grant-role',
  subject: 'bob',
  before,
  after: 'x',
});

const takeAdmin = ({ roles }: Store, person: string): Promise<void> =>
  roles.grant(
    { person, role: 'viewer', grantedAt: noon, grantedBy: 'x' },
    { mayBeLast: false, audit: entry },
  );

export function describePeople(open: OpenStore): void {
  describe('its roles', () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });

    const grant = (person: string, role: Role, mayBeLast = false) =>
      store.roles.grant({ person, role, grantedAt: noon, grantedBy: 'ada' }, { mayBeLast, audit: entry });

    it('are those that were granted last, admins first, each written down', async () => {
      await grant('zoe', 'admin');
      await grant('bob', 'viewer');
      await grant('eve', 'operator');
      await grant('bob', 'operator');
      expect(await store.roles.of('bob')).to.equal('operator');
      expect(await store.roles.of('nobody')).to.equal(null);
      const listed = await store.roles.list(10);
      expect(listed.map(({ person, role }) => [person, role])).to.deep.equal([
        ['zoe', 'admin'],
        ['bob', 'operator'],
        ['eve', 'operator'],
      ]);
      expect(listed[0]).to.deep.equal({ person: 'zoe', role: 'admin', grantedAt: noon, grantedBy: 'ada' });
      expect(await store.roles.list(1)).to.have.length(1);
      const [last] = await store.audit.list({ limit: 1, offset: 0 });
      expect(last).to.deep.include({ operation: 'grant-role', before: 'viewer' });
    });

    it('leave one admin, unless somebody else can grant it again', async () => {
      await grant('ada', 'admin');
      expect(await rejection(grant('ada', 'viewer'))).to.include({ code: 'last_admin' });
      expect(await store.roles.of('ada')).to.equal('admin');
      expect(await store.audit.list({ limit: 10, offset: 0 })).to.have.length(1);
      await grant('ada', 'viewer', true);
      expect(await store.roles.of('ada')).to.equal('viewer');
    });

    it('leave one admin also when two take the role from each other at one moment', async () => {
      const other = await open();
      await grant('ada', 'admin');
      await grant('bob', 'admin');
      const taken = await Promise.allSettled([takeAdmin(store, 'ada'), takeAdmin(other, 'bob')]);
      expect(taken.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
      expect((await store.roles.list(10)).filter(({ role }) => role === 'admin')).to.have.length(1);
    });
  });

  describe('its deliveries', () => {
    it('have an answer for whoever is given the same, until its time is up', async () => {
      const [one, other] = [await open(), await open()];
      const until = after(noon, minute);
      expect(await other.deliveries.answerTo('a', noon)).to.equal(null);
      await one.deliveries.keepAnswer('a', 'null', until);
      await one.deliveries.keepAnswer('a', '{"response_action":"clear"}', until);
      expect(await other.deliveries.answerTo('a', noon)).to.equal('{"response_action":"clear"}');
      expect(await other.deliveries.answerTo('a', until)).to.equal(null);
    });

    it('are taken once by whoever asks, until their time is up', async () => {
      const stores = [await open(), await open()];
      const until = after(noon, minute);
      const take = (id: string, now = noon) =>
        Promise.all(stores.concat(stores).map(({ deliveries }) => deliveries.take(id, now, until)));
      expect((await take('a')).filter(Boolean)).to.have.length(1);
      expect((await take('a')).filter(Boolean)).to.have.length(0);
      expect((await take('b')).filter(Boolean)).to.have.length(1);
      const { deliveries } = stores[0] ?? (await open());
      expect(await deliveries.take('a', after(noon, minute - 1), until)).to.equal(false);
      expect(await deliveries.take('a', until, after(until, minute))).to.equal(true);
      expect(await deliveries.take('a', until, after(until, minute))).to.equal(false);
    });

    it('are forgotten when their time is up', async () => {
      const { deliveries } = await open();
      await deliveries.take('old', noon, after(noon, minute));
      await deliveries.take('new', noon, after(noon, 2 * minute));
      await deliveries.forget(after(noon, minute));
      expect(await deliveries.take('old', noon, after(noon, minute))).to.equal(true);
      expect(await deliveries.take('new', noon, after(noon, minute))).to.equal(false);
    });
  });

  describe('a job that is changed', () => {
    it('is the next version, with its schedule and its entry in the audit', async () => {
      const store = await open();
      await withJobs(store, 1);
      const savedBy = { at: noon, actor: 'bob', door: 'slack' };
      const audit = { ...savedBy, operation: 'disable-job', subject: 'job-1', before: 1, after: 2 };
      const changed = await store.jobs.change(
        'job-1',
        (job) => ({
          job: { ...job, schedule: { ...job.schedule, enabled: false } },
          nextRunAt: null,
          audit,
        }),
        savedBy,
      );
      const schedule = { ...aJob().schedule, enabled: false };
      expect(changed).to.deep.include({ version: 2, schedule });
      expect(await store.jobs.byId('job-1')).to.deep.equal(changed);
      expect(await store.jobs.scheduled()).to.deep.equal([]);
      expect(await store.audit.list({ limit: 1, offset: 0 })).to.deep.equal([audit]);
    });

    it('stays as it is where there is nothing to do, and is null where it is gone', async () => {
      const store = await open();
      await withJobs(store, 1);
      const savedBy = { at: noon, actor: 'bob', door: 'slack' };
      expect(await store.jobs.change('job-1', () => null, savedBy)).to.include({ version: 1 });
      expect(await store.jobs.change('job-2', () => null, savedBy)).to.equal(null);
      expect(await store.audit.list({ limit: 1, offset: 0 })).to.deep.equal([]);
    });

    it('is changed by one after the other where two do so at one moment', async () => {
      const stores = [await open(), await open()];
      await withJobs(stores[0] as Store, 1);
      const savedBy = { at: noon, actor: 'bob', door: 'slack' };
      const audit = { ...savedBy, operation: 'x', subject: 'job-1', before: 1, after: 2 };
      await Promise.all(
        stores.map((store, i) =>
          store.jobs.change(
            'job-1',
            (job) => ({ job: { ...job, description: `${job.description}${i}` }, nextRunAt: noon, audit }),
            savedBy,
          ),
        ),
      );
      const job = await stores[0]?.jobs.byId('job-1');
      expect(job).to.include({ version: 3 });
      expect(job?.description).to.have.length(2);
    });
  });
}
