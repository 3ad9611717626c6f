/** What of the CRM's schema jobs rely on, as it was when it was last looked at. */
import type { Sequelize, Transaction } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import type { Job } from '../domain/job.ts';
import { driftOf, watchedPaths } from '../domain/schema-drift.ts';
import type { Drift, FieldShape } from '../domain/schema-drift.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import { insertOutgoing } from './outbox-insert.ts';

/** Of a message: enough to see what happened. */
export const maxDriftTold = 20;

/** Of two who look at one moment, the second compares with what the first has found: each change is told once. */
export async function noteSchema(
  database: Sequelize,
  models: Models,
  jobId: string,
  { shapes, at }: { readonly shapes: readonly FieldShape[]; readonly at: Date },
): Promise<readonly Drift[]> {
  return await inTransaction(database, async (transaction) => {
    const { jobs, jobSchemas } = models;
    const found = await jobs.findByPk(jobId, { transaction, lock: true });
    if (found === null) return [];
    const { definition: job } = rowOf(found);
    const before = await jobSchemas.findByPk(jobId, { transaction });
    const drift = before === null ? [] : driftOf(rowOf(before).shapes, shapes, watchedPaths(job));
    await jobSchemas.upsert({ jobId, shapes, checkedAt: at }, { transaction });
    await tell(models, { job, drift, at }, transaction);
    return drift;
  });
}

async function tell(
  models: Models,
  { job, drift, at }: { readonly job: Job; readonly drift: readonly Drift[]; readonly at: Date },
  transaction: Transaction,
): Promise<void> {
  const { channel, on } = job.notify;
  if (drift.length === 0 || channel === null || !on.includes('schema changed')) return;
  const content = {
    kind: 'schema changed',
    jobId: job.id,
    at: at.toISOString(),
    drift: drift.slice(0, maxDriftTold),
    more: Math.max(drift.length - maxDriftTold, 0),
  } as const;
  await insertOutgoing(models, { to: channel, content, jobId: job.id }, at, transaction);
}
