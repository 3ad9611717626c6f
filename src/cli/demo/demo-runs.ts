import type { Demo } from '../../demo.ts';
import type { Run, RunMode } from '../../domain/run.ts';
import type { OperationContext } from '../../operations/operation.ts';
import { countText } from '../counts.ts';
import { followRun } from '../follow-run.ts';
import { formatDuration, formatNumber } from '../format.ts';

export const demoContext = (): OperationContext => ({
  actor: 'demo',
  role: 'admin',
  door: 'cli',
  now: new Date(),
});

/** Runs a job to its end, with a progress bar where a person watches. */
export async function runNow(
  { operations, scheduler }: Demo['app'],
  job: string,
  mode: RunMode,
  signal: AbortSignal,
): Promise<Run> {
  const asked = { job, mode, dryRun: false, adopt: true };
  const { run } = await operations.startRun(demoContext(), asked);
  return await followRun(
    () => operations.showRun(demoContext(), { runId: run.id }),
    () => scheduler.execute(run.id, signal),
  );
}

/** `  People: incremental sync succeeded in 1 s: read 3 = created 1 + updated 2; deleted 1` */
export function runLine(
  job: string,
  { mode, dryRun, status, counts, startedAt, finishedAt, error }: Run,
): string {
  const took =
    startedAt === null || finishedAt === null
      ? ''
      : ` in ${formatDuration(finishedAt.getTime() - startedAt.getTime())}`;
  const parts = (['created', 'updated', 'unchanged', 'ignored', 'rejected'] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => countText(name, counts, dryRun));
  const sum = parts.length === 0 ? '' : ` = ${parts.join(' + ')}`;
  const deleted = counts.deleted === 0 ? '' : `; ${countText('deleted', counts, dryRun)}`;
  const why = error === null ? '' : `. ${error.message}`;
  return `  ${job}: ${mode} ${dryRun ? 'dry run' : 'sync'} ${status}${took}: read ${formatNumber(counts.read)}${sum}${deleted}${why}`;
}
