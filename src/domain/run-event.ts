import type { NotifyEvent, NotifySettings } from './job.ts';
import type { Run } from './run.ts';

/** What the end of a run can be worth telling for. */
export type RunEvent = Extract<NotifyEvent, 'failed' | 'partly succeeded' | 'recovered' | 'succeeded'>;

/** Statuses that say how a job does; a cancelled run says nothing about it. */
export const tellingStatuses = ['succeeded', 'partly succeeded', 'failed'] as const;
export type TellingStatus = (typeof tellingStatuses)[number];

/**
 * What is told of a run that has ended, by the rules of its job: one thing at most. Rows that were rejected come
 * before the news that the job works again, because somebody has to look at them.
 *
 * @param previous how the job's run before this one ended; null where there was none
 */
export function runEventOf(
  { status, dryRun }: Pick<Run, 'status' | 'dryRun'>,
  previous: TellingStatus | null,
  { on, failures = 'every' }: Pick<NotifySettings, 'on' | 'failures'>,
): RunEvent | null {
  if (dryRun) return null;
  const isSo = (event: RunEvent): boolean => {
    if (event === 'recovered') return previous === 'failed';
    return event !== 'failed' || failures === 'every' || previous !== 'failed';
  };
  return candidates[status].find((event) => isSo(event) && on.includes(event)) ?? null;
}

/** By how the run ended; weightiest first. */
const candidates: Readonly<Record<Run['status'], readonly RunEvent[]>> = {
  failed: ['failed'],
  'partly succeeded': ['partly succeeded', 'recovered'],
  succeeded: ['recovered', 'succeeded'],
  queued: [],
  running: [],
  'waiting for approval': [],
  cancelled: [],
};
