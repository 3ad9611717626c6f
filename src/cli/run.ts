import { isTold, UserError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { Run, RunError, RunMode, RunStatus } from '../domain/run.ts';
import { sentText } from '../domain/sent-text.ts';
import { endBySignal } from '../end-by-signal.ts';
import { withApp } from './command.ts';
import type { CommandTools, Scheduler } from './command.ts';
import { countText, isOnlySeen } from './counts.ts';
import { exitStatus } from './exit-status.ts';
import type { ExitStatus } from './exit-status.ts';
import { followRun } from './follow-run.ts';
import { formatDuration, formatNumber } from './format.ts';
import { print, printJson, say } from './output.ts';
import { below, runDocument } from './run-document.ts';
import { toldError } from './told-error.ts';

export interface RunOptions {
  readonly full?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `crosswalk run JOB`: runs a job now and waits until it has ended. */
export async function run(job: string, options: RunOptions): Promise<ExitStatus> {
  return await withApp((tools) => runJob(tools, job, options));
}

async function runJob(
  tools: CommandTools,
  nameOrId: string,
  { full = false, dryRun = false, json = false }: RunOptions,
): Promise<ExitStatus> {
  const { app, config, context } = tools;
  const mode: RunMode = full ? 'full' : 'incremental';
  const scheduler = await app.scheduler();
  await app.operations.showJob(context(), { job: nameOrId });
  // Where it cannot be executed, no run begins.
  await app.hub();
  const started = await app.operations.startRun(context(), { job: nameOrId, mode, dryRun, adopt: true });
  const { name } = started.job;
  say(started.adopted ? adoptedText(started.run, mode) : `Run ${started.run.id} of "${name}" begins.`);
  const { run, error } = await follow(tools, scheduler, started.run);
  if (json) printJson({ ...runDocument(run, name, config.dataDir), error });
  else print(summary({ ...run, error }, started.job, config.dataDir));
  if (json && error !== null) say(error.message);
  return statuses[run.status];
}

function adoptedText(run: Run, asked: RunMode): string {
  const other =
    run.mode === asked ? '' : ` It is ${syncOf(run)}: run the job again for the one you asked for.`;
  const why = run.startedAt === null ? 'waits already' : 'was interrupted and goes on from where it stood';
  return `Run ${run.id} ${why}.${other}`;
}

/** The run when it has ended, or as it is left where this process is told to end before, or cannot go on. */
async function follow(
  tools: CommandTools,
  scheduler: Scheduler,
  begun: Run,
): Promise<{ readonly run: Run; readonly error: RunError | null }> {
  const { app, context, log } = tools;
  const runId = begun.id;
  const look = () => app.operations.showRun(context(), { runId });
  const listening = onSignals(tools, runId, () => scheduler.stop());
  try {
    const run = await followRun(look, () => scheduler.execute(runId));
    return { run, error: run.error };
  } catch (error) {
    if (!isTold(error)) log.error({ err: error, runId }, 'a run could not be followed to its end');
    // Waits until the run is back in the queue.
    await scheduler.stop();
    // Where even that cannot be asked any more, it is told as it began.
    return { run: await look().catch(() => begun), error: toldError(error) };
  } finally {
    listening.end();
  }
}

/** Ctrl-C asks for the run to be cancelled; a second one, or a request to end, ends this process. */
function onSignals(
  { app, context, log }: CommandTools,
  runId: string,
  putBack: () => Promise<void>,
): { end(): void } {
  let isAsked = false;
  const cancel = (): void => {
    if (isAsked) endBySignal('SIGINT');
    isAsked = true;
    say(
      'The run is asked to stop. Press Ctrl-C again to end at once; the run is then resumed the next time.',
    );
    app.operations.cancelRun(context(), { runId }).catch((error: unknown) => {
      // It may have ended at that very moment.
      if (error instanceof UserError) say(error.message);
      else log.error({ err: error }, 'the run could not be cancelled');
    });
  };
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) endBySignal('SIGTERM');
    isStopping = true;
    say('The run is put back into the queue, and goes on from where it stood.');
    void putBack();
  };
  process.on('SIGINT', cancel);
  process.on('SIGTERM', stop);
  return {
    end() {
      process.off('SIGINT', cancel);
      process.off('SIGTERM', stop);
    },
  };
}

const statuses: Readonly<Record<RunStatus, ExitStatus>> = {
  succeeded: exitStatus.done,
  'partly succeeded': exitStatus.partly,
  failed: exitStatus.failed,
  cancelled: exitStatus.failed,
  // Nobody is left to follow it: somebody has to approve it first.
  'waiting for approval': exitStatus.waiting,
  queued: exitStatus.failed,
  running: exitStatus.failed,
};

function syncOf({ mode, dryRun }: Run): string {
  const sync = mode === 'full' ? 'a full sync' : 'an incremental sync';
  return dryRun ? `${sync} as a dry run` : sync;
}

/** What it would do, and who may let it. */
function waitingLines({ id, status, approval }: Run): string[] {
  if (status !== 'waiting for approval' || approval === undefined) return [];
  const { known, share, atLeast, expiresAt } = approval;
  return [
    `  It would change or reject more than ${share} % of the ${formatNumber(known)} records that the job knows, and at least ${formatNumber(atLeast)}. Nothing is written yet.`,
    `  An admin approves or rejects it in Slack, or here: crosswalk approve ${id}, crosswalk reject ${id}. It fails at ${expiresAt.toISOString()} otherwise.`,
  ];
}

function summary(run: Run, job: Job, dataDir: string): string {
  const { counts, status, startedAt, finishedAt, files, error } = run;
  const onlySeen = isOnlySeen(run);
  // Of a run that failed before it read anything there is nothing to count.
  const hasCounts = error === null || Object.values(counts).some((count) => count > 0);
  const took =
    startedAt === null || finishedAt === null
      ? ''
      : `, ${formatDuration(finishedAt.getTime() - startedAt.getTime())}`;
  const parts = (['created', 'updated', 'unchanged', 'ignored', 'rejected'] as const).map((name) =>
    countText(name, counts, onlySeen),
  );
  const lines = [
    `${job.name}: ${run.status} (${syncOf(run)}${took})`,
    ...(run.modeReason === null ? [] : [`  ${run.modeReason}`]),
    ...(error === null ? [] : [`  ${error.message}`]),
    ...waitingLines(run),
    ...(hasCounts
      ? [
          `  read ${formatNumber(counts.read)} = ${parts.join(' + ')}; ${countText('deleted', counts, onlySeen)}`,
        ]
      : []),
  ];
  const sent = hasCounts && status !== 'waiting for approval' ? sentText(job, run) : null;
  if (sent !== null) lines.push(`  ${sent}`);
  const rows = below(dataDir, files.rows);
  const rejects = below(dataDir, files.rejects);
  if (rows !== null) lines.push(`  rows      ${rows}`);
  if (rejects !== null) lines.push(`  rejected  ${rejects}`);
  return lines.join('\n');
}
