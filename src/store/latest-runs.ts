import { QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { dialectOf } from '../database/open-database.ts';
import { isActive } from '../domain/run.ts';
import type { Run, RunStatus } from '../domain/run.ts';
import { ofTeam, rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import { toRun } from './run-rows.ts';

type State = readonly [status: RunStatus, rowsFile: string | null, rejectsFile: string | null];
type Head = readonly [id: string, ...State];

/** Most runs that are kept, some kilobytes each. */
const maxKnown = 10_000;
/** Runs that are read at a time. */
const portion = 500;

/**
 * The newest run of each job, by the job's id. They are listed at every turn, and of a run that has ended nothing changes
 * but that its files go: what is known of one is not read again.
 */
export function createLatestRuns(
  database: Sequelize,
  models: Pick<Models, 'runs' | 'team'>,
): () => Promise<ReadonlyMap<string, Run>> {
  /** Those that have ended, of those that were listed last. */
  let known: ReadonlyMap<string, Run> = new Map();
  // As one value, so that it is one look into the index a job, however long the history is.
  const columns = 'id, status, rows_file, rejects_file';
  const head =
    dialectOf(database) === 'postgres' ? `json_build_array(${columns})::text` : `json_array(${columns})`;

  return async () => {
    const found = await database.query<{ head: string | null }>(
      `SELECT (SELECT ${head} FROM runs
                WHERE job_id = jobs.id AND NOT dry_run AND retry_of IS NULL
                ORDER BY queued_at DESC, id DESC LIMIT 1) AS head
         FROM jobs
        WHERE ${ofTeam(models, 'jobs')}`,
      { replacements: { team: models.team }, type: QueryTypes.SELECT },
    );
    const latest = new Map<string, Run>();
    const unknown: string[] = [];
    for (const { head: text } of found) {
      if (text === null) continue;
      const [id, ...rest] = JSON.parse(text) as Head;
      const run = known.get(id);
      if (run !== undefined && isAsKnown(run, rest)) latest.set(run.jobId, run);
      else unknown.push(id);
    }
    for (let from = 0; from < unknown.length; from += portion) {
      const rows = await models.runs.findAll({ where: { id: unknown.slice(from, from + portion) } });
      for (const row of rows) latest.set(rowOf(row).jobId, toRun(rowOf(row)));
    }
    const ended = [...latest.values()].filter(({ status }) => !isActive(status));
    known = new Map(ended.slice(0, maxKnown).map((run) => [run.id, run]));
    return latest;
  };
}

const isAsKnown = (run: Run, [status, rows, rejects]: State): boolean =>
  !isActive(status) && run.status === status && run.files.rows === rows && run.files.rejects === rejects;
