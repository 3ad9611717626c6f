/** Runs that stop before their first write: who is asked, and what becomes of the answer. */
import { Op } from 'sequelize';
import type { Sequelize, Transaction } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import type { Approval } from '../domain/guard.ts';
import type { Job } from '../domain/job.ts';
import { outgoingKey } from '../domain/outgoing.ts';
import type { OutgoingContent } from '../domain/outgoing.ts';
import { checkTransition, zeroCounts } from '../domain/run.ts';
import type { Run } from '../domain/run.ts';
import { toAuditRow } from './audit.ts';
import { disableFailing, lockJobOf } from './disable-failing.ts';
import { ownerOf } from './job-owner.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { RunRow, StoredApproval } from './rows.ts';
import { insertOutgoing } from './outbox-insert.ts';
import { tellEnd } from './run-messages.ts';
import { toApproval, toRun } from './run-rows.ts';
import type { ApprovalAnswer, ApprovalSettled, HeldRun } from './run-store.ts';
import { tellWebhooks } from './webhooks.ts';

/** One a job at most. */
const waitingLimit = 10_000;

/** What of a run's row changes when it is left for somebody to decide. */
export function heldRow({ counts, files, approval }: HeldRun): Partial<RunRow> {
  return {
    status: 'waiting for approval',
    phase: 'rehearsing',
    counts,
    rowsFile: files.rows,
    rejectsFile: files.rejects,
    approval: storedApproval(approval),
    owner: null,
    heartbeatAt: null,
    retry: null,
  };
}

export function storedApproval({ askedAt, expiresAt, decision, ...rest }: Approval): StoredApproval {
  return {
    ...rest,
    askedAt: askedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    decision: decision === null ? null : { ...decision, at: decision.at.toISOString() },
  };
}

/** After the run's row was changed. */
export async function askForApproval(
  models: Models,
  runId: string,
  { askedAt }: Approval,
  transaction: Transaction,
): Promise<void> {
  const run = toRun(rowOf(await models.runs.findByPk(runId, { transaction, rejectOnEmpty: true })));
  const row = await models.jobs.findByPk(run.jobId, { transaction });
  const job = row === null ? null : rowOf(row);
  await tellWebhooks(models, { run, job: job?.name ?? null }, askedAt, transaction);
  const to = job === null ? null : await whoIsAsked(models, job.definition, transaction);
  if (to === null) return;
  await insertOutgoing(
    models,
    { to, content: questionOf(run.id, askedAt), jobId: run.jobId },
    askedAt,
    transaction,
  );
}

/** The channel; where the job's rules do not want it there, who saved the job last in Slack, if anybody did. */
async function whoIsAsked(models: Models, job: Job, transaction: Transaction): Promise<string | null> {
  const { channel, on } = job.notify;
  if (channel !== null && on.includes('approval needed')) return channel;
  return (await ownerOf(models, job.id, transaction)) ?? channel;
}

function questionOf(runId: string, askedAt: Date): Extract<OutgoingContent, { kind: 'approval needed' }> {
  return { kind: 'approval needed', runId, askedAt: askedAt.toISOString() };
}

export async function decideApproval(
  database: Sequelize,
  models: Models,
  id: string,
  { decision, askedAt, error, audit }: ApprovalAnswer,
): Promise<ApprovalSettled> {
  return await inTransaction(database, async (transaction) => {
    const isApproved = decision.kind === 'approved';
    const status = isApproved ? 'queued' : decision.kind === 'rejected' ? 'cancelled' : 'failed';
    checkTransition('waiting for approval', status);
    if (status === 'failed') await lockJobOf(models, id, transaction);
    const found = await models.runs.findByPk(id, { transaction, lock: true });
    const row = found === null ? null : rowOf(found);
    if (row?.status !== 'waiting for approval' || row.approval === null) return 'not waiting';
    const asked = toApproval(row.approval);
    if (asked.askedAt.getTime() !== askedAt.getTime()) return 'asked again';
    if (decision.kind !== 'expired' && decision.at >= asked.expiresAt) return 'too late';
    const approval = storedApproval({ ...asked, decision });
    const end: Partial<RunRow> = isApproved ? {} : { error, finishedAt: decision.at, phase: 'finishing' };
    // Nothing is written yet.
    const change: Partial<RunRow> = { status, approval, counts: zeroCounts, ...end };
    await models.runs.update(change, { where: { id }, transaction });
    if (isApproved) await tellGoesOn(models, id, decision.at, transaction);
    else await tellEnd(models, id, decision.at, transaction);
    if (status === 'failed') await disableFailing(models, id, decision.at, transaction);
    await tellAnswered(models, { runId: id, askedAt }, decision.at, transaction);
    await models.audit.create(toAuditRow(audit), { transaction });
    return 'settled';
  });
}

/** A run that waited was cancelled: nobody needs an answer any more. */
export async function tellCalledOff(
  models: Models,
  runId: string,
  now: Date,
  transaction: Transaction,
): Promise<void> {
  const row = rowOf(await models.runs.findByPk(runId, { transaction, rejectOnEmpty: true }));
  if (row.approval === null) return;
  const { askedAt } = toApproval(row.approval);
  await tellAnswered(models, { runId, askedAt }, now, transaction);
  await tellGoesOn(models, runId, now, transaction);
}

/** The question reads differently now. */
async function tellAnswered(
  models: Models,
  { runId, askedAt }: { readonly runId: string; readonly askedAt: Date },
  now: Date,
  transaction: Transaction,
): Promise<void> {
  const key = outgoingKey({ to: '', content: questionOf(runId, askedAt) }, now);
  await models.outbox.update({ dueAt: now }, { where: { key, ts: { [Op.ne]: null } }, transaction });
}

/** Whoever looks at its progress sees it at once, and not only with the next look. */
async function tellGoesOn(
  { outbox }: Models,
  runId: string,
  now: Date,
  transaction: Transaction,
): Promise<void> {
  const key = outgoingKey({ to: '', content: { kind: 'run progress', runId } }, now);
  await outbox.update({ dueAt: now }, { where: { key, ts: { [Op.ne]: null } }, transaction });
}

export async function awaitingApproval({ runs }: Models): Promise<readonly Run[]> {
  const rows = await runs.findAll({
    where: { status: 'waiting for approval' },
    order: ['queuedAt', 'id'],
    limit: waitingLimit,
  });
  return rows.map((row) => toRun(rowOf(row)));
}
