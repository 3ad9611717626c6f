import { UniqueConstraintError } from 'sequelize';
import type { Sequelize, Transaction } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import type { Job } from '../domain/job.ts';
import type { StoredDraft } from '../domain/stored-draft.ts';
import { toAuditRow } from './audit.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import { tellProgress } from './run-messages.ts';
import { activeRunOf, insertQueued } from './enqueue.ts';
import { saveJob, savedAtOneMoment } from './save-job.ts';
import type { SavedJob, WantedJob } from './job-store.ts';
import { isStoredAlike } from './stored-alike.ts';

export async function saveWantedJob(
  database: Sequelize,
  models: Models,
  wanted: WantedJob,
): Promise<SavedJob> {
  try {
    return await inTransaction(database, (transaction) => save(models, wanted, transaction));
  } catch (error) {
    if (error instanceof UniqueConstraintError) throw savedAtOneMoment(error);
    throw error;
  }
}

async function save(models: Models, wanted: WantedJob, transaction: Transaction): Promise<SavedJob> {
  const { job, based, nextRunAt, savedBy, draft, run } = wanted;
  // The job before the draft, as whoever deletes one does: two that wait for each other would wait for ever.
  const found = await models.jobs.findByPk(job.id, { transaction, lock: true });
  const stored = found === null ? null : rowOf(found);
  if (draft !== undefined && !(await isAsItWas(models, draft, transaction))) return { kind: 'draft changed' };
  if (stored !== null && stored.version !== based) {
    return { kind: 'conflict', job: { ...stored.definition, version: stored.version } };
  }
  if (stored === null && based !== null) return { kind: 'deleted' };

  const change = nextRunAt === undefined ? { job } : { job, nextRunAt };
  const saved = await saveJob(models, change, savedBy, transaction);
  if (saved.version !== stored?.version) await models.audit.create(toAuditRow(wanted.audit), { transaction });
  if (draft !== undefined) await models.drafts.destroy({ where: { id: draft.id }, transaction });
  const runId = run === undefined ? null : await queue(models, saved, run, transaction);
  return { kind: 'saved', job: saved, runId };
}

/** A click that came between the check and now counts: what it changed would be lost with the draft. */
async function isAsItWas(
  { drafts }: Models,
  { id, draft }: StoredDraft,
  transaction: Transaction,
): Promise<boolean> {
  const row = await drafts.findByPk(id, { transaction, lock: true });
  return row !== null && isStoredAlike(rowOf(row).draft, draft);
}

async function queue(
  models: Models,
  job: Job,
  { run, beside }: NonNullable<WantedJob['run']>,
  transaction: Transaction,
): Promise<string | null> {
  const queued = { ...run, jobVersion: job.version };
  if (!(await insertQueued(models, queued, transaction))) {
    return (await activeRunOf(models, job.id, transaction))?.id ?? null;
  }
  if (beside.progress !== undefined) await tellProgress(models, queued, beside.progress, transaction);
  if (beside.audit !== undefined) await models.audit.create(toAuditRow(beside.audit), { transaction });
  return queued.id;
}
