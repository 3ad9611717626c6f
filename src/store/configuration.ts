/** Connections and jobs as someone wants them to be, written all together or not at all. */
import { UniqueConstraintError } from 'sequelize';
import type { Model, Sequelize, Transaction } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { UserError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { nameKey } from '../domain/name-key.ts';
import { toAuditRow } from './audit.ts';
import { rowOf } from './models.ts';
import type { ConnectionRow, JobRow, Models } from './models.ts';
import type { SecretBox } from './secrets.ts';
import type { ConfigurationChange, SavedBy } from './store.ts';
import { isStoredAlike } from './stored-alike.ts';

type ConnectionChange = ConfigurationChange['connections'][number];
type JobChange = ConfigurationChange['jobs'][number];

export async function applyConfiguration(
  database: Sequelize,
  models: Models,
  box: SecretBox,
  change: ConfigurationChange,
): Promise<void> {
  try {
    await inTransaction(database, async (transaction) => {
      for (const each of change.connections) {
        await saveConnection(models, box, each, change.savedBy.at, transaction);
      }
      for (const each of change.jobs) await saveJob(models, each, change.savedBy, transaction);
      if (change.audit.length > 0) {
        await models.audit.bulkCreate(change.audit.map(toAuditRow), { transaction });
      }
    });
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
    throw new UserError(
      'Someone else saved a connection or job of the same name at the same moment. Look at it and try again.',
      { code: 'name_taken', cause: error },
    );
  }
}

async function saveConnection(
  models: Models,
  box: SecretBox,
  wanted: ConnectionChange,
  now: Date,
  transaction: Transaction,
): Promise<void> {
  const { connections } = models;
  const where = { nameKey: nameKey(wanted.name) };
  refuseTakenName('connection', wanted, await connections.findOne({ where, transaction }));
  const found = await connections.findByPk(wanted.id, { transaction });
  const stored = found === null ? null : rowOf(found);
  const row: ConnectionRow = {
    id: wanted.id,
    name: wanted.name,
    nameKey: nameKey(wanted.name),
    connector: wanted.connector,
    settings: wanted.settings,
    placeholders: wanted.placeholders,
    // What was known about the connection as it was says nothing about the one it is now.
    state: 'connected',
    stateReason: null,
    createdAt: stored?.createdAt ?? now,
    updatedAt: now,
  };
  if (stored === null) await connections.create(row, { transaction });
  else await connections.update(row, { where: { id: wanted.id }, transaction });
  await replaceSecrets(models, box, wanted, transaction);
}

async function replaceSecrets(
  { connectionSecrets }: Models,
  box: SecretBox,
  { id, name, secrets }: ConnectionChange,
  transaction: Transaction,
): Promise<void> {
  await connectionSecrets.destroy({ where: { connectionId: id }, transaction });
  const rows = Object.entries(secrets).map(([path, secret]) => ({
    connectionId: id,
    path,
    ...box.seal(secret, { connectionId: id, connectionName: name, path }),
  }));
  if (rows.length > 0) await connectionSecrets.bulkCreate(rows, { transaction });
}

async function saveJob(
  models: Models,
  { job, nextRunAt }: JobChange,
  by: SavedBy,
  transaction: Transaction,
): Promise<void> {
  const { jobs, jobVersions } = models;
  const where = { nameKey: nameKey(job.name) };
  refuseTakenName('job', job, await jobs.findOne({ where, transaction }));
  const found = await jobs.findByPk(job.id, { transaction, lock: true });
  const stored = found === null ? null : rowOf(found);
  const isNew = stored === null || !isStoredAlike(withoutVersion(job), withoutVersion(stored.definition));
  if (!isNew) {
    if (nextRunAt !== undefined) await jobs.update({ nextRunAt }, { where: { id: job.id }, transaction });
    return;
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
}

/** @throws UserError where a row of the wanted name is another one. */
function refuseTakenName(
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

function withoutVersion(job: Job): unknown {
  return { ...job, version: undefined };
}
