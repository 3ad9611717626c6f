/**
 * The bot under load: jobs whose schedules fall due all the time, while somebody's sync of many rows is at work and
 * people are. It ends when that sync has, and the people are done.
 */
import { once } from 'node:events';
import { compose } from '../src/compose.ts';
import { isActive } from '../src/domain/run.ts';
import type { Run } from '../src/domain/run.ts';
import { firstTeam } from '../src/domain/team.ts';
import { openDoors } from '../src/doors.ts';
import { createLog } from '../src/log.ts';
import { botConfig } from './bot-config.ts';
import type { BotPlace } from './bot-config.ts';
import { measured } from './child.ts';
import { customerJobFile } from './customer-job.ts';
import { benchJobName, secretVariable } from './job-file.ts';
import type { OrgAddress } from './org-pages.ts';
import { scheduledJobs } from './scheduled-jobs.ts';

export interface LoadInput extends BotPlace {
  readonly org: OrgAddress;
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
  /** Scheduled runs that ended, and how many of them succeeded. */
  readonly ended: number;
  readonly succeeded: number;
}

const lookEveryMs = 500;
const longestMs = 2 * 60 * 60_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const jobsOfFile = 500;

measured(async ({ org, object, smallObject, jobs, ...place }: LoadInput): Promise<LoadOutput> => {
  const config = botConfig(place);
  const log = createLog({ level: config.logLevel });
  const ended: Run[] = [];
  const app = await compose(config, log, {
    environment: (name) => (name === secretVariable ? org.clientSecret : undefined),
    onRunEnded: (run) => void ended.push(run),
  });
  const context = { actor: 'bench', role: 'admin', door: 'cli', now: new Date() } as const;
  const { operations } = app.of(firstTeam);
  const apply = (text: string): Promise<unknown> =>
    operations.applyConfiguration(context, { fileName: 'bench.yml', text });
  await apply(customerJobFile(org, object).text);
  for (let first = 0; first < jobs; first += jobsOfFile) {
    await apply(scheduledJobs(org, smallObject, { first, count: Math.min(jobsOfFile, jobs - first) }));
  }
  const minutes = new Map<string, number>();
  for (const { job } of await operations.listJobs(context)) {
    if (job.schedule.run === 'hourly') minutes.set(job.id, job.schedule.minute);
  }
  const doors = await openDoors(app, { ...config, port: 0 }, log);
  app.scheduler.start();
  const others = once(process, 'message');
  const deadline = performance.now() + longestMs;
  try {
    while (performance.now() < deadline) {
      const [run] = (await operations.jobHistory(context, { job: benchJobName, limit: 1, offset: 0 })).runs;
      if (run !== undefined && !isActive(run.status)) {
        await others;
        return { run: ofSync(run), ...ofSchedules(ended, minutes) };
      }
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    throw new Error('Nobody started the sync, or it did not end');
  } finally {
    await doors.stop();
    await app.close();
  }
});

function ofSync({ status, counts, startedAt, finishedAt }: Run): LoadOutput['run'] {
  const seconds = ((finishedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)) / 1_000;
  return { status, read: counts.read, seconds };
}

/** @param minutes of the hour in which a job falls due, by its id */
function ofSchedules(all: readonly Run[], minutes: ReadonlyMap<string, number>): Omit<LoadOutput, 'run'> {
  const runs = all.flatMap((run) => {
    const minute = minutes.get(run.jobId);
    return minute === undefined ? [] : [{ ...run, dueMs: dueBefore(run.queuedAt, minute) }];
  });
  return {
    queuedAfterMs: runs.map(({ queuedAt, dueMs }) => queuedAt.getTime() - dueMs),
    begunAfterMs: runs.flatMap(({ startedAt, dueMs }) =>
      startedAt === null ? [] : [startedAt.getTime() - dueMs],
    ),
    ended: runs.length,
    succeeded: runs.filter(({ status }) => status === 'succeeded').length,
  };
}

/** The last time before a moment that an hour was that many minutes old. */
function dueBefore(moment: Date, minute: number): number {
  const due = Math.floor(moment.getTime() / hourMs) * hourMs + minute * minuteMs;
  return due > moment.getTime() ? due - hourMs : due;
}
