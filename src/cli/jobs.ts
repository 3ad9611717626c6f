import type { Run } from '../domain/run.ts';
import type { ListedJob } from '../operations/list-jobs.ts';
import { withApp } from './command.ts';
import { exitStatus } from './exit-status.ts';
import type { ExitStatus } from './exit-status.ts';
import { formatTime } from './format.ts';
import { outputWidth, print, printJson } from './output.ts';
import { runDocument } from './run-document.ts';
import { table } from './table.ts';

/** `crosswalk jobs` */
export async function jobs({ json = false }: { readonly json?: boolean }): Promise<ExitStatus> {
  return await withApp(async ({ app, config, context }) => {
    const listed = await app.operations.listJobs(context());
    if (json) printJson({ jobs: listed.map((each) => jobDocument(each, config.dataDir)) });
    else if (listed.length === 0)
      print('There are no jobs yet. Write a file with connections and jobs, and apply it.');
    else print([jobTable(listed, outputWidth()), ...waitingLines(listed)].join('\n'));
    return exitStatus.done;
  }, 'look');
}

function jobDocument(
  { job, connection, state, schedule, nextRunAt, lastRun, retry }: ListedJob,
  dataDir: string,
): unknown {
  return {
    id: job.id,
    name: job.name,
    description: job.description,
    direction: job.direction,
    connection,
    source: job.source.object,
    target: job.target.object,
    enabled: job.schedule.enabled,
    state,
    schedule,
    nextRunAt: nextRunAt?.toISOString() ?? null,
    lastRun: lastRun === null ? null : runDocument(lastRun, job.name, dataDir),
    // Of rejected rows only, and newer than the last run of the whole job.
    retry: retry === null ? null : runDocument(retry, job.name, dataDir),
  };
}

/** A line a connection that jobs wait for. */
export function waitingLines(listed: readonly ListedJob[]): string[] {
  const names = new Set(listed.flatMap(({ waitsFor }) => (waitsFor === null ? [] : [waitsFor.name])));
  return [...names].map(
    (name) =>
      `The login of "${name}" has expired: its jobs wait until an admin connects it again, by "Reconnect" in Slack.`,
  );
}

const ranText = ({ startedAt, queuedAt, status }: Run): string =>
  `${formatTime(startedAt ?? queuedAt)} ${status}`;

export function jobTable(listed: readonly ListedJob[], width: number): string {
  const columns = [
    { title: 'Job', minWidth: 12 },
    { title: 'Records', minWidth: 12 },
    { title: 'State', minWidth: 8 },
    { title: 'Schedule', minWidth: 12 },
    { title: 'Next run', minWidth: 10 },
    { title: 'Last run', minWidth: 16 },
  ];
  const rows = listed.map(({ job, state, schedule, nextRunAt, lastRun, retry }) => [
    job.name,
    `${job.source.object} → ${job.target.object}`,
    state,
    schedule,
    formatTime(nextRunAt),
    [lastRun === null ? '-' : ranText(lastRun), ...(retry === null ? [] : [`retry ${ranText(retry)}`])].join(
      ', ',
    ),
  ]);
  return table(columns, rows, width);
}
