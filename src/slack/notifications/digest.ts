import { DateTime } from 'luxon';
import type { KnownBlock } from '@slack/types';
import type { Digest } from '../../domain/digest.ts';
import type { SummarizedDay, SummarizedJob, Summary } from '../../operations/digest.ts';
import { barChart } from '../blocks/chart.ts';
import type { ChartBlock } from '../blocks/chart.ts';
import { bold, context as smallPrint, header, section } from '../blocks/index.ts';
import { countsText, lastingMomentText, numberText } from '../jobs/words.ts';
import type { Notification } from './notification.ts';

/** Worst first: who wants to see all of them has App Home. */
const jobsShown = 15;

const periods: Readonly<Record<Digest['cadence'], string>> = {
  daily: 'the last 24 hours',
  weekly: 'the last week',
};

/** What the jobs of a channel did; null where none of them asks for it any more. */
export const digest: Notification<'digest'> = async (
  { kind: _kind, until, ...its },
  { operations, context },
) => {
  const of: Digest = { ...its, until: new Date(until) };
  const summary = await operations.digest(context(), of);
  if (summary.jobs.length === 0) return null;
  const title = `Integrations in ${periods[of.cadence]}`;
  const jobs = summary.jobs.toSorted(
    (one, other) => rank(one) - rank(other) || one.job.name.localeCompare(other.job.name),
  );
  const more = jobs.length - jobsShown;
  const blocks: (KnownBlock | ChartBlock)[] = [
    header(title),
    section(overviewText(summary)),
    ...chartOf(summary.days, of.timezone),
    ...jobs.slice(0, jobsShown).map((job) => section(jobText(job))),
    smallPrint(
      ...(more > 0 ? [`${numberText(more)} more did no worse than these.`] : []),
      `Until ${lastingMomentText(of.until, of)} (${of.timezone}). \`/crosswalk\` shows all jobs.`,
    ),
  ];
  return { text: `${title}: ${overviewText(summary)}`, blocks, isLive: false };
};

/** Failing ones first, those that did nothing last. */
function rank({ runs }: SummarizedJob): number {
  if ((runs.failed ?? 0) > 0) return 0;
  if ((runs['partly succeeded'] ?? 0) > 0) return 1;
  return sumOf(runs) > 0 ? 2 : 3;
}

function sumOf(runs: SummarizedJob['runs']): number {
  return Object.values(runs).reduce((sum, each) => sum + each, 0);
}

function overviewText({ jobs }: Summary): string {
  const runs = jobs.reduce((sum, job) => sum + sumOf(job.runs), 0);
  const failing = jobs.filter((job) => rank(job) === 0).length;
  const partly = jobs.filter((job) => rank(job) === 1).length;
  const idle = jobs.filter((job) => rank(job) === 3).length;
  return [
    `${counted(jobs.length, 'job')}, ${counted(runs, 'run')}`,
    ...(failing === 0 ? [] : [`${counted(failing, 'job')} failed`]),
    ...(partly === 0 ? [] : [`${counted(partly, 'job')} had rows rejected`]),
    ...(idle === 0 ? [] : [`${counted(idle, 'job')} did not run`]),
    ...(failing + partly + idle === 0 ? ['all is well'] : []),
  ].join(' · ');
}

const icons = ['🔴', '🟡', '🟢', '⚪'] as const;

function jobText(summarized: SummarizedJob): string {
  const { job, runs, counts } = summarized;
  const ends = (['failed', 'partly succeeded', 'cancelled'] as const).flatMap((status) =>
    (runs[status] ?? 0) === 0 ? [] : [`${numberText(runs[status] ?? 0)} ${status}`],
  );
  const disabled = job.schedule.enabled ? '' : ' (scheduling is disabled)';
  const total = sumOf(runs);
  const did = total === 0 ? 'did not run' : [counted(total, 'run'), ...ends, countsText(counts)].join(', ');
  return `${icons[rank(summarized)] ?? ''} ${bold(job.name)}${disabled}: ${did}`;
}

function counted(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * Whoever shows the chart chooses its colours, in the order of the series; Slack's block has none. Worst first, as the
 * jobs below: what draws its first colours warm and its later ones cool shows failures in a warm one.
 */
const seriesShown = ['failed', 'partly succeeded', 'succeeded'] as const;

/** Nothing where there were no runs: an empty chart says less than none. */
function chartOf(days: readonly SummarizedDay[], timezone: string): ChartBlock[] {
  if (days.every(({ runs }) => sumOf(runs) === 0)) return [];
  const categories = days.map(({ begins }) =>
    DateTime.fromJSDate(begins, { zone: timezone }).toFormat('ccc d LLL', { locale: 'en' }),
  );
  const series = seriesShown.map((status) => ({
    name: status,
    values: days.map(({ runs }) => runs[status] ?? 0),
  }));
  return [barChart({ title: 'Runs a day', categories, series, yLabel: 'Runs' })];
}
