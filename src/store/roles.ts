import { Op } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { UserError } from '../domain/errors.ts';
import { toAuditRow } from './audit.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { RoleStore } from './store.ts';

export function createRoleStore(database: Sequelize, { roles, audit }: Models): RoleStore {
  return {
    async of(person) {
      const row = await roles.findByPk(person);
      return row === null ? null : rowOf(row).role;
    },

    async list(limit) {
      // By chance the alphabet has the order that is wanted: admin, operator, viewer.
      const rows = await roles.findAll({ order: ['role', 'person'], limit });
      return rows.map(rowOf);
    },

    grant: (grant, { mayBeLast, audit: entry }) =>
      inTransaction(database, async (transaction) => {
        // All of them, in one order: two admins who take the role from each other wait for one another.
        const admins = await roles.findAll({
          where: { [Op.or]: [{ role: 'admin' }, { person: grant.person }] },
          order: ['person'],
          transaction,
          lock: true,
        });
        const rows = admins.map(rowOf);
        const before = rows.find(({ person }) => person === grant.person)?.role ?? null;
        const isLast = before === 'admin' && grant.role !== 'admin' && rows.length === 1;
        if (isLast && !mayBeLast) {
          throw new UserError(
            'Nobody else was granted the role admin. Grant it to somebody first, or let a workspace admin do this.',
            { code: 'last_admin' },
          );
        }
        await roles.upsert({ ...grant }, { transaction });
        await audit.create(toAuditRow(entry(before)), { transaction });
      }),
  };
}
