import { Op, UniqueConstraintError } from 'sequelize';
import type { Sequelize, Transaction, WhereOptions } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { FatalError } from '../domain/errors.ts';
import { nameKey } from '../domain/name-key.ts';
import { toAuditRow } from './audit.ts';
import { ownerOf } from './job-owner.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { ConnectionRow } from './rows.ts';
import { insertOutgoing } from './outbox-insert.ts';
import { refuseTakenName, savedAtOneMoment } from './save-job.ts';
import type { SecretBox } from './secrets.ts';
import type { Connection, ConnectionStore } from './connection-store.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Of a connection that nobody connected in a browser, for who is to be told that it has expired. */
const maxJobsAsked = 20;

export function createConnectionStore(database: Sequelize, models: Models, box: SecretBox): ConnectionStore {
  const { connections, connectionSecrets, jobs, audit } = models;

  async function first(where: WhereOptions<ConnectionRow>): Promise<Connection | null> {
    const row = await connections.findOne({ where });
    return row === null ? null : toConnection(rowOf(row));
  }

  /** Who connected it; where a jobs file did, somebody who saved a job on it in Slack. */
  async function whoIsTold({ id, owner }: ConnectionRow, transaction: Transaction): Promise<string | null> {
    if (owner !== null) return owner;
    const users = await jobs.findAll({
      where: { connectionId: id },
      order: ['nameKey'],
      limit: maxJobsAsked,
      transaction,
    });
    for (const { id: jobId } of users.map(rowOf)) {
      const saver = await ownerOf(models, jobId, transaction);
      if (saver !== null) return saver;
    }
    return null;
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
      // Looked at in the statement: another instance may just have found that the login has expired.
      const beside = state === 'failing' ? { state: { [Op.ne]: 'expired' as const } } : {};
      await connections.update({ state, stateReason: reason }, { where: { id, ...beside } });
    },

    expire: (id, reason, now) =>
      inTransaction(database, async (transaction) => {
        const expired = { state: 'expired', stateReason: reason } as const;
        const where = { id, state: { [Op.ne]: 'expired' } };
        const [changed] = await connections.update(expired, { where, transaction });
        if (changed === 0) return false;
        const found = await connections.findByPk(id, { transaction });
        const to = found === null ? null : await whoIsTold(rowOf(found), transaction);
        if (to !== null) {
          const content = { kind: 'connection expired', connectionId: id, at: now.toISOString() } as const;
          await insertOutgoing(models, { to, content }, now, transaction);
        }
        return true;
      }),

    replaceSecret: (id, path, { from, to }) =>
      inTransaction(database, async (transaction) => {
        const row = await connectionSecrets.findOne({
          where: { connectionId: id, path },
          transaction,
          lock: true,
        });
        if (row === null) return false;
        const connection = await connections.findByPk(id, { attributes: ['name'], transaction });
        const connectionName = connection === null ? id : rowOf(connection).name;
        const place = { connectionId: id, connectionName, path };
        if (box.open(rowOf(row), place) !== from) return false;
        await connectionSecrets.update(box.seal(to, place), {
          where: { connectionId: id, path },
          transaction,
        });
        return true;
      }),

    async noteOrg(id, org) {
      await connections.update({ org }, { where: { id } });
    },

    async rename(id, name, now, entry) {
      try {
        return await inTransaction(database, async (transaction) => {
          const where = { nameKey: nameKey(name) };
          refuseTakenName('connection', { id }, await connections.findOne({ where, transaction }));
          const renamed = { name, nameKey: nameKey(name), updatedAt: now };
          const [changed] = await connections.update(renamed, { where: { id }, transaction });
          if (changed === 0) return false;
          await audit.create(toAuditRow(entry), { transaction });
          return true;
        });
      } catch (error) {
        if (!(error instanceof UniqueConstraintError)) throw error;
        throw savedAtOneMoment(error);
      }
    },

    remove: (id, entry) =>
      inTransaction(database, async (transaction) => {
        if ((await connections.findByPk(id, { transaction, lock: true })) === null) return { kind: 'gone' };
        const users = await jobs.findAll({ where: { connectionId: id }, order: ['nameKey'], transaction });
        if (users.length > 0) return { kind: 'used', jobs: users.map((row) => rowOf(row).name) };
        await connections.destroy({ where: { id }, transaction });
        await audit.create(toAuditRow(entry), { transaction });
        return { kind: 'removed' };
      }),
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
    owner: row.owner,
    org: row.org,
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
