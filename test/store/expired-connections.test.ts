import { createSecretKey, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import {
  aConfiguration,
  aConnection,
  aHeldRun,
  aJob,
  aNewRun,
  aToken,
  after as later,
  noon,
} from '../support/records.ts';
import { rejection } from '../support/rejection.ts';

const other = { id: 'connection-2', name: 'Other' };
const wait = { error: { code: 'login_expired', message: 'The login has expired.' }, isUntouched: true };

describeOnBothDatabases('runs of a connection whose login has expired', (fresh) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore({ url: await fresh(), encryptionKey: createSecretKey(randomBytes(32)) });
    const jobs = [
      { job: aJob(), nextRunAt: noon },
      { job: aJob({ id: 'job-2', name: 'Other', connectionId: other.id }), nextRunAt: noon },
    ];
    await store.applyConfiguration(
      aConfiguration({ connections: [aConnection(), aConnection(other)], jobs }),
    );
  });
  afterEach(() => store.close());

  const expire = (): Promise<boolean> => store.connections.expire('connection-1', 'It has expired.', noon);
  const reconnect = (): Promise<void> => store.connections.setState('connection-1', 'connected', null);
  const claimed = async (id?: string): Promise<string | null> =>
    (await store.runs.claim('me', noon, id))?.id ?? null;
  const fire = async (id: string): Promise<unknown> =>
    store.jobs.advance(
      'job-1',
      noon,
      later(noon, 3_600_000),
      aNewRun({ id, trigger: 'schedule', startedBy: 'schedule' }),
    );

  it('are not queued by hand, and leave no trace', async () => {
    await expire();
    const refusal = await rejection(store.runs.enqueue(aNewRun()));
    expect(refusal).to.include({ code: 'connection_expired', about: 'connection-1' });
    expect(refusal.message).to.include('"Acme Salesforce" has expired').and.include('"Reconnect"');
    expect(await store.runs.activeOf('job-1')).to.equal(null);
    await store.runs.enqueue(aNewRun({ jobId: 'job-2' }));
    await reconnect();
    await store.runs.enqueue(aNewRun());
  });

  it('that were asked for before by the same call are named, and the call may come again later', async () => {
    await store.tokens.add(aToken(), 'a hash', {
      at: noon,
      actor: 'ada',
      door: 'slack',
      operation: 'create-token',
      subject: 'token-1',
      before: null,
      after: null,
    });
    const once = { tokenId: 'token-1', key: 'k', fingerprint: 'f', until: later(noon, 1_000) };
    await expire();
    expect(await rejection(store.runs.enqueueOnce(aNewRun(), once))).to.include({
      code: 'connection_expired',
    });
    await reconnect();
    const first = await store.runs.enqueueOnce(aNewRun({ id: 'r1' }), once);
    expect(first.kind).to.equal('queued');
    await expire();
    expect(await store.runs.enqueueOnce(aNewRun(), once)).to.deep.equal({ kind: 'repeated', runId: 'r1' });
  });

  it('wait in the queue where a schedule started them, and those of other connections do not', async () => {
    await fire('r1');
    await store.runs.enqueue(aNewRun({ id: 'r2', jobId: 'job-2', queuedAt: later(noon, 1) }));
    await expire();
    expect(await claimed('r1')).to.equal(null);
    expect(await claimed()).to.equal('r2');
    expect(await claimed()).to.equal(null);
    await reconnect();
    expect(await claimed()).to.equal('r1');
  });

  it('wait once they were approved, whoever started them', async () => {
    const { id } = await store.runs.enqueue(aNewRun());
    await claimed(id);
    await store.runs.awaitApproval(id, 'me', 1, aHeldRun(noon));
    await store.runs.decideApproval(id, {
      decision: { kind: 'approved', by: 'ada', door: 'slack', at: later(noon, 1) },
      askedAt: noon,
      error: null,
      audit: {
        at: noon,
        actor: 'ada',
        door: 'slack',
        operation: 'approve-run',
        subject: 'job-1',
        before: null,
        after: null,
      },
    });
    await expire();
    expect(await claimed()).to.equal(null);
    await reconnect();
    expect(await claimed()).to.equal(id);
  });

  it('are told to who saved one of its jobs in Slack where a jobs file made the connection', async () => {
    await store.connections.expire(other.id, 'It has expired.', noon);
    expect(await store.outbox.waiting()).to.equal(0);
    const savedBy = { at: later(noon, 1), actor: 'UOTTO', door: 'slack' };
    const job = aJob({ description: 'Changed by Otto' });
    await store.applyConfiguration(aConfiguration({ connections: [], jobs: [{ job }], savedBy }));
    await expire();
    expect(await store.outbox.waiting()).to.equal(1);
  });

  it('are executed where they were queued by hand before: they say why they fail', async () => {
    const { id } = await store.runs.enqueue(aNewRun());
    await expire();
    expect(await claimed()).to.equal(id);
  });

  it('go back into the queue as the same attempt, with the reason, and begin anew where nothing was read', async () => {
    await fire('r1');
    await claimed();
    await expire();
    expect(await store.runs.awaitConnection('r1', 'another', 1, wait)).to.equal(false);
    expect(await store.runs.awaitConnection('r1', 'me', 1, wait)).to.equal(true);
    expect(await store.runs.byId('r1')).to.deep.include({
      status: 'queued',
      attempt: 1,
      owner: null,
      startedAt: null,
      error: wait.error,
    });
    await reconnect();
    await claimed('r1');
    expect(await store.runs.byId('r1')).to.deep.include({ status: 'running', startedAt: noon, error: null });
  });

  it('keep the moment from which they are told where something was read', async () => {
    await fire('r1');
    await claimed();
    await store.runs.awaitConnection('r1', 'me', 1, { ...wait, isUntouched: false });
    await store.runs.claim('me', later(noon, 5_000), 'r1');
    expect((await store.runs.byId('r1'))?.startedAt).to.deep.equal(noon);
  });
});
