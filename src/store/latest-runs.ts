import { QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { dialectOf } from '../database/open-database.ts';
import { isActive } from '../domain/run.ts';
import type { Run, RunStatus } from '../domain/run.ts';
import { ofTeam, rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import { toRun } from './run-rows.ts';
import type { LatestRuns } from './run-store.ts';

type State = readonly [status: RunStatus, rowsFile: string | null, rejectsFile: string | null];
type Head = readonly [id: string, ...State, jobId: string, retryOf: string | null];

/** Most runs that are kept, some kilobytes each. */
const maxKnown = 10_000;
/** Runs that are read at a time. */
const portion = 500;

/**
 * Of each job its newest sync, and its newest retry where that is newer. They are listed at every turn, and of a run that
 * has ended nothing changes but that its files go: what is known of one is not read again.
 */
export function createLatestRuns(
  database: Sequelize,
  models: Pick<Models, 'runs' | 'team'>,
): () => Promise<LatestRuns> {
  /** Those that have ended, of those that were listed last. */
  let known: ReadonlyMap<string, Run> = new Map();
  // As one value, so that it is one look into the index a job, however long the history is.
  const columns = 'id, status, rows_file, rejects_file, job_id, retry_of';
  const head =
    dialectOf(database) === 'postgres' ? `json_build_array(${columns})::text` : `json_array(${columns})`;

  /** The newest of each job. @param which further conditions of the runs, and of the jobs */
  async function heads(
    which: { readonly runs: string; readonly jobs: string },
    jobs: readonly string[] = [],
  ): Promise<Head[]> {
    const found = await database.query<{ head: string | null }>(
      `SELECT (SELECT ${head} FROM runs
                WHERE job_id = jobs.id AND NOT dry_run ${which.runs}
                ORDER BY queued_at DESC, id DESC LIMIT 1) AS head
         FROM jobs
        WHERE ${ofTeam(models, 'jobs')} ${which.jobs}`,
      { replacements: { team: models.team, jobs }, type: QueryTypes.SELECT },
    );
    return found.flatMap(({ head: text }) => (text === null ? [] : [JSON.parse(text) as Head]));
  }

  /** Whole, of those that nothing newer is known of. */
  async function wholeRuns(all: readonly Head[]): Promise<Map<string, Run>> {
    const runs = new Map<string, Run>();
    const unknown: string[] = [];
    for (const [id, ...rest] of all) {
      const run = known.get(id);
      if (run !== undefined && isAsKnown(run, rest)) runs.set(id, run);
      else unknown.push(id);
    }
    for (let from = 0; from < unknown.length; from += portion) {
      const rows = await models.runs.findAll({ where: { id: unknown.slice(from, from + portion) } });
      for (const row of rows) runs.set(rowOf(row).id, toRun(rowOf(row)));
    }
    return runs;
  }

  return async () => {
    const newest = await heads({ runs: '', jobs: '' });
    const retries = newest.filter(isRetry);
    const syncs = newest.filter((each) => !isRetry(each));
    // Few jobs have a retry last: the syncs before them are looked for apart.
    const jobs = retries.map(([, , , , jobId]) => jobId);
    for (let from = 0; from < jobs.length; from += portion) {
      const which = { runs: 'AND retry_of IS NULL', jobs: 'AND id IN (:jobs)' };
      syncs.push(...(await heads(which, jobs.slice(from, from + portion))));
    }
    const runs = await wholeRuns([...syncs, ...retries]);
    const ended = [...runs.values()].filter(({ status }) => !isActive(status));
    known = new Map(ended.slice(0, maxKnown).map((run) => [run.id, run]));
    return { syncs: byJob(syncs, runs), retries: byJob(retries, runs) };
  };
}

const isRetry = ([, , , , , retryOf]: Head): boolean => retryOf !== null;

function byJob(heads: readonly Head[], runs: ReadonlyMap<string, Run>): Map<string, Run> {
  return new Map(
    heads.flatMap(([id, , , , jobId]) => {
      const run = runs.get(id);
      return run === undefined ? [] : [[jobId, run] as const];
    }),
  );
}

const isAsKnown = (run: Run, [status, rows, rejects]: readonly [...State, ...unknown[]]): boolean =>
  !isActive(status) && run.status === status && run.files.rows === rows && run.files.rejects === rejects;
