import { createSecretKey } from 'node:crypto';
import { expect } from 'chai';
import { testMessage } from '../../src/domain/webhook.ts';
import type { Webhook } from '../../src/domain/webhook.ts';
import { openStore } from '../support/open-store.ts';
import type { AuditEntry } from '../../src/store/audit-entry.ts';
import type { Store } from '../support/open-store.ts';
import { createWebhookSender } from '../../src/webhooks/index.ts';
import { fakeTime } from '../support/fake-time.ts';
import type { FakeTime } from '../support/fake-time.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { aHeldRun, aNewRun, after, anOutcome, noon, withJobs } from '../support/records.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { isGenuine, startReceiver } from './support/receiver.ts';
import type { Receiver } from './support/receiver.ts';

const encryptionKey = createSecretKey(Buffer.alloc(32, 7));
const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const day = 24 * 3_600_000;
const entry: AuditEntry = {
  at: noon,
  actor: 'ada',
  door: 'slack',
  operation: 'o',
  subject: 's',
  before: 1,
  after: 2,
};

/** The question of `aHeldRun`, as it is told. */
const asked = (askedAt: Date, decision: string | null) => ({
  counts: aHeldRun(askedAt).counts,
  knownRecords: 1_000,
  askedAt: askedAt.toISOString(),
  expiresAt: after(askedAt, day).toISOString(),
  decision,
});

