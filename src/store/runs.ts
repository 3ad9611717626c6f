import { col, fn, Op, QueryTypes } from 'sequelize';
import type { Sequelize, Transaction, WhereOptions } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { dialectOf } from '../database/open-database.ts';
import { checkTransition, runStatuses, runTransitions, zeroCounts } from '../domain/run.ts';
import type { Run } from '../domain/run.ts';
import { waitingTriggers } from '../domain/usable-connection.ts';
import { askForApproval, awaitingApproval, decideApproval, heldRow, tellCalledOff } from './approvals.ts';
import { toAuditRow } from './audit.ts';
import { disableFailing, lockJobOf } from './disable-failing.ts';
import { activeRunOf, enqueue, enqueueOnce } from './enqueue.ts';
import { createLatestRuns } from './latest-runs.ts';
import { ofTeam, rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { RunRow } from './rows.ts';
import { tellCancelled, tellEnd } from './run-messages.ts';
import { toRun } from './run-rows.ts';
import { runTotals, usualDurationMs } from './run-totals.ts';
import type { AuditEntry } from './audit-entry.ts';
import type { RunFilter, RunStore } from './run-store.ts';

/** Far more than all instances together execute at one time. */
const runningLimit = 10_000;

const endedStatuses = runStatuses.filter((status) => runTransitions[status].length === 0);

/** Of two jobs, the one brings the records of an object to the other's, and the other sends them back. */
const isPair = (inbound: string, outbound: string): string => `
  ${inbound}.definition ->> 'direction' = 'inbound' AND ${outbound}.definition ->> 'direction' = 'outbound'
  AND ${inbound}.definition -> 'target' ->> 'object' = ${outbound}.definition -> 'source' ->> 'object'
  AND lower(${inbound}.definition -> 'source' ->> 'object') = lower(${outbound}.definition -> 'target' ->> 'object')`;

/** What goes by matches does not run beside what makes them anew. */
const rebuildInTheWay = `
  SELECT 1 FROM runs other
    JOIN jobs theirs ON theirs.id = other.job_id
    JOIN jobs ours ON ours.id = runs.job_id AND ours.connection_id = theirs.connection_id
   WHERE (other.rebuild AND other.status IN ('queued', 'running') AND ${isPair('theirs', 'ours')})
      OR (runs.rebuild AND other.status = 'running' AND ${isPair('ours', 'theirs')})`;

/** What would only find that nobody gets in. */
const waitsForConnection = `
  (runs.approval IS NOT NULL OR runs."trigger" IN (:waitingTriggers))
  AND EXISTS (SELECT 1 FROM jobs own JOIN connections ON connections.id = own.connection_id
               WHERE own.id = runs.job_id AND connections.state = 'expired')`;

export function createRunStore(database: Sequelize, models: Models): RunStore {
  const { runs, jobCursors, team } = models;

  async function first(where: WhereOptions<RunRow>): Promise<Run | null> {
    const row = await runs.findOne({ where });
    return row === null ? null : toRun(rowOf(row));
  }

  /** Changes the run if `owner` and `attempt` still hold it. */
  async function changeHeld(
    [id, owner, attempt]: readonly [string, string, number],
    change: Partial<RunRow>,
    transaction?: Transaction,
  ): Promise<boolean> {
    if (change.status !== undefined) checkTransition('running', change.status);
    const held = { id, owner, attempt, status: 'running' as const };
    const [changed] = await runs.update(change, { where: held, transaction: transaction ?? null });
    return changed === 1;
  }

  /** Does something that may turn out to be nothing, and writes the entry with it where it was something. */
  async function audited(
    entry: AuditEntry | undefined,
    task: (transaction: Transaction) => Promise<boolean>,
  ): Promise<boolean> {
    return await inTransaction(database, async (transaction) => {
      const isDone = await task(transaction);
      if (isDone && entry !== undefined) await models.audit.create(toAuditRow(entry), { transaction });
      return isDone;
    });
  }

  return {
    async enqueue(run, beside = {}) {
      const enqueued = await enqueue(database, models, run, beside);
      return enqueued.run;
    },

    enqueueOnce: (run, once, beside = {}) => enqueueOnce(database, models, run, { once, beside }),

    byId: (id) => first({ id }),
    activeOf,

    async list(filter, { limit, offset }) {
      const { rows, count } = await runs.findAndCountAll({
        where: matching(filter),
        order: [
          ['queuedAt', 'DESC'],
          ['id', 'DESC'],
        ],
        limit,
        offset,
      });
      return { runs: rows.map((row) => toRun(rowOf(row))), total: count };
    },

    async jobsWith(filter) {
      const found = await runs.findAll({
        attributes: ['jobId'],
        where: matching(filter),
        group: ['jobId'],
        order: [[fn('MAX', col('queued_at')), 'DESC'], 'jobId'],
      });
      return found.map((row) => row.get('jobId') as string);
    },

    latest: createLatestRuns(database, models),

    async jobsWithRows() {
      const found = await database.query<{ id: string }>(
        `SELECT id FROM jobs
          WHERE ${ofTeam(models, 'jobs')}
            AND EXISTS (SELECT 1 FROM runs WHERE job_id = jobs.id AND rows_file IS NOT NULL)`,
        { replacements: { team }, type: QueryTypes.SELECT },
      );
      return new Set(found.map(({ id }) => id));
    },

    async claim(owner, now, runId) {
      checkTransition('queued', 'running');
      // One statement that finds and takes: SQLite lets one writer in at a time, and PostgreSQL passes over a row
      // that another claim holds instead of waiting for it.
      const passOver = dialectOf(database) === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : '';
      const [taken] = await database.query<{ id: string }>(
        `UPDATE runs
            SET status = 'running', owner = :owner, heartbeat_at = :now, started_at = COALESCE(started_at, :now),
                error = NULL
          WHERE status = 'queued'
            AND id = (SELECT id FROM runs
                       WHERE status = 'queued' AND ${ofTeam(models, 'runs')} ${runId === undefined ? '' : 'AND id = :runId'}
                         AND NOT EXISTS (SELECT 1 FROM teams WHERE teams.id = runs.team_id AND teams.left_at IS NOT NULL)
                         AND NOT EXISTS (${rebuildInTheWay})
                         AND NOT (${waitsForConnection})
                       ORDER BY queued_at, id LIMIT 1 ${passOver})
         RETURNING id`,
        { replacements: { team, owner, now, runId, waitingTriggers }, type: QueryTypes.SELECT },
      );
      return taken === undefined ? null : first({ id: taken.id });
    },

    async heartbeat(id, owner, attempt, now) {
      if (!(await changeHeld([id, owner, attempt], { heartbeatAt: now }))) return 'lost';
      const row = await runs.findByPk(id, { attributes: ['cancelRequested'] });
      return row !== null && rowOf(row).cancelRequested ? 'cancel requested' : 'held';
    },

    saveProgress: (id, owner, attempt, { phase, retry, counts, expectedRows }) =>
      changeHeld([id, owner, attempt], { phase, retry, counts, expectedRows }),

    changeMode: (id, owner, attempt, mode, modeReason) =>
      changeHeld([id, owner, attempt], { mode, modeReason }),

    finish: (id, owner, attempt, { status, counts, error, files, finishedAt, cursor }) =>
      inTransaction(database, async (transaction) => {
        if (status === 'failed') await lockJobOf(models, id, transaction);
        const isHeld = await changeHeld(
          [id, owner, attempt],
          {
            status,
            counts,
            error,
            finishedAt,
            rowsFile: files.rows,
            rejectsFile: files.rejects,
            owner: null,
            phase: 'finishing',
            retry: null,
          },
          transaction,
        );
        if (!isHeld) return false;
        await tellEnd(models, id, finishedAt, transaction);
        if (status === 'failed') await disableFailing(models, id, finishedAt, transaction);
        if (cursor === null) return true;
        const row = await runs.findByPk(id, { attributes: ['jobId'], transaction, rejectOnEmpty: true });
        const { jobId } = rowOf(row);
        await jobCursors.upsert({ deletionMark: null, ...cursor, jobId }, { transaction });
        return true;
      }),

    awaitApproval: (id, owner, attempt, held) =>
      inTransaction(database, async (transaction) => {
        const isHeld = await changeHeld([id, owner, attempt], heldRow(held), transaction);
        if (isHeld) await askForApproval(models, id, held.approval, transaction);
        return isHeld;
      }),

    awaitConnection: (id, owner, attempt, { error, isUntouched }) =>
      changeHeld([id, owner, attempt], {
        status: 'queued',
        owner: null,
        heartbeatAt: null,
        retry: null,
        error,
        ...(isUntouched ? { startedAt: null, phase: 'waiting' } : {}),
      }),

    decideApproval: (id, answer) => decideApproval(database, models, id, answer),
    awaitingApproval: () => awaitingApproval(models),

    requeue: (id, owner, attempt) =>
      changeHeld([id, owner, attempt], {
        status: 'queued',
        owner: null,
        heartbeatAt: null,
        retry: null,
        attempt: attempt + 1,
      }),

    release: (id, owner, attempt) =>
      changeHeld([id, owner, attempt], {
        status: 'queued',
        owner: null,
        heartbeatAt: null,
        retry: null,
      }),

    async running() {
      const rows = await runs.findAll({
        where: { status: 'running' },
        order: ['startedAt', 'id'],
        limit: runningLimit,
      });
      return rows.map((row) => toRun(rowOf(row)));
    },

    async waiting(limit) {
      const rows = await runs.findAll({
        attributes: ['id'],
        where: { status: 'queued' },
        order: ['queuedAt', 'id'],
        limit,
      });
      return rows.map((row) => rowOf(row).id);
    },

    cancelQueued: (id, now, audit) =>
      audited(audit, async (transaction) => {
        // Nothing of it was written: what it would have done is in its question.
        const [stopped] = await runs.update(
          { status: 'cancelled', finishedAt: now, counts: zeroCounts },
          { where: { id, status: 'waiting for approval' }, transaction },
        );
        const [changed] = await runs.update(
          { status: 'cancelled', finishedAt: now },
          { where: { id, status: 'queued' }, transaction },
        );
        if (stopped === 1) await tellCalledOff(models, id, now, transaction);
        if (stopped + changed === 1) await tellCancelled(models, id, now, transaction);
        return stopped + changed === 1;
      }),

    requestCancel: (id, audit) =>
      audited(audit, async (transaction) => {
        const [changed] = await runs.update(
          { cancelRequested: true },
          { where: { id, status: 'running' }, transaction },
        );
        return changed === 1;
      }),

    async withFilesBefore(before, limit) {
      const rows = await runs.findAll({
        where: {
          status: endedStatuses,
          finishedAt: { [Op.lt]: before },
          [Op.or]: [{ rowsFile: { [Op.ne]: null } }, { rejectsFile: { [Op.ne]: null } }],
        },
        order: ['finishedAt', 'id'],
        limit,
      });
      return rows.map((row) => toRun(rowOf(row)));
    },

    async forgetFiles(id) {
      await runs.update({ rowsFile: null, rejectsFile: null }, { where: { id } });
    },

    async namedFiles(paths) {
      const named: string[] = [];
      // One question a column: each has an index of its own.
      for (const column of ['rowsFile', 'rejectsFile'] as const) {
        const rows = await runs.findAll({ attributes: [column], where: { [column]: [...paths] } });
        for (const row of rows) named.push(rowOf(row)[column] ?? '');
      }
      return named;
    },

    totals: (of) => runTotals(database, models, of),
    usualDurationMs: (jobId, mode) => usualDurationMs(models, jobId, mode),

    async forget(before, limit) {
      const rows = await runs.findAll({
        attributes: ['id'],
        where: { status: endedStatuses, finishedAt: { [Op.lt]: before }, rowsFile: null, rejectsFile: null },
        order: ['finishedAt', 'id'],
        limit,
      });
      if (rows.length === 0) return 0;
      return runs.destroy({ where: { id: rows.map((row) => rowOf(row).id) } });
    },
  };

  function activeOf(jobId: string): Promise<Run | null> {
    return activeRunOf(models, jobId, null);
  }
}

function matching(filter: RunFilter): WhereOptions<RunRow> {
  const { jobId, statuses, mode, since, until, withRows, wrote } = filter;
  const conditions: WhereOptions<RunRow>[] = [];
  if (jobId !== undefined) conditions.push({ jobId });
  if (statuses !== undefined) conditions.push({ status: [...statuses] });
  if (mode !== undefined) conditions.push({ mode });
  if (since !== undefined) conditions.push({ queuedAt: { [Op.gte]: since } });
  if (until !== undefined) conditions.push({ queuedAt: { [Op.lt]: until } });
  if (withRows === true) conditions.push({ rowsFile: { [Op.ne]: null } });
  if (wrote === true) conditions.push({ dryRun: false });
  return { [Op.and]: conditions };
}
