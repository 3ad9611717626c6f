import { QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { keepNewest } from '../domain/keep-newest.ts';
import { isActive } from '../domain/run.ts';
import type { Run } from '../domain/run.ts';
import { ofTeam, rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import { toRun } from './run-rows.ts';

interface Head extends Pick<Run, 'id' | 'status'> {
  readonly rowsFile: string | null;
  readonly rejectsFile: string | null;
}

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
  const known = new Map<string, Run>();

  return async () => {
    // One look into the index a job, however long the history is.
    const heads = await database.query<Head>(
      `SELECT runs.id, runs.status, runs.rows_file AS "rowsFile", runs.rejects_file AS "rejectsFile"
         FROM jobs
         JOIN runs ON runs.id = (SELECT id FROM runs newest
                                  WHERE newest.job_id = jobs.id AND NOT newest.dry_run AND newest.retry_of IS NULL
                                  ORDER BY newest.queued_at DESC, newest.id DESC LIMIT 1)
        WHERE ${ofTeam(models, 'jobs')}`,
      { replacements: { team: models.team }, type: QueryTypes.SELECT },
    );
    const latest = new Map<string, Run>();
    const unknown: string[] = [];
    for (const head of heads) {
      const run = known.get(head.id);
      if (run !== undefined && isAsKnown(run, head)) latest.set(run.jobId, run);
      else unknown.push(head.id);
    }
    for (let from = 0; from < unknown.length; from += portion) {
      const found = await models.runs.findAll({ where: { id: unknown.slice(from, from + portion) } });
      for (const run of found.map((row) => toRun(rowOf(row)))) {
        latest.set(run.jobId, run);
        if (!isActive(run.status)) keepNewest(known, run.id, run, maxKnown);
      }
    }
    return latest;
  };
}

const isAsKnown = (run: Run, { status, rowsFile, rejectsFile }: Head): boolean =>
  !isActive(status) &&
  run.status === status &&
  run.files.rows === rowsFile &&
  run.files.rejects === rejectsFile;
