/** Looks whether the CRM still has what jobs rely on: once a day, and before they run. */
import { randomUUID } from 'node:crypto';
import { readShapes } from '../engine/read-shapes.ts';
import type { Sessions } from '../engine/sessions.ts';
import { dayMs } from '../domain/calendar.ts';
import type { Job } from '../domain/job.ts';
import type { Log } from '../log.ts';
import type { JobStore } from '../store/job-store.ts';
import type { LeaseStore } from '../store/shared-stores.ts';
import { startLoop } from '../timing/loop.ts';
import type { Loop } from '../timing/loop.ts';
import { systemTimers } from '../timing/timers.ts';
import type { Timers } from '../timing/timers.ts';
import { teamByTeam } from './team-by-team.ts';

export interface SchemaWatchOptions {
  /** What is looked at, team by team. */
  readonly teams: () => Promise<readonly WatchedTeam[]>;
  readonly now: () => Date;
  readonly timers?: Timers;
  readonly log: Log;
}

export interface WatchedTeam {
  readonly jobs: Pick<JobStore, 'scheduled' | 'schemasCheckedAt' | 'noteSchema'>;
  /** Of several instances one looks. */
  readonly leases: Pick<LeaseStore, 'take' | 'release'>;
  readonly sessions: () => Promise<Pick<Sessions, 'of' | 'openClient'>>;
}

export interface SchemaWatch {
  /** From now on about once a minute. */
  readonly start: () => void;
  /** Once, now. */
  readonly look: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const minuteMs = 60_000;
const everyMs = minuteMs;
/** Jobs that run within this time are looked at first, unless they were within `freshMs`. */
const aheadMs = 2 * minuteMs;
const freshMs = 30 * minuteMs;
/** A look costs the CRM a few requests: the rest waits for the next one. */
const jobsAtOnce = 20;
/** After one that could not be made, here or in another instance, the job waits this long for the next. */
const retryMs = 30 * minuteMs;

/** Kept after the look: it is as long as no other one is due. */
const leaseOf = (job: Job): string => `schema of ${job.id}`;

export function createSchemaWatch(options: SchemaWatchOptions): SchemaWatch {
  const { now, log, timers = systemTimers } = options;
  const stopped = new AbortController();
  let loop: Loop | null = null;
  /** Ends the wait for the look that is under way. */
  let giveUp: (() => void) | null = null;

  async function dueJobs({ jobs }: WatchedTeam): Promise<Job[]> {
    const checkedAt = await jobs.schemasCheckedAt();
    const nowMs = now().getTime();
    const isDue = (job: Job, nextRunAt: Date): boolean => {
      const ageMs = nowMs - (checkedAt.get(job.id)?.getTime() ?? -Infinity);
      return ageMs >= dayMs || (ageMs >= freshMs && nextRunAt.getTime() - nowMs <= aheadMs);
    };
    const due = (await jobs.scheduled()).filter(({ job, nextRunAt }) => isDue(job, nextRunAt));
    // Those that run next come first: `scheduled` has them in this order.
    return due.map(({ job }) => job);
  }

  /** A login that is under way is shared with others, and goes on; nobody here waits for it. */
  async function untilStopped<Result>(work: Promise<Result>): Promise<Result> {
    const stop = new Promise<never>((_resolve, reject) => {
      giveUp = () => reject(new Error('The watch stops.'));
    });
    try {
      return await Promise.race([work, stop]);
    } finally {
      giveUp = null;
    }
  }

  /** False where another instance looks, or the last look could not be made. */
  async function lookAt({ jobs, leases, sessions }: WatchedTeam, job: Job): Promise<boolean> {
    const lease = { holder: randomUUID(), until: new Date(now().getTime() + retryMs) };
    if (!(await leases.take(leaseOf(job), lease, now()))) return false;
    try {
      const shapes = await untilStopped(readShapes(await sessions(), job, stopped.signal));
      const drift = await jobs.noteSchema(job.id, { shapes, at: now() });
      if (drift.length > 0) {
        log.warn({ jobId: job.id, drift: drift.length }, 'the CRM no longer has what a job relies on');
      }
    } catch (error) {
      if (stopped.signal.aborted) {
        await leases.release(leaseOf(job), lease.holder);
        return false;
      }
      // The job's own run tells people why the CRM cannot be asked.
      log.info({ err: error, jobId: job.id }, 'the schema of a job could not be looked at');
    }
    return true;
  }

  async function look(): Promise<void> {
    await teamByTeam(await options.teams(), async (team) => {
      let looks = 0;
      for (const job of await dueJobs(team)) {
        if (stopped.signal.aborted || looks === jobsAtOnce) return;
        if (await lookAt(team, job)) looks += 1;
      }
    });
  }

  async function lookRegularly(): Promise<number> {
    await look();
    return everyMs;
  }

  return {
    look,
    start() {
      if (!stopped.signal.aborted) loop ??= startLoop('schema watch', lookRegularly, { timers, log });
    },
    async stop() {
      stopped.abort();
      giveUp?.();
      await loop?.stop();
    },
  };
}
