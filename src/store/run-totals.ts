/** Runs as figures: what they came to together, and what they usually take. */
import { Op, QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { zeroCounts } from '../domain/run.ts';
import type { RunCounts, RunMode, RunStatus } from '../domain/run.ts';
import { ofTeam, rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { RunsInTime, RunTotals } from './run-store.ts';

type CountName = keyof RunCounts;
const countNames = Object.keys(zeroCounts) as readonly CountName[];
/** SQLite takes 32,766 values a statement, PostgreSQL 65,535. */
const jobsAtOnce = 1_000;

type TotalsRow = Readonly<Record<CountName | 'runs', number | string>> & {
  readonly job_id: string;
  readonly status: RunStatus;
};

export async function runTotals(
  database: Sequelize,
  models: Models,
  { jobIds, since, until }: RunsInTime,
): Promise<readonly RunTotals[]> {
  const totals: RunTotals[] = [];
  for (let at = 0; at < jobIds.length; at += jobsAtOnce) {
    const rows = await database.query<TotalsRow>(
      `SELECT job_id, status, COUNT(*) AS runs,
              ${countNames.map((name) => `SUM(CAST(counts ->> '${name}' AS BIGINT)) AS ${name}`).join(', ')}
         FROM runs
        WHERE ${ofTeam(models, 'runs')} AND job_id IN (:jobs) AND queued_at >= :since AND queued_at < :until AND NOT dry_run
          AND status <> 'waiting for approval'
        GROUP BY job_id, status
        ORDER BY job_id, status`,
      {
        replacements: { team: models.team, jobs: jobIds.slice(at, at + jobsAtOnce), since, until },
        type: QueryTypes.SELECT,
      },
    );
    totals.push(...rows.map(toTotals));
  }
  return totals;
}

function toTotals(row: TotalsRow): RunTotals {
  const counts = Object.fromEntries(countNames.map((name) => [name, Number(row[name])]));
  return {
    jobId: row.job_id,
    status: row.status,
    runs: Number(row.runs),
    counts: { ...zeroCounts, ...counts },
  };
}

/** Enough for a median that one odd run does not move. */
const lastRuns = 15;
const fewestRuns = 5;

export async function usualDurationMs(
  { runs }: Models,
  jobId: string,
  mode: RunMode,
): Promise<number | null> {
  const rows = await runs.findAll({
    attributes: ['startedAt', 'finishedAt'],
    where: {
      jobId,
      mode,
      dryRun: false,
      // It stood still until somebody decided.
      approval: null,
      status: ['succeeded', 'partly succeeded'] satisfies RunStatus[],
      startedAt: { [Op.ne]: null },
      finishedAt: { [Op.ne]: null },
    },
    order: [
      ['queuedAt', 'DESC'],
      ['id', 'DESC'],
    ],
    limit: lastRuns,
  });
  if (rows.length < fewestRuns) return null;
  const lasted = rows
    .map(rowOf)
    .map(({ startedAt, finishedAt }) => (finishedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0))
    .toSorted((a, b) => a - b);
  return lasted[Math.floor(lasted.length / 2)] ?? null;
}
