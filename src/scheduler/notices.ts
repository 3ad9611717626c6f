/** What is told without anything having happened: that a run takes long, and the summaries of channels. */
import { dueDigests } from '../domain/digest.ts';
import type { Run } from '../domain/run.ts';
import type { Log } from '../log.ts';
import { startLoop } from '../timing/loop.ts';
import type { Loop } from '../timing/loop.ts';
import { systemTimers } from '../timing/timers.ts';
import type { Timers } from '../timing/timers.ts';
import type { JobStore, OutboxStore, RunStore } from '../store/store.ts';

export interface NoticeOptions {
  readonly jobs: Pick<JobStore, 'byId' | 'list'>;
  readonly runs: Pick<RunStore, 'running' | 'usualDurationMs'>;
  /** Takes each message once, however many instances write it. */
  readonly outbox: Pick<OutboxStore, 'add'>;
  readonly now: () => Date;
  readonly timers?: Timers;
  readonly log: Log;
}

/** Between two looks. */
const everyMs = 60_000;
/** A run is long when it takes so many times what the job's runs usually take, and so much more at least. */
const longFactor = 3;
const longAtLeastMs = 10 * 60_000;

export interface Notices {
  /** From now on about once a minute. */
  readonly start: () => void;
  /** Once, now. */
  readonly look: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export function createNotices(options: NoticeOptions): Notices {
  const { log, timers = systemTimers } = options;
  let loop: Loop | null = null;
  let isStopped = false;

  async function look(): Promise<void> {
    await tellLongRuns(options);
    await writeDigests(options);
  }

  async function lookRegularly(): Promise<number> {
    await look();
    return everyMs;
  }

  return {
    look,
    start() {
      if (!isStopped) loop ??= startLoop('notices', lookRegularly, { timers, log });
    },
    async stop() {
      isStopped = true;
      await loop?.stop();
    },
  };
}

async function tellLongRuns(options: NoticeOptions): Promise<void> {
  for (const run of await options.runs.running()) await tellIfLong(run, options);
}

async function tellIfLong(
  { id: runId, jobId, mode, startedAt }: Run,
  { jobs, runs, outbox, now, log }: NoticeOptions,
): Promise<void> {
  const lastedMs = startedAt === null ? 0 : now().getTime() - startedAt.getTime();
  if (lastedMs < longAtLeastMs) return;
  const job = await jobs.byId(jobId);
  if (job === null || job.notify.channel === null || !job.notify.on.includes('long-running')) return;
  const usualMs = await runs.usualDurationMs(jobId, mode);
  if (usualMs === null || lastedMs < Math.max(usualMs * longFactor, usualMs + longAtLeastMs)) return;
  log.debug({ runId, jobId, lastedMs, usualMs }, 'a run takes long');
  await outbox.add(
    { to: job.notify.channel, content: { kind: 'long-running', runId, usualMs }, jobId },
    now(),
  );
}

async function writeDigests({ jobs, outbox, now }: NoticeOptions): Promise<void> {
  for (const { until, ...digest } of dueDigests(await jobs.list(), now())) {
    const content = { kind: 'digest', ...digest, until: until.toISOString() } as const;
    await outbox.add({ to: digest.channel, content }, now());
  }
}
