import type { DueAt } from '../store/job-store.ts';

/** Schedules that are due and are left alone for a while. */
export interface Postponed {
  /** @param delayMs after so many times before. @returns whether it is the first time. */
  add(schedule: DueAt, now: Date, delayMs: (times: number) => number): boolean;
  /** Those that are left alone at the moment. */
  at(now: Date): readonly DueAt[];
  /** When the first of those is to be tried again. */
  earliest(now: Date): Date | null;
}

interface Entry extends DueAt {
  readonly times: number;
  readonly until: Date;
}

/** One that was not postponed again so long after its time has fired, or was changed. */
const forgottenAfterMs = 2 * 60_000;
/** More than these are tried at every look, and wait no less than the look itself. */
const maxPostponed = 200;

export function createPostponed(): Postponed {
  const entries = new Map<string, Entry>();

  return {
    add({ jobId, dueAt }, now, delayMs) {
      const before = entries.get(jobId);
      const times = before?.dueAt.getTime() === dueAt.getTime() ? before.times + 1 : 0;
      entries.delete(jobId);
      if (entries.size < maxPostponed) {
        entries.set(jobId, { jobId, dueAt, times, until: new Date(now.getTime() + delayMs(times)) });
      }
      return times === 0;
    },
    at(now) {
      for (const [jobId, { until }] of entries) {
        if (until.getTime() < now.getTime() - forgottenAfterMs) entries.delete(jobId);
      }
      return [...entries.values()].filter(({ until }) => until > now);
    },
    earliest(now) {
      const waiting = [...entries.values()].filter(({ until }) => until > now);
      const times = waiting.map(({ until }) => until.getTime());
      return times.length === 0 ? null : new Date(Math.min(...times));
    },
  };
}
