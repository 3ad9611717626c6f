import type { EventEmitter } from 'node:events';
import { Queue, QueueEvents, Worker, createPostgresBackend, withBackend } from 'bullmq';
import type { IQueueBackend, Job, QueueEventsListener, WorkerOptions } from 'bullmq';
import type { Log } from '../../log.ts';
import { systemTimers } from '../../timing/timers.ts';
import { within } from '../../timing/within.ts';
import type { Entries, EntriesListener, Entry } from './entries.ts';
import { queueKindOf } from './queue-address.ts';

/** How long an entry is locked that was taken by an instance which then died; others look for such this often. */
const usualLock = { lockMs: 30_000, lookMs: 15_000 };
/** No command takes longer than this; a queue that does not answer is away. */
const answerWithinMs = 5_000;
/** Nor does a part take longer to connect; the first instance of all makes the tables in this time. */
const openWithinMs = 20_000;
const firstReconnectMs = 200;
const longestReconnectMs = 5_000;
/**
 * BullMQ looks for events in PostgreSQL, and begins to wait for a notice of the next one a moment later: it hears of one
 * that comes in between only when this time, ten seconds by default, is up.
 */
const missedNoticeMs = 1_000;
/** Of what happened in the queue; nobody reads further back. */
const eventsKept = 1_000;
const entryName = 'run';
/** Where the tables of BullMQ are in PostgreSQL: the database may be the bot's own. */
const schema = 'crosswalk_queue';
/** Of each of the three parts; each of two of them has one more that listens. */
const connectionsOfPart = 2;

/** Neither finished nor given up entries are kept: what became of a run stands in its row. */
const entryOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

/** The entries in BullMQ, on Redis or on PostgreSQL. */
export function openEntries(options: {
  readonly url: string;
  readonly name: string;
  /** Names this instance. */
  readonly owner: string;
  readonly log: Log;
  readonly lock?: typeof usualLock;
}): Entries {
  const { url, name, owner, log, lock = usualLock } = options;
  const workerOptions = { autorun: false, lockDuration: lock.lockMs, stalledInterval: lock.lookMs };
  // Said where a command fails; here it only must not end the process.
  const onError = (error: Error): void => log.debug({ err: error }, 'a connection to the queue');
  const opened = parts[queueKindOf(url)](url, name, { owner, workerOptions, onError });
  const { queue, worker, events, listen } = opened;
  queue.on('error', onError);
  worker.on('error', onError);
  events.on('error', onError);
  opened.onConnection((connection) => connection.on('error', onError));

  function toEntry(job: Job): Entry {
    const runId = job.id ?? '';
    return {
      runId,
      remove: async () => {
        await inTime(job.moveToCompleted(null, owner, false));
      },
      putBack: (delayMs) => inTime(job.moveToDelayed(Date.now() + delayMs, owner)),
    };
  }

  return {
    async opened() {
      // What fails here stays failed: BullMQ keeps what became of the first attempt.
      await Promise.all([queue, worker, events].map((part) => inTime(part.waitUntilReady(), openWithinMs)));
      await worker.startStalledCheckTimer();
    },
    async add(runIds, where = 'behind') {
      const lifo = where === 'ahead';
      const entries = runIds.map((jobId) => ({
        name: entryName,
        data: {},
        opts: { ...entryOptions, jobId, lifo },
      }));
      if (entries.length > 0) await inTime(queue.addBulk(entries));
    },
    async next() {
      const job = await inTime(worker.getNextJob(owner, { block: false }));
      return job === undefined ? null : toEntry(job);
    },
    count: () => inTime(queue.getJobCountByTypes('waiting', 'prioritized', 'delayed')),
    async tell() {
      await inTime(queue.getBackend().publishEvent({ event: toldEvent, from: owner }, eventsKept));
    },
    listen,
    async close() {
      await Promise.allSettled([queue, events, worker].map(closePart));
      opened.onConnection((connection) => connection.disconnect());
    },
  };
}

