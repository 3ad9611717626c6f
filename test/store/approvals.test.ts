import { expect } from 'chai';
import type { ApprovalDecision } from '../../src/domain/guard.ts';
import { openStore } from '../support/open-store.ts';
import type { ApprovalAnswer } from '../../src/store/run-store.ts';
import type { Store } from '../support/open-store.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { aHeldRun, aNewRun, after, noon, withJobs } from '../support/records.ts';

const hourMs = 3_600_000;

const answer = (kind: ApprovalDecision['kind'], given: Partial<ApprovalAnswer> = {}): ApprovalAnswer => ({
  decision: { kind, by: 'ada', door: 'slack', at: after(noon, hourMs) },
  askedAt: noon,
  error: kind === 'approved' ? null : { code: kind, message: 'Why.' },
  audit: {
    at: noon,
    actor: 'ada',
    door: 'slack',
    operation: `${kind}-run`,
    subject: 'job-1',
    before: null,
    after: null,
  },
  ...given,
});

describeOnBothDatabases('a run that waits for approval', (fresh) => {
  let store: Store;
  let others: Store[];
  let id: string;
  beforeEach(async () => {
    const url = await fresh();
    store = await openStore({ url });
    others = await Promise.all([1, 2, 3].map(() => openStore({ url })));
    await withJobs(store, 1);
    ({ id } = await store.runs.enqueue(aNewRun({ queuedAt: noon })));
    await store.runs.claim('me', noon, id);
    expect(await store.runs.awaitApproval(id, 'me', 1, aHeldRun(noon))).to.equal(true);
  });
  afterEach(async () => {
    for (const each of [store, ...others]) await each.close();
  });

  const audited = async (): Promise<string[]> =>
    (await store.audit.list({ limit: 20, offset: 0 })).map(({ operation }) => operation);

  it('is nobody’s, keeps what it would do, and is the job’s one run', async () => {
    const run = await store.runs.byId(id);
    const { counts, files, approval } = aHeldRun(noon);
    expect(run).to.deep.include({ status: 'waiting for approval', owner: null, counts, files, approval });
    expect((await store.runs.awaitingApproval()).map((each) => each.id)).to.deep.equal([id]);
    expect(await store.runs.claim('me', noon)).to.equal(null);
    expect(await store.runs.heartbeat(id, 'me', 1, noon)).to.equal('lost');
    const refusal = await store.runs.enqueue(aNewRun()).catch((error: unknown) => String(error));
    expect(refusal).to.contain('is waiting for approval');
    expect(await store.runs.awaitApproval(id, 'me', 1, aHeldRun(noon))).to.equal(false);
  });

  it('is decided once, by however many at one moment', async () => {
    const stores = [store, ...others];
    const settled = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const { runs } = stores[index % stores.length] ?? store;
        return runs.decideApproval(id, answer(index % 2 === 0 ? 'approved' : 'rejected'));
      }),
    );
    expect(settled.filter((each) => each === 'settled')).to.have.length(1);
    expect(settled.filter((each) => each === 'not waiting')).to.have.length(19);
    expect((await audited()).filter((each) => each.endsWith('ed-run'))).to.have.length(1);
    const run = await store.runs.byId(id);
    const isApproved = run?.approval?.decision?.kind === 'approved';
    expect(run?.status).to.equal(isApproved ? 'queued' : 'cancelled');
  });

  it('is not decided by an answer to another question, nor too late', async () => {
    const old = answer('approved', { askedAt: after(noon, 1) });
    expect(await store.runs.decideApproval(id, old)).to.equal('asked again');
    const at = after(noon, 24 * hourMs);
    const late = answer('approved', { decision: { kind: 'approved', by: 'ada', door: 'slack', at } });
    expect(await store.runs.decideApproval(id, late)).to.equal('too late');
    expect((await store.runs.byId(id))?.status).to.equal('waiting for approval');
    expect(await audited()).to.deep.equal([]);
    const expired = answer('expired', { decision: { kind: 'expired', by: 'crosswalk', door: 'system', at } });
    expect(await store.runs.decideApproval(id, expired)).to.equal('settled');
    expect(await store.runs.byId(id)).to.deep.include({ status: 'failed', finishedAt: at });
  });

  it('is cancelled at once, and is nobody’s to decide then', async () => {
    expect(await store.runs.cancelQueued(id, noon)).to.equal(true);
    expect(await store.runs.decideApproval(id, answer('approved'))).to.equal('not waiting');
    expect(await store.runs.byId(id)).to.include({ status: 'cancelled' });
  });
});
