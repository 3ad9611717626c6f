/** Answers to what only asks: how jobs are doing, what ran, and why it failed. Out of stored runs, with what to press. */
import type { KnownBlock } from '@slack/types';
import { DateTime } from 'luxon';
import type { Asked } from '../../operations/assistant/ask.ts';
import type { Job } from '../../domain/job.ts';
import { badEnds, isBadEnd } from '../../domain/run.ts';
import type { Run } from '../../domain/run.ts';
import type { AwaitedConnection, ListedJob } from '../../operations/list-jobs.ts';
import { actions, asTyped, bold, section } from '../blocks/index.ts';
import { reconnectButton } from '../connections/connection-buttons.ts';
import type { Call, Told } from '../feature.ts';
import { jobLines } from '../home/job-card.ts';
import { jobsMessage } from '../jobs/list.ts';
import { countsText, lastRunLines, lastRunText, momentText, numberText, runText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import { reasonLines } from '../notifications/run-ended.ts';
import { downloadButton, historyButton, runButtons } from '../runs/run-buttons.ts';
import { modeText, starterText, statusIcons } from '../runs/run-words.ts';
import type { SlackServices } from '../services.ts';

export type Command = Extract<Asked['proposal'], { kind: 'command' }>;
type Services = Pick<SlackServices, 'operations'>;
type By = Pick<Call, 'context' | 'person'>;

/** In one message; the rest is counted. */
const maxJobs = 5;
const runsShown = 5;

interface Looked extends Pick<Command, 'intent' | 'jobs'> {
  readonly period: Asked['period'];
}

export async function lookUp(services: Services, by: By, { intent, jobs, period }: Looked): Promise<Told> {
  const listed = await services.operations.listJobs(by.context);
  const clock = { timezone: by.person.timezone, now: by.context.now };
  if (intent === 'list') return jobsMessage(listed, { search: '', page: 0 }, clock);
  const asked = jobs.length === 0 ? listed : listed.filter(({ job }) => jobs.includes(job.name));
  if (asked.length === 0) return { text: 'There are no jobs yet.' };
  switch (intent) {
    case 'history':
      return await histories(services, by, asked, clock);
    case 'why-failed':
      return jobs.length === 0
        ? await allFailures(services, by, { asked, period }, clock)
        : await failures(services, by, asked, clock);
    case 'download':
      return await files(services, by, asked, clock);
    case 'status':
    case 'dryrun':
    case 'run':
    case 'fullsync':
    case 'cancel':
    case 'disable':
    case 'enable':
    case 'edit-schedule':
      break;
  }
  return status(asked, clock);
}

function status(asked: readonly ListedJob[], clock: Clock): Told {
  // Of many, those first that somebody has to look after.
  const shown = asked.toSorted((a, b) => Number(isSuspect(b)) - Number(isSuspect(a))).slice(0, maxJobs);
  const blocks = shown.map((listed) =>
    section(jobLines(listed, clock).join('\n'), { accessory: historyButton({ jobId: listed.job.id }) }),
  );
  const [first] = shown;
  const text =
    shown.length === 1 && first !== undefined
      ? `${bold(first.job.name)}: ${lastRunLines(first, clock).join('. ')}`
      : `${asked.length} jobs`;
  return { text, blocks: [...blocks, ...rest(asked)] };
}

function rest(asked: readonly ListedJob[]): KnownBlock[] {
  const more = asked.length - maxJobs;
  return more > 0 ? [section(`and ${more} more: \`/crosswalk list\` lists all.`)] : [];
}

async function histories(
  { operations }: Services,
  { context }: By,
  asked: readonly ListedJob[],
  clock: Clock,
): Promise<Told> {
  const blocks: KnownBlock[] = [];
  for (const { job } of asked.slice(0, maxJobs)) {
    const { runs, total } = await operations.jobHistory(context, {
      job: job.id,
      limit: runsShown,
      offset: 0,
    });
    const lines = runs.map((run) => `${statusIcons[run.status]} ${runLine(run, clock)}`);
    const none = total === 0 ? ['Has not run yet.'] : [];
    const accessory = total === 0 ? {} : { accessory: historyButton({ jobId: job.id }) };
    blocks.push(section([bold(job.name), ...lines, ...none].join('\n'), accessory));
  }
  return {
    text: `Runs of ${asked
      .slice(0, maxJobs)
      .map(({ job }) => bold(job.name))
      .join(', ')}`,
    blocks: [...blocks, ...rest(asked)],
  };
}

function runLine(run: Run, clock: Clock): string {
  const when = momentText(run.finishedAt ?? run.startedAt ?? run.queuedAt, clock);
  return `${when} · ${modeText(run)} ${run.status} · ${countsText(run.counts)} · started ${starterText(run)}`;
}

async function failures(
  services: Services,
  by: By,
  asked: readonly ListedJob[],
  clock: Clock,
): Promise<Told> {
  const blocks: KnownBlock[] = [];
  for (const listed of asked.slice(0, maxJobs))
    blocks.push(...(await failureOf(services, by, listed, clock)));
  return { text: `What went wrong with ${namesOf(asked)}`, blocks: [...blocks, ...rest(asked)] };
}

const namesOf = (listed: readonly ListedJob[]): string =>
  listed
    .slice(0, maxJobs)
    .map(({ job }) => bold(job.name))
    .join(', ');

interface Suspects {
  readonly asked: readonly ListedJob[];
  /** null: how it stands now is asked as well. */
  readonly period: Asked['period'];
}

const usualDays = 7;

/** No job was named: those are meant of which a run failed or rejected rows, newest first. */
async function allFailures(
  services: Services,
  by: By,
  { asked, period }: Suspects,
  clock: Clock,
): Promise<Told> {
  const since = period?.since ?? DateTime.fromJSDate(clock.now).minus({ days: usualDays }).toJSDate();
  const time = period === null ? { since } : { since, until: period.until };
  const failed = await services.operations.failedJobs(by.context, time);
  const byId = new Map(asked.map((each) => [each.job.id, each]));
  const named = failed.flatMap((id) => byId.get(id) ?? []);
  const others = asked.filter((each) => period === null && !named.includes(each) && isSuspect(each));
  const suspects = [...named, ...others];
  const when = periodText(period, since, clock);
  if (suspects.length === 0) {
    const now = period === null ? ' The last run of every job ended well.' : '';
    return { text: `No run of any job failed or rejected rows ${when}.${now}` };
  }
  const blocks: KnownBlock[] = [];
  for (const listed of suspects.slice(0, maxJobs)) {
    const within = named.includes(listed) ? time : {};
    blocks.push(...(await failureOf(services, by, listed, clock, within)));
  }
  const headline = `Runs that failed or rejected rows ${when}: ${namesOf(suspects)}.`;
  return { text: headline, blocks: [section(headline), ...blocks, ...rest(suspects)] };
}

/** `this week (since Mon 2 Mar, 00:00)`: what is meant by the words, too. */
function periodText(period: Asked['period'], since: Date, clock: Clock): string {
  if (period === null) return `in the last ${usualDays} days`;
  const isOver = period.until < clock.now;
  const bounds = isOver
    ? `${momentText(period.since, clock)} to ${momentText(period.until, clock)}`
    : `since ${momentText(since, clock)}`;
  return `${asTyped(period.words.toLowerCase())} (${bounds})`;
}

/** One that waits for its connection has not failed, and does not run all the same. */
const isSuspect = ({ lastRun, retry, waitsFor }: ListedJob): boolean =>
  waitsFor !== null || [lastRun, retry].some((run) => run !== null && isBadEnd(run.status));

interface Within {
  readonly since?: Date;
  readonly until?: Date;
}

/** Of the newest run that did not end well; of a time, with those before it, and otherwise alone, however long ago. */
async function failureOf(
  services: Services,
  by: By,
  listed: ListedJob,
  clock: Clock,
  within: Within = {},
): Promise<KnownBlock[]> {
  const { job, waitsFor } = listed;
  if (waitsFor !== null) return waiting(listed, waitsFor, clock);
  const isOfTime = within.since !== undefined;
  const { runs, total } = await services.operations.jobHistory(by.context, {
    ...within,
    job: job.id,
    statuses: badEnds,
    ...(isOfTime ? { wrote: true } : {}),
    limit: isOfTime ? earlierShown + 1 : 1,
    offset: 0,
  });
  const [run, ...earlier] = runs;
  if (run === undefined) {
    return [section(`${bold(job.name)} has not failed. ${lastRunLines(listed, clock).join('. ')}.`)];
  }
  const more = isOfTime ? total - runs.length : 0;
  return await failure(services, by, { listed, run, earlier, more }, clock);
}

interface Failure {
  readonly listed: ListedJob;
  readonly run: Run;
  /** Others of its runs that did not end well, newest first. */
  readonly earlier: readonly Run[];
  /** Before those. */
  readonly more: number;
}

const earlierShown = 3;

async function failure(
  { operations }: Services,
  { context }: By,
  { listed, run, earlier, more }: Failure,
  clock: Clock,
): Promise<KnownBlock[]> {
  const { job } = listed;
  const lines = [
    `${statusIcons[run.status]} ${bold(job.name)} ${run.status} ${momentText(run.finishedAt ?? run.queuedAt, clock)}`,
    ...(await reasonLines(run, job, { operations, context: () => context })),
    `${modeText(run)}, started ${starterText(run)}: ${countsText(run.counts)}`,
    ...aroundIt({ listed, run, earlier, more }, clock),
    ...earlier.map((each) => `Before that: ${runLine(each, clock)}`),
    ...(more > 0 ? [`and ${numberText(more)} more: press History.`] : []),
  ];
  return [section(lines.join('\n')), actions(runButtons(run, job), `failure:${run.id}`)];
}

function waiting(listed: ListedJob, { id }: AwaitedConnection, clock: Clock): KnownBlock[] {
  const buttons = [reconnectButton({ id, state: 'expired' }), historyButton({ jobId: listed.job.id })];
  return [section(jobLines(listed, clock).join('\n')), actions(buttons, `waiting:${listed.job.id}`)];
}

/** It may have been mended by now; and of a retry it is told how the job itself stood before. */
function aroundIt({ run: failed, listed: { lastRun, retry }, earlier }: Failure, clock: Clock): string[] {
  const isLater = (run: Run): boolean => run.id !== failed.id && run.queuedAt > failed.queuedAt;
  const others = [lastRun, retry].filter((run) => run !== null);
  const before = others.filter(
    (run) =>
      failed.retryOf !== undefined &&
      run === lastRun &&
      !isLater(run) &&
      !earlier.some(({ id }) => id === run.id),
  );
  return [
    ...before.map((run) => `Before that: ${runText(run, 'Last sync', clock)}.`),
    ...others.filter(isLater).map((run) => `Since then: ${laterText(run, clock)}.`),
  ];
}

const laterText = (run: Run, clock: Clock): string =>
  run.retryOf === undefined ? lastRunText(run, clock) : runText(run, 'Retry of rejected rows', clock);

async function files(
  { operations }: Services,
  { context }: By,
  asked: readonly ListedJob[],
  clock: Clock,
): Promise<Told> {
  const found = await Promise.all(
    asked
      .slice(0, maxJobs)
      .map(async ({ job }) => ({ job, run: await newestFile(operations, context, job) })),
  );
  const blocks = found.flatMap(({ job, run }): KnownBlock[] =>
    run === null
      ? [section(`${bold(job.name)} has no run file.`)]
      : [
          section(`${bold(job.name)}: the rows of ${runLine(run, clock)}`),
          actions([downloadButton(run)], `file:${run.id}`),
        ],
  );
  return { text: 'Run files', blocks: [...blocks, ...rest(asked)] };
}

async function newestFile(
  operations: SlackServices['operations'],
  context: Call['context'],
  { id }: Job,
): Promise<Run | null> {
  const { runs } = await operations.jobHistory(context, { job: id, withRows: true, limit: 1, offset: 0 });
  return runs[0] ?? null;
}
