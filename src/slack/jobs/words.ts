/** Jobs, runs and moments as people read them in Slack. */
import { DateTime } from 'luxon';
import type { HubObjectName } from '../../domain/hub-object.ts';
import type { Job } from '../../domain/job.ts';
import type { Run, RunCounts } from '../../domain/run.ts';
import type { JobState, ListedJob } from '../../operations/list-jobs.ts';
import { wouldText } from '../../domain/guard.ts';
import { asTyped, cut } from '../blocks/index.ts';

/** Of an error, where the whole story is a click away. */
const maxErrorLength = 200;

/** Whose clock: the person's own. */
export interface Clock {
  readonly timezone: string;
  readonly now: Date;
}

export const directionTitles: Readonly<Record<Job['direction'], string>> = {
  inbound: 'Import data',
  outbound: 'Export data',
};

/** `Account assignments` */
export function hubTitle(name: HubObjectName): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`.replaceAll('_', ' ');
}

const stateIcons: Readonly<Record<Exclude<JobState, 'ok'>, string>> = {
  queued: '🔵',
  running: '🔵',
  'waiting for approval': '🟠',
  'waiting for connection': '🟠',
  failing: '🔴',
  disabled: '⚪',
};

/** Green only where the newest run did all that it was to do. */
export function jobIcon({ state, lastRun }: Pick<ListedJob, 'state' | 'lastRun'>): string {
  if (state !== 'ok') return stateIcons[state];
  if (lastRun === null) return '⚪';
  return lastRun.status === 'succeeded' ? '🟢' : '🟡';
}

/** `2 Mar 2026, 13:05`: for what is read on other days too. */
export function lastingMomentText(moment: Date, { timezone }: Pick<Clock, 'timezone'>): string {
  const local = DateTime.fromJSDate(moment, { zone: timezone });
  const at = local.isValid ? local : DateTime.fromJSDate(moment, { zone: 'utc' });
  return at.toFormat('d LLL yyyy, HH:mm', { locale: 'en' });
}

/** `today 13:05`, `Mon 2 Mar, 13:05`; in the person's own time zone. */
export function momentText(moment: Date, { timezone, now }: Clock): string {
  const local = DateTime.fromJSDate(moment, { zone: timezone });
  const at = local.isValid ? local : DateTime.fromJSDate(moment, { zone: 'utc' });
  const today = DateTime.fromJSDate(now, { zone: at.zone }).startOf('day');
  const days = Math.round(at.startOf('day').diff(today, 'days').days);
  const near: Readonly<Record<number, string>> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' };
  const time = at.toFormat('HH:mm');
  const day = near[days];
  if (day !== undefined) return `${day} ${time}`;
  const format = at.year === today.year ? 'ccc d LLL' : 'd LLL yyyy';
  return `${at.toFormat(format, { locale: 'en' })}, ${time}`;
}

export function numberText(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1,204 read, 3 created, 2 updated`; what is nought is left out, but for what was read. */
export function countsText(counts: RunCounts): string {
  const parts = (['created', 'updated', 'unchanged', 'ignored', 'rejected', 'deleted'] as const).filter(
    (name) => counts[name] > 0,
  );
  return [
    `${numberText(counts.read)} read`,
    ...parts.map((name) => `${numberText(counts[name])} ${name}`),
  ].join(', ');
}

/** What the newest run did or does, as mrkdwn without a full stop. */
export function lastRunText(run: Run | null, clock: Clock): string {
  if (run === null) return 'Has not run yet';
  const dry = run.dryRun ? ' (dry run)' : '';
  const when = momentText(run.finishedAt ?? run.startedAt ?? run.queuedAt, clock);
  switch (run.status) {
    case 'queued':
      return `Waits to run since ${when}${dry}`;
    case 'running':
      return `Runs since ${when}${dry}: ${progressText(run)}`;
    case 'waiting for approval':
      return `Waits for approval since ${momentText(run.approval?.askedAt ?? run.queuedAt, clock)}: it ${run.approval === undefined ? 'has read its rows' : wouldText(run.approval)}`;
    case 'failed':
      return `Last run failed ${when}${dry}: ${asTyped(cut(run.error?.message ?? 'no reason is known', maxErrorLength))}`;
    case 'succeeded':
    case 'partly succeeded':
    case 'cancelled':
      break;
  }
  return `Last run ${run.status} ${when}${dry}: ${countsText(run.counts)}`;
}

function progressText({ counts, expectedRows }: Run): string {
  const of = expectedRows === null ? '' : ` of ${numberText(expectedRows)}`;
  return `${numberText(counts.read)}${of} rows read`;
}
