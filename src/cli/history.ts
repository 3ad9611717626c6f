import { isPersonId } from '../domain/person-id.ts';
import type { Run, RunStatus } from '../domain/run.ts';
import { specialRun } from '../domain/special-run.ts';
import { withApp } from './command.ts';
import { countText, isOnlySeen } from './counts.ts';
import { exitStatus } from './exit-status.ts';
import type { ExitStatus } from './exit-status.ts';
import { formatDuration, formatNumber, formatTime } from './format.ts';
import { outputWidth, print, printJson } from './output.ts';
import { runDocument } from './run-document.ts';
import { table, wrap } from './table.ts';

export interface HistoryOptions {
  readonly json?: boolean;
  readonly status?: readonly RunStatus[];
  readonly limit: number;
  readonly page: number;
}

/** `crosswalk history JOB`: its runs, newest first. */
export async function history(
  nameOrId: string,
  { json = false, status, limit, page }: HistoryOptions,
): Promise<ExitStatus> {
  return await withApp(async ({ app, config, context }) => {
    const { job, runs, total } = await app.operations.jobHistory(context(), {
      job: nameOrId,
      limit,
      offset: (page - 1) * limit,
      ...(status === undefined ? {} : { statuses: status }),
    });
    if (json) {
      const documents = runs.map((run) => ({
        ...runDocument(run, job.name, config.dataDir),
        trigger: run.trigger,
        startedBy: run.startedBy,
        dryRun: run.dryRun,
        modeReason: run.modeReason,
      }));
      printJson({ job: { id: job.id, name: job.name }, total, page, runs: documents });
    } else print(historyText(job.name, { runs, total, page, limit }, outputWidth()));
    return exitStatus.done;
  }, 'look');
}

export function historyText(
  job: string,
  { runs, total, page, limit }: { runs: readonly Run[]; total: number; page: number; limit: number },
  width: number,
): string {
  const pages = Math.ceil(total / limit);
  if (total === 0) return `There are no such runs of "${job}".`;
  if (runs.length === 0) {
    return `There is no page ${formatNumber(page)}: the last one of "${job}" is --page ${pages}.`;
  }
  const columns = [
    { title: 'Started' },
    { title: 'Status', minWidth: 9 },
    { title: 'Sync', minWidth: 11 },
    { title: 'Took', align: 'right' as const },
    { title: 'By', minWidth: 8 },
  ];
  const rows = runs.map((run) => [
    formatTime(run.startedAt ?? run.queuedAt),
    run.status,
    kindOf(run),
    durationOf(run),
    starterOf(run),
  ]);
  const [head = '', ...lines] = table(columns, rows, width).trimEnd().split('\n');
  // A row may have taken several lines; the details come after the last of them.
  const starts = lines.flatMap((line, index) => (line.startsWith(' ') ? [] : [index]));
  const blocks = runs.map((run, index) => [
    ...lines.slice(starts[index], starts[index + 1]),
    ...detailsOf(run).flatMap((detail) => wrap(detail, width - 2).map((line) => `  ${line}`)),
  ]);
  const more = page < pages ? [`Page ${page} of ${pages}: see more with --page.`] : [];
  return [head, ...blocks.flat(), ...more].join('\n');
}

function kindOf(run: Run): string {
  const kind = specialRun(run) ?? run.mode;
  return run.dryRun ? `${kind}, dry run` : kind;
}

/** People of Slack are known by their ids alone here: `@` says what they are. */
function starterOf({ trigger, startedBy }: Run): string {
  if (trigger === 'schedule') return 'schedule';
  if (trigger === 'catch-up') return 'schedule, late';
  return `${isPersonId(startedBy) ? `@${startedBy}` : startedBy} (${trigger})`;
}

function durationOf({ startedAt, finishedAt }: Run): string {
  return startedAt === null || finishedAt === null
    ? '-'
    : formatDuration(finishedAt.getTime() - startedAt.getTime());
}

function detailsOf(run: Run): string[] {
  const { counts, error, id } = run;
  const onlySeen = isOnlySeen(run);
  const names = ['read', 'created', 'updated', 'unchanged', 'ignored', 'rejected', 'deleted'] as const;
  const numbers = names.map((name) => countText(name, counts, onlySeen)).join(', ');
  return [numbers, ...(error === null ? [] : [error.message]), `run ${id}`];
}
