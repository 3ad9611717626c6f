/** How a run gets into the queue: one active run a job, one run for a call that is repeated, and none that could not log in. */
import type { Sequelize, Transaction } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { UserError } from '../domain/errors.ts';
import { activeRunStatuses } from '../domain/run.ts';
import type { Run } from '../domain/run.ts';
import { requireUsable } from '../domain/usable-connection.ts';
import { toAuditRow } from './audit.ts';
import { forgetKey, takeKey } from './idempotency-keys.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import { tellProgress } from './run-messages.ts';
import { queuedRow, toRun } from './run-rows.ts';
import type { BesideRun, EnqueuedOnce, NewRun, OnceKey } from './run-store.ts';

/** A run that is in the way may end between two looks at it; more often than this it is another one. */
const enqueueTries = 3;

type Queued = Extract<EnqueuedOnce, { readonly kind: 'queued' }>;

export function enqueue(
  database: Sequelize,
  models: Models,
  run: NewRun,
  beside: BesideRun,
): Promise<Queued> {
  return untilSettled(models, run, () =>
    inTransaction(database, (transaction) => queue(models, run, beside, transaction)),
  );
}

export function enqueueOnce(
  database: Sequelize,
  models: Models,
  run: NewRun,
  { once, beside }: { readonly once: OnceKey; readonly beside: BesideRun },
): Promise<EnqueuedOnce> {
  return untilSettled<EnqueuedOnce>(models, run, () =>
    inTransaction(database, async (transaction) => {
      // The key first: whoever brings the same at this moment waits here until it is known what became of this one.
      const taken = await takeKey(database, models, { once, run }, transaction);
      if (taken !== null) return taken;
      const queued = await queue(models, run, beside, transaction);
      if (queued === null) await forgetKey(models, once, transaction);
      return queued;
    }),
  );
}

/** @param attempt null where the job has an active run. @throws UserError `run_active` naming it. */
async function untilSettled<Enqueued>(
  models: Models,
  { jobId }: NewRun,
  attempt: () => Promise<Enqueued | null>,
): Promise<Enqueued> {
  for (let tries = 1; tries <= enqueueTries; tries += 1) {
    const enqueued = await attempt();
    if (enqueued !== null) return enqueued;
    const active = await activeRunOf(models, jobId, null);
    if (active !== null) throw alreadyActive(active);
  }
  throw new UserError('This job is being started and ended by others at the same moment. Try again.', {
    code: 'run_active',
  });
}

async function queue(
  models: Models,
  run: NewRun,
  { audit, progress }: BesideRun,
  transaction: Transaction,
): Promise<Queued | null> {
  if (!(await insertQueued(models, run, transaction))) return null;
  await refuseUnusable(models, run, transaction);
  if (progress !== undefined) await tellProgress(models, run, progress, transaction);
  if (audit !== undefined) await models.audit.create(toAuditRow(audit), { transaction });
  return { kind: 'queued', run: toRun(queuedRow(run)) };
}

/** @throws UserError `connection_expired`, `unknown_connection`; then nothing is queued */
async function refuseUnusable(
  { jobs, connections }: Models,
  { jobId }: NewRun,
  transaction: Transaction,
): Promise<void> {
  const row = await jobs.findByPk(jobId, { transaction });
  // A run of a job that is deleted at this moment is told so when it begins.
  if (row === null) return;
  const job = rowOf(row);
  const found = await connections.findByPk(job.connectionId, { transaction });
  requireUsable(job, found === null ? null : rowOf(found));
}

/** The job's queued, running or waiting run. */
export async function activeRunOf(
  { runs }: Models,
  jobId: string,
  transaction: Transaction | null,
): Promise<Run | null> {
  const row = await runs.findOne({ where: { jobId, status: [...activeRunStatuses] }, transaction });
  return row === null ? null : toRun(rowOf(row));
}

/** Returns whether the run is in the queue now; false where the job has another active one. */
export async function insertQueued(
  { runs }: Models,
  run: NewRun,
  transaction: Transaction | null,
): Promise<boolean> {
  // The partial unique index decides, not a look beforehand: two instances may start the job at one moment.
  await runs.bulkCreate([queuedRow(run)], { ignoreDuplicates: true, transaction });
  return (await runs.findByPk(run.id, { attributes: ['id'], transaction })) !== null;
}

function alreadyActive(run: Run): UserError {
  const state = run.status === 'running' ? 'is running' : `is ${run.status}`;
  return new UserError(
    `This job has a run already: ${run.id} ${state} since ${(run.startedAt ?? run.queuedAt).toISOString()}. ` +
      'Wait until it ends.',
    { code: 'run_active' },
  );
}
