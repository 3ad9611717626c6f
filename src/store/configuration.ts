/** Connections and jobs as someone wants them to be, written all together or not at all. */
import { UniqueConstraintError } from 'sequelize';
import type { Sequelize, Transaction } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { nameKey } from '../domain/name-key.ts';
import { toAuditRow } from './audit.ts';
import { useLink } from './connect-links.ts';
import { insertOutgoing } from './outbox-insert.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { ConnectionRow } from './rows.ts';
import { refuseTakenName, saveJob, savedAtOneMoment } from './save-job.ts';
import type { SecretBox } from './secrets.ts';
import type { ConfigurationChange } from './store.ts';

type ConnectionChange = ConfigurationChange['connections'][number];

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
      if (change.linkId !== undefined) await useLink(models, change.linkId, change.savedBy.at, transaction);
      for (const message of change.tell ?? []) {
        await insertOutgoing(models, message, change.savedBy.at, transaction);
      }
      for (const each of change.jobs) await saveJob(models, each, change.savedBy, transaction);
      if (change.audit.length > 0) {
        await models.audit.bulkCreate(change.audit.map(toAuditRow), { transaction });
      }
    });
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
    throw savedAtOneMoment(error);
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
    apiUsage: null,
    owner: wanted.owner === undefined ? (stored?.owner ?? null) : wanted.owner,
    org: wanted.org === undefined ? (stored?.org ?? null) : wanted.org,
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
