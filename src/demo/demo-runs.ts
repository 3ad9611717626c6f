import type { App } from '../compose.ts';
import { formatDuration, formatNumber } from '../cli/format.ts';
import { createProgress } from '../cli/progress.ts';
import type { Run, RunMode } from '../domain/run.ts';
import type { OperationContext } from '../operations/operation.ts';

/** How often a run is looked at while it is followed. */
const lookEveryMs = 200;

export const demoContext = (): OperationContext => ({
  actor: 'demo',
  role: 'admin',
  door: 'cli',
  now: new Date(),
});

/** Runs a job to its end, with a progress bar where a person watches. */
export async function runNow(app: App, job: string, mode: RunMode, signal: AbortSignal): Promise<Run> {
  const asked = { job, mode, dryRun: false, adopt: true };
  const { run } = await app.operations.startRun(demoContext(), asked);
  const progress = createProgress();
  const look = setInterval(() => {
    app.operations.showRun(demoContext(), { runId: run.id }).then(
      (now) => progress.show(now, new Date()),
      // Whatever is wrong ends the run itself, and is told there.
      () => undefined,
    );
  }, lookEveryMs);
  try {
    return await app.scheduler.execute(run.id, signal);
  } finally {
    clearInterval(look);
    progress.stop();
  }
}

/** `  People: incremental sync succeeded in 1 s: read 3 = created 1 + updated 2; deleted 1` */
export function runLine(job: string, { mode, status, counts, startedAt, finishedAt, error }: Run): string {
  const took =
    startedAt === null || finishedAt === null
      ? ''
      : ` in ${formatDuration(finishedAt.getTime() - startedAt.getTime())}`;
  const parts = (['created', 'updated', 'unchanged', 'ignored', 'rejected'] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `${name} ${formatNumber(counts[name])}`);
  const sum = parts.length === 0 ? '' : ` = ${parts.join(' + ')}`;
  const deleted = counts.deleted === 0 ? '' : `; deleted ${formatNumber(counts.deleted)}`;
  const why = error === null ? '' : `. ${error.message}`;
  return `  ${job}: ${mode} sync ${status}${took}: read ${formatNumber(counts.read)}${sum}${deleted}${why}`;
}
