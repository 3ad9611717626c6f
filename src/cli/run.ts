import { isTold, UserError } from '../domain/errors.ts';
import type { Run, RunError, RunMode, RunStatus } from '../domain/run.ts';
import { withApp } from './command.ts';
import type { CommandTools } from './command.ts';
import { exitStatus } from './exit-status.ts';
import type { ExitStatus } from './exit-status.ts';
import { formatDuration, formatNumber } from './format.ts';
import { print, printJson, say } from './output.ts';
import { createProgress } from './progress.ts';
import { below, refusedRunDocument, runDocument } from './run-document.ts';
import { toldError } from './told-error.ts';

export interface RunOptions {
  readonly full?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `crosswalk run JOB`: runs a job now and waits until it has ended. */
export async function run(job: string, options: RunOptions): Promise<ExitStatus> {
  const mode: RunMode = options.full === true ? 'full' : 'incremental';
  try {
    return await withApp((tools) => runJob(tools, job, mode, options));
  } catch (error) {
    if (options.json !== true) throw error;
    const told = toldError(error);
    printJson(refusedRunDocument(job, mode, told));
    say(told.message);
    if (!isTold(error) && error instanceof Error) say(error.stack ?? '');
    return exitStatus.failed;
  }
}

async function runJob(
  tools: CommandTools,
  nameOrId: string,
  mode: RunMode,
  { dryRun = false, json = false }: RunOptions,
): Promise<ExitStatus> {
  const { app, config, context } = tools;
  const started = await app.operations.startRun(context(), { job: nameOrId, mode, dryRun, adopt: true });
  const { name } = started.job;
  say(started.adopted ? adoptedText(started.run, mode) : `Run ${started.run.id} of "${name}" begins.`);
  const { run, error } = await follow(tools, started.run.id);
  if (json) printJson({ ...runDocument(run, name, config.dataDir), error });
  else print(summary(run, name, config.dataDir));
  if (error !== null) say(error.message);
  return statuses[run.status];
}

function adoptedText(run: Run, asked: RunMode): string {
  const other =
    run.mode === asked ? '' : ` It is ${syncOf(run)}: run the job again for the one you asked for.`;
  const why = run.startedAt === null ? 'waits already' : 'was interrupted and goes on from where it stood';
  return `Run ${run.id} ${why}.${other}`;
}

/** How often the run is looked at. */
const lookEveryMs = 300;

/** The run when it has ended, or as it is left where this process is told to end before. */
async function follow(
  tools: CommandTools,
  runId: string,
): Promise<{ readonly run: Run; readonly error: RunError | null }> {
  const { app, context } = tools;
  const scheduler = await app.scheduler();
  const progress = createProgress();
  const look = setInterval(() => {
    const now = new Date();
    // One that fails is followed by another look; what is wrong with the database comes out below.
    app.operations.showRun(context(), { runId }).then(
      (run) => progress.show(run, now),
      () => undefined,
    );
  }, lookEveryMs);
  const listening = onSignals(tools, runId, () => scheduler.stop());
  try {
    const run = await scheduler.execute(runId);
    return { run, error: run.error };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'stopped') throw error;
    // Waits until the run is back in the queue.
    await scheduler.stop();
    return { run: await app.operations.showRun(context(), { runId }), error: toldError(error) };
  } finally {
    clearInterval(look);
    progress.stop();
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
    if (isAsked) process.exit(exitStatus.failed);
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
    if (isStopping) process.exit(exitStatus.failed);
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
  'waiting for approval': exitStatus.failed,
  queued: exitStatus.failed,
  running: exitStatus.failed,
};

function syncOf({ mode, dryRun }: Run): string {
  const sync = mode === 'full' ? 'a full sync' : 'an incremental sync';
  return dryRun ? `${sync} as a dry run` : sync;
}

function summary(run: Run, job: string, dataDir: string): string {
  const { counts, startedAt, finishedAt, files } = run;
  const took =
    startedAt === null || finishedAt === null
      ? ''
      : `, ${formatDuration(finishedAt.getTime() - startedAt.getTime())}`;
  const parts = (['created', 'updated', 'unchanged', 'ignored', 'rejected'] as const).map(
    (name) => `${name} ${formatNumber(counts[name])}`,
  );
  const lines = [
    `${job}: ${run.status} (${syncOf(run)}${took})`,
    ...(run.modeReason === null ? [] : [`  ${run.modeReason}`]),
    `  read ${formatNumber(counts.read)} = ${parts.join(' + ')}; deleted ${formatNumber(counts.deleted)}`,
  ];
  const rows = below(dataDir, files.rows);
  const rejects = below(dataDir, files.rejects);
  if (rows !== null) lines.push(`  rows      ${rows}`);
  if (rejects !== null) lines.push(`  rejected  ${rejects}`);
  return lines.join('\n');
}
