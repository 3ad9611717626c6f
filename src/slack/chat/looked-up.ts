/** Answers to what only asks: how jobs are doing, what ran, and why it failed. Out of stored runs, with what to press. */
import type { KnownBlock } from '@slack/types';
import type { Asked } from '../../operations/assistant/ask.ts';
import type { Job } from '../../domain/job.ts';
import type { Run } from '../../domain/run.ts';
import type { AwaitedConnection, ListedJob } from '../../operations/list-jobs.ts';
import { actions, bold, section } from '../blocks/index.ts';
import { reconnectButton } from '../connections/connection-buttons.ts';
import type { Call, Told } from '../feature.ts';
import { jobLines } from '../home/job-card.ts';
import { jobsMessage } from '../jobs/list.ts';
import { countsText, lastRunText, momentText } from '../jobs/words.ts';
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

export async function lookUp(services: Services, by: By, { intent, jobs }: Command): Promise<Told> {
  const listed = await services.operations.listJobs(by.context);
  const clock = { timezone: by.person.timezone, now: by.context.now };
  if (intent === 'list') return jobsMessage(listed, { search: '', page: 0 }, clock);
  const asked = jobs.length === 0 ? listed : listed.filter(({ job }) => jobs.includes(job.name));
  if (asked.length === 0) return { text: 'There are no jobs yet.' };
  switch (intent) {
    case 'history':
      return await histories(services, by, asked, clock);
    case 'why-failed':
      return await failures(services, by, { asked, isAll: jobs.length === 0 }, clock);
    case 'download':
      return await files(services, by, asked, clock);
    case 'status':
    case 'dryrun':
    case 'run':
    case 'fullsync':
    case 'disable':
    case 'enable':
    case 'edit-schedule':
      break;
  }
  return status(asked, clock);
}

function status(asked: readonly ListedJob[], clock: Clock): Told {
  const shown = asked.slice(0, maxJobs);
  const blocks = shown.map((listed) =>
    section(jobLines(listed, clock).join('\n'), { accessory: historyButton({ jobId: listed.job.id }) }),
  );
  const [first] = shown;
  const text =
    shown.length === 1 && first !== undefined
      ? `${bold(first.job.name)}: ${lastRunText(first.lastRun, clock)}`
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

interface Suspects {
  readonly asked: readonly ListedJob[];
  /** No job was named: those whose last run did not end well are meant. */
  readonly isAll: boolean;
}

async function failures(services: Services, by: By, { asked, isAll }: Suspects, clock: Clock): Promise<Told> {
  const suspects = isAll ? asked.filter(isSuspect) : asked;
  if (suspects.length === 0) return { text: 'The last run of every job ended well. Nothing failed.' };
  const blocks: KnownBlock[] = [];
  for (const listed of suspects.slice(0, maxJobs)) {
    blocks.push(...(await failure(services, by, listed, clock)));
  }
  return {
    text: `What went wrong with ${suspects
      .slice(0, maxJobs)
      .map(({ job }) => bold(job.name))
      .join(', ')}`,
    blocks: [...blocks, ...rest(suspects)],
  };
}

/** One that waits for its connection has not failed, and does not run all the same. */
const isSuspect = ({ lastRun, waitsFor }: ListedJob): boolean =>
  waitsFor !== null || lastRun?.status === 'failed' || lastRun?.status === 'partly succeeded';

async function failure(
  { operations }: Services,
  { context }: By,
  listed: ListedJob,
  clock: Clock,
): Promise<KnownBlock[]> {
  const { job, lastRun, waitsFor } = listed;
  if (waitsFor !== null) return waiting(listed, waitsFor, clock);
  const { runs } = await operations.jobHistory(context, {
    job: job.id,
    statuses: ['failed', 'partly succeeded'],
    limit: 1,
    offset: 0,
  });
  const [run] = runs;
  if (run === undefined) {
    return [section(`${bold(job.name)} has not failed. ${lastRunText(lastRun, clock)}.`)];
  }
  const lines = [
    `${statusIcons[run.status]} ${bold(job.name)} ${run.status} ${momentText(run.finishedAt ?? run.queuedAt, clock)}`,
    ...(await reasonLines(run, job, { operations, context: () => context })),
    `${modeText(run)}, started ${starterText(run)}: ${countsText(run.counts)}`,
    ...sinceThen(run, lastRun, clock),
  ];
  return [section(lines.join('\n')), actions(runButtons(run, job), `failure:${run.id}`)];
}

function waiting(listed: ListedJob, { id }: AwaitedConnection, clock: Clock): KnownBlock[] {
  const buttons = [reconnectButton({ id, state: 'expired' }), historyButton({ jobId: listed.job.id })];
  return [section(jobLines(listed, clock).join('\n')), actions(buttons, `waiting:${listed.job.id}`)];
}

/** It may have been mended by now. */
function sinceThen(failed: Run, last: Run | null, clock: Clock): string[] {
  if (last === null || last.id === failed.id) return [];
  return [`Since then: ${lastRunText(last, clock)}.`];
}

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
