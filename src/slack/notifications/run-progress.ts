import type { KnownBlock } from '@slack/types';
import { formatDuration } from '../../domain/duration-text.ts';
import { createRunPace } from '../../domain/run-pace.ts';
import type { Pace } from '../../domain/run-pace.ts';
import type { Job } from '../../domain/job.ts';
import type { Run, RunRetry } from '../../domain/run.ts';
import { isActive } from '../../domain/run.ts';
import { asTyped, bold, cut, section } from '../blocks/index.ts';
import { numberText } from '../jobs/words.ts';
import { keepNewest } from '../../domain/keep-newest.ts';
import type { Worded } from '../outbox/outbox.ts';
import { approvedLines } from '../runs/approval-words.ts';
import { wouldText } from '../../domain/guard.ts';
import { runActionsBlock, runButtons } from '../runs/run-buttons.ts';
import {
  allCounts,
  barText,
  durationText,
  failureText,
  modeText,
  phaseTexts,
  starterText,
  statusIcons,
} from '../runs/run-words.ts';
import { sentLines } from '../runs/sent-lines.ts';
import { deletedJob, jobOf } from './job-name.ts';
import type { Notification } from './notification.ts';
import { rejectLines } from './reject-lines.ts';

/** Runs that are followed at one time; of more, some begin their rates anew. */
const maxPaces = 500;
const maxReasonLength = 300;
/** Why rows were rejected: the thread has more. */
const reasonsShown = 3;
const waitingLookMs = 60_000;

/** How a run gets on, and how it ended. */
export function createRunProgress(): Notification<'run progress'> {
  /** By run, oldest first. */
  const paces = new Map<string, ReturnType<typeof createRunPace>>();

  function paceOf(run: Run, now: Date): Pace {
    const pace = paces.get(run.id) ?? createRunPace();
    keepNewest(paces, run.id, pace, maxPaces);
    return pace(run, now);
  }

  return async ({ runId }, { operations, context }) => {
    const on = context();
    const run = await operations.showRun(on, { runId });
    const job = await jobOf(run.jobId, operations, on);
    if (isActive(run.status)) return wordActive(run, job, paceOf(run, on.now));
    paces.delete(run.id);
    const { rejected } = run.counts;
    const summary = rejected === 0 ? null : await operations.rejectSummary(on, { runId });
    const why = summary === null ? [] : rejectLines(summary, reasonsShown);
    return wordEnded(run, job, [...sentLines(job, run), ...why], on.now);
  };
}

function wordActive(run: Run, job: Job | null, pace: Pace): Worded {
  const name = job?.name ?? deletedJob;
  const failure = failureText(run);
  const stands = `${modeText(run)} is ${run.status}`;
  const title = `${statusIcons[run.status]} ${bold(name)} · ${stands} · started ${starterText(run)}`;
  const waits = run.approval === undefined ? [] : [`It ${wouldText(run.approval)}. An admin has to decide.`];
  const more =
    run.status === 'running' ? progressLines(run, pace) : run.status === 'waiting for approval' ? waits : [];
  const lines = [title, ...more, ...(failure === null ? [] : [failure])];
  return {
    text: `${asTyped(name)}: ${stands}`,
    blocks: [section(lines.join('\n')), runActionsBlock(run, runButtons(run, job))],
    isLive: true,
    // Whoever decides brings it up to date.
    ...(run.status === 'waiting for approval' ? { lookAgainMs: waitingLookMs } : {}),
  };
}

function progressLines(run: Run, { rowsPerSecond, leftMs }: Pace): string[] {
  const of = run.expectedRows === null ? '' : ` of ${numberText(run.expectedRows)}`;
  const bar = barText(run);
  const figures = [
    ...(bar === null ? [] : [bar]),
    ...(rowsPerSecond > 0 ? [`${numberText(Math.round(rowsPerSecond))} rows/s`] : []),
    ...(leftMs === null ? [] : [`about ${formatDuration(leftMs)} left`]),
  ];
  return [
    `${phaseTexts[run.phase]} · ${numberText(run.counts.read)}${of} rows`,
    ...(figures.length === 0 ? [] : [figures.join(' · ')]),
    ...(run.retry === null ? [] : [retryText(run.retry)]),
  ];
}

/** Why it seems to stand still. */
function retryText({ attempt, attempts, reason }: RunRetry): string {
  return `⏳ Try ${attempt} of ${attempts} failed, and the next one follows: ${asTyped(cut(reason, maxReasonLength))}`;
}

function wordEnded(run: Run, job: Job | null, details: readonly string[], now: Date): Worded {
  const name = job?.name ?? deletedJob;
  const duration = durationText(run, now);
  const took = duration === null ? '' : ` · ${duration}`;
  const failure = failureText(run);
  const lines = [
    `${statusIcons[run.status]} ${bold(name)} · ${modeText(run)} *${run.status}*${took} · started ${starterText(run)}`,
    allCounts(run),
    ...details,
    ...approvedLines(run),
    ...(failure === null ? [] : [failure]),
  ];
  const blocks: KnownBlock[] = [section(lines.join('\n')), runActionsBlock(run, runButtons(run, job))];
  return { text: `${asTyped(name)}: ${modeText(run)} ${run.status}`, blocks, isLive: false };
}
