import { Op, UniqueConstraintError } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import type { ApiToken } from '../domain/api-token.ts';
import { UserError } from '../domain/errors.ts';
import { nameKey } from '../domain/name-key.ts';
import { toAuditRow } from './audit.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { ApiTokenRow } from './rows.ts';
import type { TokenStore } from './store.ts';

/** More than programs that start jobs; what nobody can look over, nobody revokes. */
export const maxTokens = 100;

export function createTokenStore(database: Sequelize, models: Models): TokenStore {
  const { apiTokens, idempotencyKeys, jobs, audit } = models;
  return {
    async add(token, hash, entry) {
      try {
        await inTransaction(database, async (transaction) => {
          const { jobId } = token;
          if (jobId !== null && (await jobs.findByPk(jobId, { transaction, lock: true })) === null) {
            throw new UserError('The job has been deleted in the meantime.', { code: 'unknown_job' });
          }
          if ((await apiTokens.count({ transaction })) >= maxTokens) {
            throw new UserError(
              `There are ${maxTokens} tokens, and no more can be made. Revoke those that nobody uses.`,
              { code: 'too_many_tokens' },
            );
          }
          await apiTokens.create({ ...token, nameKey: nameKey(token.name), hash }, { transaction });
          await audit.create(toAuditRow(entry), { transaction });
        });
      } catch (error) {
        if (!(error instanceof UniqueConstraintError)) throw error;
        throw new UserError(`There is a token called "${token.name}" already. Choose another name.`, {
          code: 'name_taken',
          path: ['name'],
          cause: error,
        });
      }
    },

    async list(jobId) {
      const rows = await apiTokens.findAll({
        where: { [Op.or]: [{ jobId }, { jobId: null }] },
        order: ['nameKey'],
        limit: maxTokens,
      });
      return rows.map((row) => toToken(rowOf(row)));
    },

    async byId(id) {
      const found = await apiTokens.findByPk(id);
      if (found === null) return null;
      const row = rowOf(found);
      return { token: toToken(row), hash: row.hash };
    },

    async noteUse(id, now) {
      await apiTokens.update({ lastUsedAt: now }, { where: { id } });
    },

    remove: (id, entry) =>
      inTransaction(database, async (transaction) => {
        if ((await apiTokens.destroy({ where: { id }, transaction })) === 0) return false;
        await audit.create(toAuditRow(entry), { transaction });
        return true;
      }),

    async forgetKeys(now, limit) {
      const old = await idempotencyKeys.findAll({
        where: { until: { [Op.lte]: now } },
        order: ['until'],
        limit,
      });
      const keys = old.map((row) => rowOf(row)).map(({ tokenId, key }) => ({ tokenId, key }));
      return keys.length === 0
        ? 0
        : await idempotencyKeys.destroy({ where: { [Op.or]: keys, until: { [Op.lte]: now } } });
    },
  };
}

function toToken({ nameKey: _nameKey, hash: _hash, ...token }: ApiTokenRow): ApiToken {
  return token;
}