const toldEvent = 'told';

/** One event is of our own beside those that BullMQ knows. */
interface EventListeners extends QueueEventsListener {
  readonly [toldEvent]: (told: { readonly from: string }, id: string) => void;
}

function listenWith<Backend extends IQueueBackend, Connection>(
  events: QueueEvents<unknown, Backend, Connection>,
  owner: string,
) {
  return ({ onAdded, onTold }: EntriesListener): void => {
    events.on('waiting', onAdded);
    events.on<EventListeners, typeof toldEvent>(toldEvent, ({ from }: { readonly from: string }) => {
      if (from !== owner) onTold();
    });
  };
}

interface Connection {
  on(event: 'error', listener: (error: Error) => void): unknown;
  disconnect(): void;
}

const parts = { redis: redisParts, postgres: postgresParts };

interface PartOptions {
  readonly owner: string;
  readonly workerOptions: Pick<WorkerOptions, 'autorun' | 'lockDuration' | 'stalledInterval'>;
  readonly onError: (error: Error) => void;
}

function redisParts(url: string, name: string, { owner, workerOptions }: PartOptions) {
  const link = {
    url,
    connectTimeout: answerWithinMs,
    retryStrategy: (times: number) => Math.min(firstReconnectMs * times, longestReconnectMs),
  };
  // A command that is given while there is no connection fails at once, for runs are then taken otherwise.
  const connection = { ...link, enableOfflineQueue: false, maxRetriesPerRequest: 0 };
  // The version was looked at before, and BullMQ would write to the console.
  const shared = { prefix: 'crosswalk', skipVersionCheck: true };
  const events = new QueueEvents<unknown>(name, { ...shared, connection: link });
  const queue = new Queue(name, { ...shared, connection, streams: { events: { maxLen: eventsKept } } });
  const worker = new Worker(name, null, { ...shared, ...workerOptions, connection });
  /** BullMQ lets go of a connection that cannot say goodbye: it would go on connecting, and print what fails. */
  function onConnection(call: (connection: Connection) => void): void {
    const { blockingConnection } = worker.getBackend();
    const clients = [queue, worker, events].map((part) => part.getBackend().client);
    if (blockingConnection !== undefined) clients.push(blockingConnection.client);
    // One that was never there is told of where it is used.
    for (const client of clients) void client.then(call, () => undefined);
  }
  return { queue, worker, events, listen: listenWith(events, owner), onConnection };
}

function postgresParts(url: string, name: string, { owner, workerOptions, onError }: PartOptions) {
  const classes = withBackend(createPostgresBackend);
  const connection = {
    connectionString: url,
    schema,
    migrate: true,
    skipVersionCheck: true,
    max: connectionsOfPart,
    connectionTimeoutMillis: answerWithinMs,
    query_timeout: answerWithinMs,
    // BullMQ listens to none that it has taken out of the pool: one that breaks then would end the process.
    onConnect: (client: EventEmitter) => client.on('error', onError),
  };
  const events = new classes.QueueEvents<unknown>(name, { connection, blockingTimeout: missedNoticeMs });
  return {
    queue: new classes.Queue(name, { connection, streams: { events: { maxLen: eventsKept } } }),
    worker: new classes.Worker(name, null, { ...workerOptions, connection }),
    events,
    listen: listenWith(events, owner),
    // `pg` ends what is closed.
    onConnection: () => undefined,
  };
}

async function inTime<Result>(work: Promise<Result>, ms = answerWithinMs): Promise<Result> {
  const done = await within(work, ms, systemTimers);
  if (done === null) throw new Error(`The queue did not answer within ${ms / 1000} seconds.`);
  return done.result;
}

/** What is closed asks the server to end its connection, which may be away. */
async function closePart(part: { close(): Promise<void>; disconnect(): Promise<void> }): Promise<void> {
  const closed = await within(part.close(), answerWithinMs, systemTimers);
  if (closed === null) await within(part.disconnect(), answerWithinMs, systemTimers);
}
