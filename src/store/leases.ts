import { Op, QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { LeaseStore } from './shared-stores.ts';

export function createLeaseStore(database: Sequelize, { leases, team }: Models): LeaseStore {
  return {
    async take(name, { holder, until }, now) {
      // One statement that looks and takes. It does not begin with INSERT, because Sequelize would then throw away
      // what SQLite returns.
      const taken = await database.query(
        `/* take */ INSERT INTO leases (team_id, name, holder, until) VALUES (:team, :name, :holder, :until)
             ON CONFLICT (team_id, name) DO UPDATE SET holder = excluded.holder, until = excluded.until
              WHERE leases.until <= :now OR leases.holder = excluded.holder
         RETURNING name`,
        { replacements: { team, name, holder, until, now }, type: QueryTypes.SELECT },
      );
      return taken.length === 1;
    },

    seize: (name, lease, now) =>
      inTransaction(database, async (transaction) => {
        const found = await leases.findByPk(name, { transaction, lock: true });
        await leases.upsert({ name, ...lease }, { transaction });
        if (found === null) return false;
        const before = rowOf(found);
        return before.holder !== lease.holder && before.until > now;
      }),

    async heldBy(holder, names, now) {
      const rows = await leases.findAll({ where: { name: [...names], holder, until: { [Op.gt]: now } } });
      return new Set(rows.map((row) => rowOf(row).name));
    },

    async release(name, holder) {
      await leases.destroy({ where: { name, holder } });
    },

    async forget(now, limit) {
      const where = { until: { [Op.lte]: now } };
      const old = await leases.findAll({ attributes: ['name'], where, order: ['until'], limit });
      const names = old.map((row) => rowOf(row).name);
      // Looked at again: somebody may have taken it meanwhile.
      return names.length === 0 ? 0 : await leases.destroy({ where: { name: names, ...where } });
    },
  };
}
