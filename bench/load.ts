/** A bot under load: jobs whose schedules fall due all the time, while somebody's sync of many rows is at work and people are. */
import type { Run } from '../src/domain/run.ts';
import { botAtWork } from './bot-at-work.ts';
import type { BotPlace } from './bot-at-work.ts';
import { measured } from './child.ts';
import { customerJobFile } from './customer-job.ts';
import { scheduledJobs } from './scheduled-jobs.ts';

export interface LoadInput extends BotPlace {
  /** Of the sync of many rows. */
  readonly object: string;
  /** Of the jobs that fall due. */
  readonly smallObject: string;
  /** Jobs that fall due within an hour, as many each minute. */
  readonly jobs: number;
}

export interface LoadOutput {
  /** Of the sync of many rows. */
  readonly run: { readonly status: string; readonly read: number; readonly seconds: number };
  /** Milliseconds from the time in the schedule until the run was queued, and until it began; of runs that have. */
  readonly queuedAfterMs: readonly number[];
  readonly begunAfterMs: readonly number[];
  /** Scheduled runs that fell due while the bot was there, and ended; and how many of all did not succeed. */
  readonly ended: number;
  readonly failed: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const jobsOfFile = 500;

measured(({ object, smallObject, jobs, ...place }: LoadInput): Promise<LoadOutput> => {
  const { org } = place;
  const ended: Run[] = [];
  const jobsFiles = [customerJobFile(org, object).text];
  for (let first = 0; first < jobs; first += jobsOfFile) {
    jobsFiles.push(scheduledJobs(org, smallObject, { first, count: Math.min(jobsOfFile, jobs - first) }));
  }
  return botAtWork(place, {
    jobsFiles,
    onRunEnded: (run) => void ended.push(run),
    async outcome(run, { begunAt, listJobs }) {
      const minutes = new Map<string, number>();
      for (const { job } of await listJobs()) {
        if (job.schedule.run === 'hourly') minutes.set(job.id, job.schedule.minute);
      }
      return { run: ofSync(run), ...ofSchedules(ended, minutes, begunAt) };
    },
  });
});

function ofSync({ status, counts, startedAt, finishedAt }: Run): LoadOutput['run'] {
  const seconds = ((finishedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)) / 1_000;
  return { status, read: counts.read, seconds };
}

/** @param minutes of the hour in which a job falls due, by its id */
function ofSchedules(
  all: readonly Run[],
  minutes: ReadonlyMap<string, number>,
  begunAt: Date,
): Omit<LoadOutput, 'run'> {
  const runs = all.flatMap((run) => {
    const minute = minutes.get(run.jobId);
    if (minute === undefined) return [];
    const dueMs = dueBefore(run.queuedAt, minute);
    // What fell due before the bot was there is late for that.
    return dueMs < begunAt.getTime() ? [] : [{ ...run, dueMs }];
  });
  return {
    queuedAfterMs: runs.map(({ queuedAt, dueMs }) => queuedAt.getTime() - dueMs),
    begunAfterMs: runs.flatMap(({ startedAt, dueMs }) =>
      startedAt === null ? [] : [startedAt.getTime() - dueMs],
    ),
    ended: runs.length,
    failed: all.filter(({ status }) => status !== 'succeeded').length,
  };
}

/** The last time before a moment that an hour was that many minutes old. */
function dueBefore(moment: Date, minute: number): number {
  const due = Math.floor(moment.getTime() / hourMs) * hourMs + minute * minuteMs;
  return due > moment.getTime() ? due - hourMs : due;
}
