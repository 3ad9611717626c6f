import { expect } from 'chai';
import type { ClaimedOutgoing, ClaimRequest, NewOutgoing, Settlement } from '../../../src/domain/outgoing.ts';
import type { Job, NotifySettings } from '../../../src/domain/job.ts';
import type { RunOutcome } from '../../../src/store/run-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { aConfiguration, aJob, aNewRun, after, anOutcome, noon } from '../../support/records.ts';
import type { OpenStore } from '../store.ts';

const leaseMs = 60_000;
let claims = 0;

function aRequest(now: Date, given: Partial<ClaimRequest> = {}): ClaimRequest {
  return {
    claim: `claim-${(claims += 1)}`,
    now,
    leaseUntil: after(now, leaseMs),
    posts: true,
    edits: true,
    ...given,
  };
}

const message = (n: number, to = 'C1', given: Partial<NewOutgoing> = {}): NewOutgoing => ({
  to,
  content: { kind: 'run ended', runId: `run-${n}`, event: 'failed' },
  ...given,
});

function standing(ts: string, given: Partial<Extract<Settlement, { kind: 'shown' }>> = {}): Settlement {
  return {
    kind: 'shown',
    place: { channel: 'C1', ts },
    shown: 'f1',
    lookAt: null,
    postAfter: null,
    ...given,
  };
}

const runIdOf = (claimed: ClaimedOutgoing | null): string | null =>
  claimed !== null && 'runId' in claimed.content ? claimed.content.runId : null;

const withRules = (given: Partial<NotifySettings>) => ({
  jobs: [{ job: aJob({ notify: { channel: '#news', on: [], mention: [], ...given } }) }],
});

const disabled = (job: Job) => ({ job: { ...job, schedule: { ...job.schedule, enabled: false } } });

