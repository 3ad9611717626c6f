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

/** Green only where the newest run did all that it was to do, and what was tried again since did, too. */
export function jobIcon({ state, lastRun, retry }: Pick<ListedJob, 'state' | 'lastRun' | 'retry'>): string {
  if (state !== 'ok') return stateIcons[state];
  if (lastRun === null) return '⚪';
  const isWhole = lastRun.status === 'succeeded' && (retry === null || retry.status === 'succeeded');
  return isWhole ? '🟢' : '🟡';
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

/** What the newest run did or does, as lines of mrkdwn without full stops: two where rejected rows were tried again since. */
export function lastRunLines(
  { lastRun, retry }: Pick<ListedJob, 'lastRun' | 'retry'>,
  clock: Clock,
): string[] {
  if (retry === null) return [lastRunText(lastRun, clock)];
  // It is not the last run then, and what the last one did is in the line below.
  const sync = lastRun === null ? [] : [runText(lastRun, 'Last sync', clock)];
  return [...sync, runText(retry, 'Retry of rejected rows', clock)];
}

/** What the newest run did or does, as mrkdwn without a full stop. */
export function lastRunText(run: Run | null, clock: Clock): string {
  return run === null ? 'Has not run yet' : runText(run, 'Last run', clock);
}

/** @param name what the run is called */
export function runText(run: Run, name: string, clock: Clock): string {
  const dry = run.dryRun ? ' (dry run)' : '';
  const when = momentText(run.finishedAt ?? run.startedAt ?? run.queuedAt, clock);
  const of = run.retryOf === undefined ? '' : `${name}: `;
  switch (run.status) {
    case 'queued':
      return `${of}Waits to run since ${when}${dry}`;
    case 'running':
      return `${of}Runs since ${when}${dry}: ${progressText(run)}`;
    case 'waiting for approval':
      return `${of}Waits for approval since ${momentText(run.approval?.askedAt ?? run.queuedAt, clock)}: it ${run.approval === undefined ? 'has read its rows' : wouldText(run.approval)}`;
    case 'failed':
      return `${name} failed ${when}${dry}: ${asTyped(cut(run.error?.message ?? 'no reason is known', maxErrorLength))}`;
    case 'succeeded':
    case 'partly succeeded':
    case 'cancelled':
      break;
  }
  return `${name} ${run.status} ${when}${dry}: ${countsText(run.counts)}`;
}

function progressText({ counts, expectedRows }: Run): string {
  const of = expectedRows === null ? '' : ` of ${numberText(expectedRows)}`;
  return `${numberText(counts.read)}${of} rows read`;
}
