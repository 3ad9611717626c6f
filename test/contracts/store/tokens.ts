import { expect } from 'chai';
import type { AuditEntry } from '../../../src/store/audit-entry.ts';
import type { OnceKey } from '../../../src/store/run-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { maxTokens } from '../../../src/store/tokens.ts';
import { aNewRun, after, anOutcome, aToken, noon, withJobs } from '../../support/records.ts';
import { rejection } from '../../support/rejection.ts';
import type { OpenStore } from '../store.ts';

const day = 24 * 3_600_000;
const newest = { limit: 1, offset: 0 };

function entry(operation = 'create-token', subject = 'token-1'): AuditEntry {
  return { at: noon, actor: 'ada', door: 'slack', operation, subject, before: null, after: null };
}

function aKey(given: Partial<OnceKey> = {}): OnceKey {
  return { tokenId: 'token-1', key: 'k', fingerprint: 'f', until: after(noon, day), ...given };
}

export function describeTokens(open: OpenStore): void {
  describe('its tokens', () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      await withJobs(store, 2);
    });

    it('come back as they were made, with their entry in the audit', async () => {
      const token = aToken({ jobId: 'job-1', expiresAt: after(noon, day) });
      await store.tokens.add(token, 'hash', entry());
      expect(await store.tokens.byId('token-1')).to.deep.equal({ token, hash: 'hash' });
      expect(await store.tokens.byId('no such token')).to.equal(null);
      expect(await store.audit.list(newest)).to.deep.equal([entry()]);
      await store.tokens.noteUse('token-1', after(noon, 1));
      expect((await store.tokens.byId('token-1'))?.token.lastUsedAt).to.deep.equal(after(noon, 1));
    });

    it('of a job are its own and those for all, by name', async () => {
      await store.tokens.add(aToken({ id: 'b', name: 'b', jobId: 'job-1' }), 'hash', entry());
      await store.tokens.add(aToken({ id: 'a', name: 'A' }), 'hash', entry());
      await store.tokens.add(aToken({ id: 'c', name: 'c', jobId: 'job-2' }), 'hash', entry());
      const listed = await store.tokens.list('job-1');
      expect(listed.map(({ id }) => id)).to.deep.equal(['a', 'b']);
    });

    it('have names of their own, and jobs that there are', async () => {
      await store.tokens.add(aToken(), 'hash', entry());
      const again = store.tokens.add(aToken({ id: 'other', name: 'nightly LOAD' }), 'hash', entry());
      expect(await rejection(again)).to.deep.include({ code: 'name_taken', path: ['name'] });
      const nowhere = store.tokens.add(aToken({ id: 'x', name: 'x', jobId: 'gone' }), 'hash', entry());
      expect(await rejection(nowhere)).to.include({ code: 'unknown_job' });
      expect(await store.audit.list({ limit: 9, offset: 0 })).to.have.length(1);
    });

    it('are as many as can be looked over', async () => {
      for (let i = 0; i < maxTokens; i += 1) {
        await store.tokens.add(aToken({ id: `t${i}`, name: `t${i}` }), 'hash', entry());
      }
      const refused = store.tokens.add(aToken({ id: 'one more', name: 'one more' }), 'hash', entry());
      expect(await rejection(refused)).to.include({ code: 'too_many_tokens' });
    });

    it('are removed once, with their keys, and go with their job', async () => {
      await store.tokens.add(aToken(), 'hash', entry());
      await store.runs.enqueueOnce(aNewRun(), aKey());
      expect(await store.tokens.remove('token-1', entry('revoke-token'))).to.equal(true);
      expect(await store.tokens.remove('token-1', entry('again'))).to.equal(false);
      expect(await store.audit.list(newest)).to.deep.equal([entry('revoke-token')]);
      expect(await store.tokens.forgetKeys(after(noon, 2 * day), 10)).to.equal(0);
      await store.tokens.add(aToken({ jobId: 'job-2' }), 'hash', entry());
      await store.jobs.remove('job-2', 'ada', entry('delete-job', 'job-2'));
      expect(await store.tokens.byId('token-1')).to.equal(null);
    });
  });

  describe('a call that is repeated', () => {
    const times = 50;
    let stores: readonly Store[];
    beforeEach(async () => {
      stores = [await open(), await open()];
      const [store] = stores as [Store];
      await withJobs(store, 2);
      await store.tokens.add(aToken(), 'hash', entry());
    });

    const atOnce = (key: (i: number) => OnceKey) =>
      Promise.all(
        Array.from({ length: times }, (_, i) => {
          const store = stores[i % stores.length] as Store;
          const run = aNewRun({ id: `run-${i}` });
          return store.runs.enqueueOnce(run, key(i), { audit: entry('start-run', run.id) });
        }),
      );

    it('queues one run, however often at one moment and by however many processes', async () => {
      const outcomes = await atOnce(() => aKey());
      const ids = outcomes.map((each) =>
        each.kind === 'queued' ? each.run.id : 'runId' in each && each.runId,
      );
      expect(new Set(ids).size).to.equal(1);
      expect(outcomes.filter(({ kind }) => kind === 'queued')).to.have.length(1);
      expect(outcomes.filter(({ kind }) => kind === 'repeated')).to.have.length(times - 1);
      const [store] = stores as [Store];
      expect((await store.runs.list({}, { limit: times, offset: 0 })).total).to.equal(1);
      const audit = await store.audit.list({ limit: times, offset: 0 });
      expect(audit.filter(({ operation }) => operation === 'start-run')).to.have.length(1);
    });

    it('is told when it asks for something else', async () => {
      const [store] = stores as [Store];
      await store.runs.enqueueOnce(aNewRun(), aKey());
      const other = await store.runs.enqueueOnce(aNewRun(), aKey({ fingerprint: 'g' }));
      expect(other).to.deep.equal({ kind: 'key reused' });
    });

    it('that was refused is tried anew', async () => {
      const [store] = stores as [Store];
      const active = await store.runs.enqueue(aNewRun());
      const refused = await rejection(store.runs.enqueueOnce(aNewRun(), aKey()));
      expect(refused).to.include({ code: 'run_active' });
      await store.runs.cancelQueued(active.id, noon);
      expect(await store.runs.enqueueOnce(aNewRun(), aKey())).to.include({ kind: 'queued' });
    });

    it('is a new one when its time is up, and to another token', async () => {
      const [store] = stores as [Store];
      await store.runs.enqueueOnce(aNewRun({ id: 'first' }), aKey());
      await store.runs.claim('me', noon);
      await store.runs.finish('first', 'me', 1, anOutcome());
      const early = aNewRun({ queuedAt: after(noon, day - 1) });
      expect(await store.runs.enqueueOnce(early, aKey())).to.deep.equal({ kind: 'repeated', runId: 'first' });
      await store.tokens.add(aToken({ id: 'token-2', name: 'Another' }), 'hash', entry());
      const others = aKey({ tokenId: 'token-2' });
      expect(await store.runs.enqueueOnce(aNewRun({ jobId: 'job-2' }), others)).to.include({
        kind: 'queued',
      });
      const late = aNewRun({ queuedAt: after(noon, day) });
      expect(await store.runs.enqueueOnce(late, aKey())).to.include({ kind: 'queued' });
    });

    it('is forgotten a day later, a portion at a time', async () => {
      const [store] = stores as [Store];
      for (const jobId of ['job-1', 'job-2']) {
        await store.runs.enqueueOnce(aNewRun({ jobId }), aKey({ key: jobId }));
      }
      expect(await store.tokens.forgetKeys(after(noon, day - 1), 10)).to.equal(0);
      expect(await store.tokens.forgetKeys(after(noon, day), 1)).to.equal(1);
      expect(await store.tokens.forgetKeys(after(noon, day), 10)).to.equal(1);
    });
  });
}
