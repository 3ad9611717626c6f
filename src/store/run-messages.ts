/** What is told of runs, written in the transaction in which it comes about. */
import { Op } from 'sequelize';
import type { Transaction } from 'sequelize';
import { outgoingKey } from '../domain/outgoing.ts';
import type { NewOutgoing } from '../domain/outgoing.ts';
import { runEventOf, tellingStatuses } from '../domain/run-event.ts';
import type { TellingStatus } from '../domain/run-event.ts';
import type { Run } from '../domain/run.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import { insertOutgoing } from './outbox-insert.ts';
import { toRun } from './run-rows.ts';
import type { NewRun } from './run-store.ts';
import { tellWebhooks } from './webhooks.ts';

export async function tellProgress(
  models: Models,
  { id, queuedAt }: NewRun,
  progress: Omit<NewOutgoing, 'content'>,
  transaction: Transaction,
): Promise<void> {
  const content = { kind: 'run progress', runId: id } as const;
  await insertOutgoing(models, { ...progress, content }, queuedAt, transaction);
}

/** A run has ended: its progress is brought up to date and gets its details, and the job's rules are followed. */
export async function tellEnd(
  models: Models,
  runId: string,
  now: Date,
  transaction: Transaction,
): Promise<void> {
  const { runs, jobs, outbox } = models;
  const run = toRun(rowOf(await runs.findByPk(runId, { transaction, rejectOnEmpty: true })));
  const job = await jobs.findByPk(run.jobId, { transaction });
  await tellWebhooks(models, { run, job: job === null ? null : rowOf(job).name }, now, transaction);
  const notify = job === null ? null : rowOf(job).definition.notify;
  const event =
    notify === null || notify.on.length === 0
      ? null
      : runEventOf(run, await previousOf(models, run, transaction), notify);

  const key = outgoingKey({ to: '', content: { kind: 'run progress', runId } }, now);
  const found = await outbox.findOne({ where: { key }, transaction });
  const progress = found === null || rowOf(found).problem !== null ? null : rowOf(found);
  if (progress !== null) {
    await outbox.update({ dueAt: now }, { where: { key, ts: { [Op.ne]: null } }, transaction });
    const details = { to: progress.destination, content: { kind: 'run details', runId, event } } as const;
    await insertOutgoing(models, details, now, transaction, key);
  }
  const channel = notify?.channel ?? null;
  // Who reads the channel sees it at the progress, which stands there, and is called by its details.
  if (event === null || channel === null || progress?.destination === channel) return;
  const ended = { to: channel, content: { kind: 'run ended', runId, event }, jobId: run.jobId } as const;
  await insertOutgoing(models, ended, now, transaction);
}

/** A run that nobody has begun: nothing but webhooks asks for it. */
export async function tellCancelled(
  models: Models,
  runId: string,
  now: Date,
  transaction: Transaction,
): Promise<void> {
  const run = toRun(rowOf(await models.runs.findByPk(runId, { transaction, rejectOnEmpty: true })));
  const job = await models.jobs.findByPk(run.jobId, { transaction });
  await tellWebhooks(models, { run, job: job === null ? null : rowOf(job).name }, now, transaction);
}

/** How the job's run before this one ended; cancelled ones and dry runs say nothing about the job. */
async function previousOf(
  { runs }: Models,
  { id, jobId }: Run,
  transaction: Transaction,
): Promise<TellingStatus | null> {
  const row = await runs.findOne({
    where: { jobId, id: { [Op.ne]: id }, status: [...tellingStatuses], dryRun: false, retryOf: null },
    order: [
      ['queuedAt', 'DESC'],
      ['id', 'DESC'],
    ],
    transaction,
  });
  const status = row === null ? undefined : rowOf(row).status;
  return tellingStatuses.find((each) => each === status) ?? null;
}
