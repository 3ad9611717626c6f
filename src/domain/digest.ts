/** Summaries that a channel gets of the jobs that tell it what they do. */
import type { DigestCadence, Job } from './job.ts';
import { nextRun } from './schedule.ts';

export type DigestPeriod = Exclude<DigestCadence, 'never'>;

export interface Digest {
  readonly channel: string;
  readonly cadence: DigestPeriod;
  /** IANA name: that of most of its jobs' schedules. */
  readonly timezone: string;
  /** Runs that were queued before this are in it, and later ones in the next. */
  readonly until: Date;
}

/** When people begin to work; a weekly one on Mondays. */
const at = '08:00';
/** One that could not be written for longer, because nobody was there to do it, is left out. */
const latestMs = 3 * 3_600_000;
const never = { fullSync: 'never', enabled: true } as const;

/** Those whose time has come, one a channel and period. */
export function dueDigests(jobs: readonly Job[], now: Date): Digest[] {
  return (['daily', 'weekly'] as const).flatMap((cadence) => {
    const its = jobs.filter(({ notify }) => notify.digest === cadence);
    const channels = new Set(its.flatMap(({ notify: { channel } }) => (channel === null ? [] : [channel])));
    return [...channels].flatMap((channel) => {
      const timezone = usualZone(its.filter(({ notify }) => notify.channel === channel));
      const until = lastMoment(cadence, timezone, now);
      return until === null ? [] : [{ channel, cadence, timezone, until }];
    });
  });
}

/** The jobs that a digest is about now. */
export function jobsOfDigest(jobs: readonly Job[], { channel, cadence }: Digest): Job[] {
  return jobs.filter(({ notify }) => notify.channel === channel && notify.digest === cadence);
}

/** null where it is longer ago than `latestMs`. */
function lastMoment(cadence: DigestPeriod, timezone: string, now: Date): Date | null {
  const when =
    cadence === 'daily' ? ({ run: 'daily', at } as const) : ({ run: 'weekly', on: ['mon'], at } as const);
  const moment = nextRun({ ...when, timezone, ...never }, new Date(now.getTime() - latestMs));
  return moment !== null && moment <= now ? moment : null;
}

function usualZone(jobs: readonly Job[]): string {
  const uses = new Map<string, number>();
  for (const { schedule } of jobs) uses.set(schedule.timezone, (uses.get(schedule.timezone) ?? 0) + 1);
  const [usual] = [...uses].toSorted(([one, a], [other, b]) => b - a || one.localeCompare(other));
  return usual?.[0] ?? 'UTC';
}
