import type { Log } from '../log.ts';
import { nextRun } from '../domain/schedule.ts';
import type { ScheduledJobs } from '../store/team-store.ts';

/**
 * Takes back schedules that were moved on while the clock was wrong: one that fired "next year" would otherwise
 * stand still until then. A step back over one firing is left alone, so that it does not fire twice.
 */
export async function mendSchedules(options: {
  readonly jobs: ScheduledJobs;
  readonly now: () => Date;
  readonly log: Log;
}): Promise<void> {
  const { jobs, now, log } = options;
  for (const { job, nextRunAt } of await jobs.scheduled()) {
    try {
      const first = nextRun(job.schedule, now());
      const second = first === null ? null : nextRun(job.schedule, first);
      if (first === null || second === null || nextRunAt <= second) continue;
      if (!(await jobs.reschedule(job.id, nextRunAt, first))) continue;
      log.warn({ jobId: job.id, nextRunAt, mended: first }, 'a schedule was moved back: the clock was ahead');
    } catch (error) {
      log.error({ err: error, jobId: job.id }, 'a schedule could not be looked at');
    }
  }
}
