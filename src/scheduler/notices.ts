/** What is told without anything having happened: that a run takes long or was not approved in time, and summaries of channels. */
import { dueDigests } from '../domain/digest.ts';
import type { Approval } from '../domain/guard.ts';
import type { Run, RunError } from '../domain/run.ts';
import type { Log } from '../log.ts';
import { startLoop } from '../timing/loop.ts';
import type { Loop } from '../timing/loop.ts';
import { systemTimers } from '../timing/timers.ts';
import type { Timers } from '../timing/timers.ts';
import type { JobStore } from '../store/job-store.ts';
import type { OutboxStore } from '../store/message-stores.ts';
import type { RunStore } from '../store/run-store.ts';
import { teamByTeam } from './team-by-team.ts';

export interface NoticeOptions {
  /** What is looked at, team by team. */
  readonly teams: () => Promise<readonly NoticedTeam[]>;
  readonly now: () => Date;
  readonly timers?: Timers;
  readonly log: Log;
}

export interface NoticedTeam {
  readonly jobs: Pick<JobStore, 'byId' | 'list'>;
  readonly runs: Pick<RunStore, 'running' | 'usualDurationMs' | 'awaitingApproval' | 'decideApproval'>;
  /** Takes each message once, however many instances write it. */
  readonly outbox: Pick<OutboxStore, 'add'>;
}

type Noticing = NoticedTeam & Pick<NoticeOptions, 'now' | 'log'>;

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
    await teamByTeam(await options.teams(), async (team) => {
      const noticing = { ...options, ...team };
      await expireApprovals(noticing);
      await tellLongRuns(noticing);
      await writeDigests(noticing);
    });
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

/** Questions that nobody answered in time: those runs have failed, with nothing written. */
async function expireApprovals({ runs, now, log }: Noticing): Promise<void> {
  for (const { id: runId, jobId, approval } of await runs.awaitingApproval()) {
    const at = now();
    if (approval === undefined || approval.expiresAt > at) continue;
    const { askedAt } = approval;
    const settled = await runs.decideApproval(runId, {
      decision: { kind: 'expired', by: bySystem.actor, door: bySystem.door, at },
      askedAt,
      error: expiredError(approval),
      audit: {
        at,
        ...bySystem,
        operation: 'expire-run',
        subject: jobId,
        before: { run: runId },
        after: null,
      },
    });
    if (settled === 'settled') log.warn({ runId, jobId, askedAt }, 'nobody approved a run in time');
  }
}

const bySystem = { actor: 'crosswalk', door: 'system' } as const;

function expiredError({ expiresAfterHours: hours }: Approval): RunError {
  const time = hours === 1 ? 'an hour' : `${hours} hours`;
  return {
    code: 'approval_expired',
    message:
      `It stopped before it wrote anything, because it would change or reject unusually many records, and nobody approved it within ${time}. ` +
      "Look at the job's filter and mapping, and run it again.",
  };
}

async function tellLongRuns(options: Noticing): Promise<void> {
  for (const run of await options.runs.running()) await tellIfLong(run, options);
}

async function tellIfLong(
  { id: runId, jobId, mode, startedAt, approval }: Run,
  { jobs, runs, outbox, now, log }: Noticing,
): Promise<void> {
  // Not while it waited for somebody to decide.
  const begun = approval?.decision?.at ?? startedAt;
  const lastedMs = begun === null ? 0 : now().getTime() - begun.getTime();
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

async function writeDigests({ jobs, outbox, now }: Noticing): Promise<void> {
  for (const { until, ...digest } of dueDigests(await jobs.list(), now())) {
    const content = { kind: 'digest', ...digest, until: until.toISOString() } as const;
    await outbox.add({ to: digest.channel, content }, now());
  }
}
