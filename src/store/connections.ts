import type { Sequelize, Transaction, WhereOptions } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { FatalError } from '../domain/errors.ts';
import { nameKey } from '../domain/name-key.ts';
import { rowOf } from './models.ts';
import type { ConnectionRow, Models } from './models.ts';
import type { SecretBox } from './secrets.ts';
import type { Connection, ConnectionStore } from './store.ts';

type Settings = Readonly<Record<string, unknown>>;

export function createConnectionStore(models: Models, box: SecretBox): ConnectionStore {
  const { connections, connectionSecrets } = models;

  async function first(where: WhereOptions<ConnectionRow>): Promise<Connection | null> {
    const row = await connections.findOne({ where });
    return row === null ? null : toConnection(rowOf(row));
  }

  return {
    async list() {
      const rows = await connections.findAll({ order: ['nameKey'] });
      return rows.map((row) => toConnection(rowOf(row)));
    },

    byId: (id) => first({ id }),
    byName: (name) => first({ nameKey: nameKey(name) }),

    async secretSettings(id) {
      const connection = await first({ id });
      if (connection === null) {
        throw new FatalError(`There is no connection ${id}. It may have been deleted; choose another one.`, {
          code: 'unknown_connection',
        });
      }
      const secrets = await openSecrets(models, box, connection, null);
      return [...secrets].reduce<Settings>(
        (settings, [path, secret]) => withSecret(settings, path.split('.'), secret),
        connection.settings,
      );
    },

    async secretNames(id) {
      const rows = await connectionSecrets.findAll({ where: { connectionId: id }, order: ['path'] });
      return rows.map((row) => rowOf(row).path);
    },

    async setUsage(id, { used, limit, at }) {
      await connections.update({ apiUsage: { used, limit, at: at.toISOString() } }, { where: { id } });
    },

    async setState(id, state, reason) {
      await connections.update({ state, stateReason: reason }, { where: { id } });
    },
  };
}

/** Dotted path → secret. @throws FatalError where the key that one was encrypted with is gone. */
export async function openSecrets(
  { connectionSecrets }: Models,
  box: SecretBox,
  { id, name }: Pick<Connection, 'id' | 'name'>,
  transaction: Transaction | null,
): Promise<ReadonlyMap<string, string>> {
  const rows = await connectionSecrets.findAll({
    where: { connectionId: id },
    order: ['path'],
    transaction,
  });
  return new Map(
    rows.map((row) => {
      const { path, keyId, sealed } = rowOf(row);
      return [path, box.open({ keyId, sealed }, { connectionId: id, connectionName: name, path })];
    }),
  );
}

/** Encrypts what the previous key still holds with the current one, so that the previous can be taken away. */
export async function resealSecrets(database: Sequelize, models: Models, box: SecretBox): Promise<void> {
  const { connections, connectionSecrets } = models;
  const stale = box.keyIds.filter((keyId) => keyId !== box.currentKeyId);
  if (stale.length === 0) return;
  await inTransaction(database, async (transaction) => {
    const rows = await connectionSecrets.findAll({ where: { keyId: stale }, transaction, lock: true });
    for (const row of rows) {
      const { connectionId, path, keyId, sealed } = rowOf(row);
      const owner = await connections.findByPk(connectionId, { attributes: ['name'], transaction });
      const place = { connectionId, connectionName: owner === null ? connectionId : rowOf(owner).name, path };
      const fresh = box.seal(box.open({ keyId, sealed }, place), place);
      await connectionSecrets.update(fresh, { where: { connectionId, path, keyId }, transaction });
    }
  });
}

function toConnection(row: ConnectionRow): Connection {
  return {
    id: row.id,
    name: row.name,
    connector: row.connector,
    settings: row.settings,
    placeholders: row.placeholders,
    state: row.state,
    stateReason: row.stateReason,
    ...(row.apiUsage ? { apiUsage: { ...row.apiUsage, at: new Date(row.apiUsage.at) } } : {}),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

function withSecret(settings: Settings, [head, ...rest]: readonly string[], secret: string): Settings {
  if (head === undefined) return settings;
  if (rest.length === 0) return { ...settings, [head]: secret };
  const inner = settings[head];
  return { ...settings, [head]: withSecret(isSettings(inner) ? inner : {}, rest, secret) };
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