export function describeOutbox(open: OpenStore): void {
  describe('its outbox', () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });

    const claimAt = (now: Date, given?: Partial<ClaimRequest>) => store.outbox.claim(aRequest(now, given));

    async function taken(now: Date, given?: Partial<ClaimRequest>): Promise<ClaimedOutgoing> {
      const claimed = await claimAt(now, given);
      if (claimed === null) throw new Error('Nothing is due.');
      return claimed;
    }

    async function addAll(...messages: readonly NewOutgoing[]): Promise<void> {
      for (const [i, each] of messages.entries()) await store.outbox.add(each, after(noon, i));
    }

    async function allDue(now = after(noon, 60_000)): Promise<string[]> {
      const found: string[] = [];
      for (;;) {
        const claimed = await claimAt(now);
        if (claimed === null) return found;
        const { kind } = claimed.content;
        found.push(`${claimed.to}: ${kind === 'run ended' ? claimed.content.event : kind}`);
        const ts = `${found.length}`;
        await store.outbox.settle(claimed, standing(ts, { place: { channel: claimed.lane, ts } }));
      }
    }

    it('gives one conversation’s messages one after the other, in order', async () => {
      await addAll(message(1), message(2), message(3));
      const order: (string | null)[] = [];
      for (let i = 0; i < 3; i += 1) {
        const claimed = await taken(after(noon, 10));
        expect(await claimAt(after(noon, 10))).to.equal(null);
        order.push(runIdOf(claimed));
        expect(await store.outbox.settle(claimed, standing(`${i}`))).to.equal(true);
      }
      expect(order).to.deep.equal(['run-1', 'run-2', 'run-3']);
      expect(await claimAt(after(noon, 20))).to.equal(null);
    });

    it('gives conversations independently of each other', async () => {
      await addAll(message(1, 'C1'), message(2, 'C1'), message(3, 'C2'));
      const first = await taken(after(noon, 10));
      const second = await taken(after(noon, 10));
      expect([first.lane, second.lane]).to.deep.equal(['C1', 'C2']);
    });

    it('gives each message to one of many who ask at one moment', async () => {
      const other = await open();
      await addAll(...Array.from({ length: 20 }, (_, i) => message(i, `C${i}`)));
      const all = await Promise.all(
        Array.from({ length: 40 }, (_, i) =>
          (i % 2 === 0 ? store : other).outbox.claim(aRequest(after(noon, 100))),
        ),
      );
      const given = all.map(runIdOf).filter((id) => id !== null);
      expect(new Set(given).size).to.equal(given.length);
      // Whoever came at the wrong moment asks again.
      for (let i = given.length; i < 20; i += 1) given.push(runIdOf(await taken(after(noon, 100))) ?? '');
      expect(new Set(given)).to.have.property('size', 20);
    });

    it('leaves time between two posts in a conversation, and none before an edit', async () => {
      await addAll(message(1), message(2));
      const first = await taken(after(noon, 10));
      const posted = standing('1', { postAfter: after(noon, 1_000), lookAt: after(noon, 500) });
      await store.outbox.settle(first, posted);
      expect(await claimAt(after(noon, 499))).to.equal(null);
      const edit = await taken(after(noon, 500));
      expect(edit).to.deep.include({ place: { channel: 'C1', ts: '1' }, shown: 'f1' });
      await store.outbox.settle(edit, standing('1', { shown: 'f2' }));
      expect(await claimAt(after(noon, 999))).to.equal(null);
      expect(runIdOf(await taken(after(noon, 1_000)))).to.equal('run-2');
    });

    it('gives no posts, or no edits, to whoever may not make them now', async () => {
      await addAll(message(1, 'C1'), message(2, 'C2'));
      const first = await taken(after(noon, 10));
      await store.outbox.settle(first, standing('1', { lookAt: noon }));
      expect(runIdOf(await claimAt(after(noon, 10), { edits: false }))).to.equal('run-2');
      expect(runIdOf(await claimAt(after(noon, 10), { posts: false }))).to.equal('run-1');
      expect(await claimAt(after(noon, 10), { posts: false, edits: false })).to.equal(null);
    });

    it('frees what a dead process held when its time is up, and says that it was tried', async () => {
      await addAll(message(1));
      const lost = await taken(noon);
      expect(lost.triedAt).to.equal(null);
      expect(await store.outbox.trying(lost, after(noon, 5))).to.equal(true);
      expect(await claimAt(after(noon, leaseMs - 1))).to.equal(null);
      const again = await taken(after(noon, leaseMs));
      expect(again).to.deep.include({ key: lost.key, triedAt: after(noon, 5) });
      expect(await store.outbox.trying(lost, after(noon, leaseMs))).to.equal(false);
    });

    it('keeps what the one who lost a claim knows about where the message stands', async () => {
      await addAll(message(1));
      const lost = await taken(noon);
      const again = await taken(after(noon, leaseMs));
      expect(await store.outbox.settle(lost, standing('1.5'))).to.equal(false);
      await store.outbox.settle(again, { kind: 'put back' });
      expect(await claimAt(after(noon, leaseMs))).to.equal(null);
    });

    it('holds a conversation back that has to wait, with all that is to be posted there', async () => {
      await addAll(message(1), message(2), message(3, 'C2'));
      const first = await taken(after(noon, 10));
      const until = after(noon, 30_000);
      await store.outbox.settle(first, { kind: 'waits', until, triedAt: noon, failures: 1 });
      expect((await taken(after(noon, 10))).lane).to.equal('C2');
      expect(await claimAt(after(noon, 29_999))).to.equal(null);
      const again = await taken(until);
      expect(again).to.deep.include({ key: first.key, triedAt: noon, failures: 1 });
    });

    it('goes on under the id of a conversation once that is known, in order', async () => {
      await addAll(message(1, '#news'), message(2, 'C1'), message(3, '#news'));
      const first = await taken(after(noon, 10));
      await store.outbox.settle(first, { kind: 'renamed', lane: 'C1' });
      const order: string[] = [];
      for (let i = 0; i < 3; i += 1) {
        const claimed = await taken(after(noon, 10));
        order.push(`${claimed.to} ${claimed.lane} ${runIdOf(claimed)}`);
        await store.outbox.settle(claimed, standing(`${i}`));
      }
      expect(order).to.deep.equal(['#news C1 run-1', 'C1 C1 run-2', '#news C1 run-3']);
    });

    it('writes the same message once', async () => {
      await addAll(message(1), message(1));
      await store.outbox.settle(await taken(after(noon, 10)), standing('1'));
      expect(await claimAt(after(noon, 10))).to.equal(null);
    });

    describe('where a channel takes no messages', () => {
      const closed = { reason: 'it is archived', at: after(noon, 20) };
      const tell: NewOutgoing[] = [
        {
          to: 'U1',
          content: { kind: 'channel closed', jobId: 'job-1', channel: 'C1', reason: closed.reason },
        },
      ];

      it('tells the owner of each job once', async () => {
        await addAll(message(1, 'C1', { jobId: 'job-1' }), message(2, 'C1', { jobId: 'job-1' }));
        expect(await store.outbox.isClosed('job-1', 'C1')).to.equal(false);
        await store.outbox.settle(await taken(after(noon, 10)), { kind: 'closed', ...closed, tell });
        expect(await store.outbox.isClosed('job-1', 'C1')).to.equal(true);
        expect(await store.outbox.isClosed('job-2', 'C1')).to.equal(false);
        const second = { ...closed, at: after(noon, 30), tell };
        await store.outbox.settle(await taken(after(noon, 10)), { kind: 'closed', ...second });
        const told = await taken(after(noon, 40));
        expect(told.to).to.equal('U1');
        await store.outbox.settle(told, standing('1'));
        expect(await claimAt(after(noon, 40))).to.equal(null);
      });

      it('tells again when it was open in between', async () => {
        await addAll(message(1, 'C1', { jobId: 'job-1' }), message(2, 'C1', { jobId: 'job-1' }));
        const told = { kind: 'closed', ...closed, tell: [] } as const;
        await store.outbox.settle(await taken(after(noon, 10)), told);
        await store.outbox.settle(await taken(after(noon, 10)), standing('1'));
        expect(await store.outbox.isClosed('job-1', 'C1')).to.equal(false);
      });

      it('does not take a message that was itself refused for a sign of it', async () => {
        await addAll(message(1, 'C1', { jobId: 'job-1' }));
        const refused = { kind: 'given up', reason: 'Slack refused it.' } as const;
        await store.outbox.settle(await taken(after(noon, 10)), refused);
        expect(await claimAt(after(noon, 10))).to.equal(null);
        expect(await store.outbox.isClosed('job-1', 'C1')).to.equal(false);
      });

      it('sends a message to the person that it falls back to', async () => {
        await addAll(message(1, 'C1', { jobId: 'job-1', fallback: 'U9' }));
        await store.outbox.settle(await taken(after(noon, 10)), { kind: 'moved', ...closed, tell });
        const moved = await taken(after(noon, 10));
        expect(moved).to.deep.include({ to: 'U9', lane: 'U9', fallback: null, jobId: null });
        expect((await taken(after(noon, 40))).to).to.equal('U1');
      });
    });

    describe('of jobs', () => {
      const savedBy = { at: noon, actor: 'U1', door: 'slack' };
      const audit = { ...savedBy, operation: 'x', subject: 'job-1', before: null, after: null };
      const rules = { channel: '#news', on: ['job changed'], mention: ['U2'] } as const;

      it('has each version that is saved, whoever saves it, where the rules ask for it', async () => {
        const [quiet, loud] = [aJob(), aJob({ notify: rules })];
        await store.applyConfiguration(aConfiguration({ jobs: [{ job: quiet }] }));
        expect(await allDue()).to.deep.equal([]);
        await store.applyConfiguration(aConfiguration({ jobs: [{ job: loud }] }));
        await store.applyConfiguration(aConfiguration({ jobs: [{ job: loud }] }));
        expect(await allDue()).to.deep.equal(['#news: job changed']);
        const edited = { ...loud, description: 'new' };
        await store.jobs.save({ job: edited, based: 2, savedBy, audit });
        expect(await allDue()).to.deep.equal(['#news: job changed']);
        await store.jobs.change('job-1', (job) => ({ ...disabled(job), nextRunAt: null, audit }), savedBy);
        expect(await allDue()).to.deep.equal(['#news: job changed']);
        await store.jobs.change('job-1', () => null, savedBy);
        expect(await allDue()).to.deep.equal([]);
      });

      it('has one that was deleted, with all that is to be said of it', async () => {
        await store.applyConfiguration(aConfiguration({ jobs: [{ job: aJob({ notify: rules }) }] }));
        await allDue();
        await store.jobs.remove('job-1', 'U1', audit);
        expect((await taken(after(noon, 60_000))).content).to.deep.equal({
          kind: 'job deleted',
          jobId: 'job-1',
          name: 'Customer accounts',
          actor: 'U1',
          door: 'slack',
          mention: ['U2'],
        });
      });
    });

    describe('of runs', () => {
      let queued = 0;
      async function endedRun(
        outcome: Partial<RunOutcome>,
        progress?: Omit<NewOutgoing, 'content'>,
        given = {},
      ): Promise<string> {
        const queuedAt = after(noon, (queued += 1));
        const { id } = await store.runs.enqueue(aNewRun({ queuedAt, ...given }), { progress });
        await store.runs.claim('me', noon);
        await store.runs.finish(id, 'me', 1, anOutcome({ finishedAt: noon, ...outcome }));
        return id;
      }

      it('has what the rules of the job ask for when one ends, and nothing else', async () => {
        await store.applyConfiguration(aConfiguration(withRules({ on: ['failed', 'recovered'] })));
        await endedRun({ status: 'succeeded' });
        expect(await allDue()).to.deep.equal([]);
        await endedRun({ status: 'failed' });
        await endedRun({ status: 'cancelled' });
        await endedRun({ status: 'failed' }, undefined, { dryRun: true });
        await endedRun({ status: 'succeeded' });
        expect(await allDue()).to.deep.equal(['#news: failed', '#news: recovered']);
      });

      it('has nothing where the job names no channel, or is gone', async () => {
        await store.applyConfiguration(aConfiguration(withRules({ channel: null, on: ['failed'] })));
        await endedRun({ status: 'failed' });
        await endedRun({ status: 'failed' }, undefined, { jobId: 'a deleted job' });
        expect(await allDue()).to.deep.equal([]);
      });

      it('tells of the first of several failures alone where a job asks for that', async () => {
        const rules = withRules({ on: ['failed', 'recovered'], failures: 'first' });
        await store.applyConfiguration(aConfiguration(rules));
        for (const status of ['failed', 'failed', 'cancelled', 'failed', 'succeeded', 'failed'] as const) {
          await endedRun({ status });
        }
        expect(await allDue()).to.deep.equal(['#news: failed', '#news: recovered', '#news: failed']);
      });

      it('has the progress of one with its details in the thread, instead of a second message there', async () => {
        await store.applyConfiguration(aConfiguration(withRules({ on: ['failed'] })));
        const { id } = await store.runs.enqueue(aNewRun(), { progress: { to: '#news', jobId: 'job-1' } });
        const progress = await taken(noon);
        expect(progress.content).to.deep.equal({ kind: 'run progress', runId: id });
        expect(await store.outbox.progressOf(id)).to.equal(null);
        await store.outbox.settle(progress, standing('1', { lookAt: after(noon, 2_000) }));
        expect(await store.outbox.progressOf(id)).to.deep.equal({ channel: 'C1', ts: '1' });
        await store.runs.claim('me', noon);
        await store.runs.finish(id, 'me', 1, anOutcome({ status: 'failed', finishedAt: after(noon, 10) }));
        const edit = await taken(after(noon, 10));
        expect(edit).to.deep.include({ key: progress.key, place: { channel: 'C1', ts: '1' } });
        await store.outbox.settle(edit, standing('1'));
        const details = await taken(after(noon, 10));
        expect(details).to.deep.include({
          content: { kind: 'run details', runId: id, event: 'failed' },
          thread: { channel: 'C1', ts: '1' },
        });
        await store.outbox.settle(details, standing('2'));
        expect(await allDue()).to.deep.equal([]);
      });

      it('tells the channel too where the progress stands elsewhere', async () => {
        await store.applyConfiguration(aConfiguration(withRules({ on: ['failed'] })));
        await endedRun({ status: 'failed' }, { to: 'U1' });
        expect(await allDue()).to.have.members(['U1: run progress', 'U1: run details', '#news: failed']);
      });

      it('has no progress of a run that was refused', async () => {
        await store.runs.enqueue(aNewRun());
        await store.runs
          .enqueue(aNewRun({ id: 'second' }), { progress: { to: 'C1' } })
          .catch(() => undefined);
        expect(await allDue()).to.deep.equal([]);
      });

      it('forgets old messages, also such as nobody ever sent', async () => {
        await addAll(message(1, 'C1'), message(2, 'C2'));
        await store.outbox.settle(await taken(after(noon, 10)), standing('1'));
        expect(await store.outbox.forget(after(noon, 1), 10)).to.equal(1);
        expect(await store.outbox.forget(after(noon, 10), 10)).to.equal(1);
        expect(await allDue()).to.deep.equal([]);
      });
    });
  });
}
