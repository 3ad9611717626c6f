/** How a job gets a new version; within a transaction of whoever saves it. */
import type { Model, Transaction } from 'sequelize';
import { UserError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { nameKey } from '../domain/name-key.ts';
import { tellChange } from './job-messages.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { ConnectionRow, JobRow } from './rows.ts';
import type { SavedBy } from './job-store.ts';
import type { ConfigurationChange } from './store.ts';
import { isStoredAlike } from './stored-alike.ts';

type JobChange = ConfigurationChange['jobs'][number];

/** @returns the job with its version: a new one, unless nothing differs. @throws UserError `name_taken`, `unknown_job`. */
export async function saveJob(
  models: Models,
  { job, nextRunAt, isThere = false }: JobChange,
  by: SavedBy,
  transaction: Transaction,
): Promise<Job> {
  const { jobs, jobVersions } = models;
  const where = { nameKey: nameKey(job.name) };
  refuseTakenName('job', job, await jobs.findOne({ where, transaction }));
  const found = await jobs.findByPk(job.id, { transaction, lock: true });
  const stored = found === null ? null : rowOf(found);
  if (stored === null && isThere) throw deletedMeanwhile(job);
  if (stored !== null && isStoredAlike(withoutVersion(job), withoutVersion(stored.definition))) {
    if (nextRunAt !== undefined) await jobs.update({ nextRunAt }, { where: { id: job.id }, transaction });
    return { ...job, version: stored.version };
  }
  const version = (stored?.version ?? 0) + 1;
  const definition = { ...job, version };
  const row: JobRow = {
    id: job.id,
    name: job.name,
    nameKey: nameKey(job.name),
    connectionId: job.connectionId,
    definition,
    version,
    enabled: job.schedule.enabled,
    nextRunAt: nextRunAt === undefined ? (stored?.nextRunAt ?? null) : nextRunAt,
  };
  if (stored === null) await jobs.create(row, { transaction });
  else await jobs.update(row, { where: { id: job.id }, transaction });
  const saved = { jobId: job.id, version, definition, savedAt: by.at, savedBy: by.actor, door: by.door };
  await jobVersions.create(saved, { transaction });
  await tellChange(models, definition, by.at, transaction);
  return definition;
}

/** @throws UserError where a row of the wanted name is another one. */
export function refuseTakenName(
  noun: string,
  wanted: { readonly id: string },
  found: Model<ConnectionRow, ConnectionRow> | Model<JobRow, JobRow> | null,
): void {
  if (found === null) return;
  const { id, name }: { id: string; name: string } = found.get({ plain: true });
  if (id === wanted.id) return;
  throw new UserError(
    `There is another ${noun} named "${name}". Names are unique without letter case: choose another one.`,
    { code: 'name_taken' },
  );
}

/** Of two who save the same name at one moment, one is told so by the database. */
export function savedAtOneMoment(cause: Error): UserError {
  return new UserError(
    'Someone else saved a connection or job of the same name at the same moment. Look at it and try again.',
    { code: 'name_taken', cause },
  );
}

function deletedMeanwhile({ name }: Job): UserError {
  return new UserError(
    `The job "${name}" was deleted while it was being changed, and nothing was done. Try again, and it is created anew.`,
    { code: 'unknown_job' },
  );
}

function withoutVersion(job: Job): unknown {
  return { ...job, version: undefined };
}