describeOnBothDatabases('what webhooks are told', (fresh) => {
  let url: string;
  let store: Store;
  let receiver: Receiver;
  let time: FakeTime;
  let ids: number;
  beforeEach(async () => {
    url = await fresh();
    store = await openStore({ url, encryptionKey });
    await withJobs(store, 2);
    receiver = await startReceiver();
    time = fakeTime(noon);
    ids = 0;
  });
  afterEach(async () => {
    await store.close();
    await receiver.close();
  });

  const sender = (on = store) =>
    createWebhookSender({
      deliveries: on.webhooks,
      allowsPrivate: true,
      newId: () => `claim-${(ids += 1)}`,
      log: recordedLog().log,
      now: time.now,
      timers: time,
    });

  async function webhook(given: Partial<Webhook> = {}): Promise<void> {
    const events = ['run.succeeded', 'run.failed', 'run.cancelled'] as const;
    const made = {
      id: 'hook',
      url: `${receiver.url}/hook`,
      jobId: null,
      events,
      createdAt: noon,
      createdBy: 'ada',
    };
    await store.webhooks.add({ ...made, ...given }, secret, entry);
  }

  async function ends(jobId = 'job-1', given = anOutcome()): Promise<string> {
    const { id } = await store.runs.enqueue(aNewRun({ jobId }));
    await store.runs.claim('me', noon, id);
    await store.runs.finish(id, 'me', 1, given);
    time.jump(60_000);
    return id;
  }

  const deliveries = () => store.webhooks.deliveries('hook', 10);

  it('is each run that ends as they ask for, signed over its id, the moment and the body', async () => {
    await webhook();
    const runId = await ends();
    await ends('job-2', anOutcome({ status: 'partly succeeded' }));
    await sender().sendDue();
    expect(receiver.received).to.have.length(1);
    const [received] = receiver.received;
    if (received === undefined) throw new Error('Nothing arrived.');
    expect(isGenuine(received, secret)).to.equal(true);
    expect(isGenuine({ ...received, timestamp: '0' }, secret)).to.equal(false);
    expect(isGenuine({ ...received, body: `${received.body} ` }, secret)).to.equal(false);
    expect(received.id).to.equal(`run.succeeded/${runId}`);
    expect(Number(received.timestamp) * 1_000).to.equal(time.now().getTime());
    const body = JSON.parse(received.body) as { readonly type: string; readonly data: object };
    expect(body.type).to.equal('run.succeeded');
    const about = { runId, jobId: 'job-1', job: 'Job 1', status: 'succeeded', approval: null };
    expect(body.data).to.deep.include(about);
    expect(await deliveries()).to.have.nested.property('[0].state', 'delivered');
  });

  it('is of one job where they are for one, of cancelled runs, and never of dry runs', async () => {
    await webhook({ jobId: 'job-2' });
    await ends('job-1');
    const { id } = await store.runs.enqueue(aNewRun({ jobId: 'job-2' }));
    await store.runs.cancelQueued(id, noon);
    const dry = await store.runs.enqueue(aNewRun({ jobId: 'job-2', dryRun: true }));
    await store.runs.claim('me', noon, dry.id);
    await store.runs.finish(dry.id, 'me', 1, anOutcome());
    time.jump(60_000);
    await sender().sendDue();
    expect(receiver.received.map((each) => each.id)).to.deep.equal([`run.cancelled/${id}`]);
  });

  it('is that a run waits for approval with what it would do, each time it asks, and what was decided with its end', async () => {
    await webhook({ events: ['run.waiting_for_approval', 'run.succeeded', 'run.cancelled'] });
    const { id } = await store.runs.enqueue(aNewRun());
    const holds = async (askedAt: Date): Promise<void> => {
      await store.runs.claim('me', noon, id);
      await store.runs.awaitApproval(id, 'me', 1, aHeldRun(askedAt));
    };
    const decides = (kind: 'approved' | 'rejected', askedAt: Date) =>
      store.runs.decideApproval(id, {
        decision: { kind, by: 'ada', door: 'slack', at: after(askedAt, 1) },
        askedAt,
        error: kind === 'approved' ? null : { code: 'run_rejected', message: 'Rejected.' },
        audit: entry,
      });
    const again = after(noon, 60_000);
    await holds(noon);
    await decides('approved', noon);
    await holds(again);
    await decides('rejected', again);
    time.jump(120_000);
    await sender().sendDue();
    const told = receiver.received.map(({ id: message, body }) => {
      const { timestamp, data } = JSON.parse(body) as {
        readonly timestamp: string;
        readonly data: Readonly<Record<string, unknown>>;
      };
      return { message, timestamp, status: data['status'], approval: data['approval'] };
    });
    expect(told).to.have.deep.members([
      {
        message: `run.waiting_for_approval/${id}/${noon.getTime()}`,
        timestamp: noon.toISOString(),
        status: 'waiting for approval',
        approval: asked(noon, null),
      },
      {
        message: `run.waiting_for_approval/${id}/${again.getTime()}`,
        timestamp: again.toISOString(),
        status: 'waiting for approval',
        approval: asked(again, null),
      },
      {
        message: `run.cancelled/${id}`,
        timestamp: after(again, 1).toISOString(),
        status: 'cancelled',
        approval: asked(again, 'rejected'),
      },
    ]);
  });

  it('is sent once, by however many processes, and after a restart', async () => {
    await webhook();
    await ends();
    await ends('job-2');
    await store.close();
    store = await openStore({ url, encryptionKey });
    const other = await openStore({ url, encryptionKey });
    try {
      await Promise.all([sender().sendDue(), sender(other).sendDue(), sender().sendDue()]);
      await sender().sendDue();
    } finally {
      await other.close();
    }
    expect(receiver.received).to.have.length(2);
  });

  it('is sent again under the same id and body, later and later, and given up in the end', async () => {
    await webhook();
    await ends();
    receiver.answer(500);
    const waits: number[] = [];
    for (let tries = 1; tries <= 8; tries += 1) {
      await sender().sendDue();
      expect(receiver.received).to.have.length(tries);
      const [{ nextAt, problem, state } = { nextAt: null, problem: null, state: null }] = await deliveries();
      expect(problem).to.equal('It answered with status 500.');
      expect(state).to.equal(tries < 8 ? 'waiting' : 'given up');
      const waitMs = nextAt === null ? 0 : nextAt.getTime() - time.now().getTime();
      if (nextAt !== null) waits.push(waitMs);
      time.jump(waitMs - 1);
      await sender().sendDue();
      expect(receiver.received).to.have.length(tries);
      time.jump(1);
    }
    expect(waits).to.deep.equal([5, 30, 120, 600, 3_600, 14_400, 43_200].map((seconds) => seconds * 1_000));
    time.jump(10 * day);
    await sender().sendDue();
    expect(receiver.received).to.have.length(8);
    expect(new Set(receiver.received.map(({ id, body }) => id + body)).size).to.equal(1);
    expect(new Set(receiver.received.map(({ timestamp }) => timestamp)).size).to.equal(8);
    expect(receiver.received.every((each) => isGenuine(each, secret))).to.equal(true);
  });

  it('waits as long as the receiver asks for, within bounds, and ends where it is gone', async () => {
    await webhook();
    await ends();
    receiver.answer(429, { 'retry-after': '90' });
    await sender().sendDue();
    expect((await deliveries())[0]?.nextAt).to.deep.equal(after(time.now(), 90_000));
    time.jump(90_000);
    receiver.answer(503, { 'retry-after': '999999' });
    await sender().sendDue();
    expect((await deliveries())[0]?.nextAt).to.deep.equal(after(time.now(), 3_600_000));
    time.jump(3_600_000);
    receiver.answer(410);
    await sender().sendDue();
    expect((await deliveries())[0]).to.include({ state: 'given up', tries: 3 });
  });

  it('is sent again under its id where a process died over it', async () => {
    await webhook();
    await ends();
    const leaseUntil = after(time.now(), 60_000);
    expect(await store.webhooks.claim({ claim: 'dead', now: time.now(), leaseUntil })).not.to.equal(null);
    await sender().sendDue();
    expect(receiver.received).to.have.length(0);
    time.jump(60_000);
    await sender().sendDue();
    expect(receiver.received).to.have.length(1);
  });

  it('goes one after the other to one address, and past who is slow to another', async () => {
    await webhook();
    await webhook({ id: 'other' });
    await ends();
    await ends('job-2');
    const request = { claim: 'c', now: time.now(), leaseUntil: after(time.now(), 60_000) };
    const taken = [
      await store.webhooks.claim(request),
      await store.webhooks.claim(request),
      await store.webhooks.claim(request),
    ];
    expect(new Set(taken.map((each) => each?.webhookId))).to.deep.equal(
      new Set(['hook', 'other', undefined]),
    );
  });

  it('can be a test, and is nothing where the webhook is deleted', async () => {
    await webhook();
    expect(await store.webhooks.send('hook', testMessage('1', noon), noon, entry)).to.equal(true);
    expect(await store.webhooks.send('none', testMessage('1', noon), noon, entry)).to.equal(false);
    await sender().sendDue();
    expect(receiver.received.map(({ id }) => id)).to.deep.equal(['test/1']);
    await ends();
    expect(await store.webhooks.remove('hook', entry)).to.equal(true);
    await sender().sendDue();
    expect(receiver.received).to.have.length(1);
  });

  it('is signed with a secret that is encrypted, and that a new key takes over', async () => {
    await webhook();
    const other = createSecretKey(Buffer.alloc(32, 8));
    await store.close();
    store = await openStore({ url, encryptionKey: other, previousEncryptionKey: encryptionKey });
    await store.close();
    store = await openStore({ url, encryptionKey: other });
    expect(await store.webhooks.secret('hook')).to.equal(secret);
    await store.close();
    store = await openStore({ url });
    await ends();
    await sender().sendDue();
    const [delivery] = await deliveries();
    expect(delivery?.state).to.equal('waiting');
    expect(delivery?.problem).to.contain('The secret of the webhook to 127.0.0.1');
    expect(delivery?.problem).to.contain('ENCRYPTION_KEY');
  });

  it('is forgotten when it has ended long ago', async () => {
    await webhook();
    await ends();
    expect(await store.webhooks.forget(after(time.now(), day), 10)).to.equal(0);
    await sender().sendDue();
    expect(await store.webhooks.forget(after(time.now(), day), 10)).to.equal(1);
  });
});
