import { Op, QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { DeliveryStore } from './message-stores.ts';

export function createDeliveryStore(database: Sequelize, { deliveries, team }: Models): DeliveryStore {
  return {
    async take(id, now, until) {
      // One statement that looks and takes: two instances may be given the same request at one moment. It does not
      // begin with INSERT, because Sequelize would then throw away what SQLite returns.
      const taken = await database.query(
        `/* take */ INSERT INTO deliveries (team_id, id, until) VALUES (:team, :id, :until)
             ON CONFLICT (team_id, id) DO UPDATE SET until = excluded.until WHERE deliveries.until <= :now
         RETURNING id`,
        { replacements: { team, id, now, until }, type: QueryTypes.SELECT },
      );
      return taken.length === 1;
    },

    async keepAnswer(id, answer, until) {
      await deliveries.upsert({ id, until, answer });
    },

    async answerTo(id, now) {
      const row = await deliveries.findOne({ where: { id, until: { [Op.gt]: now } } });
      return row === null ? null : rowOf(row).answer;
    },

    async forget(now) {
      await deliveries.destroy({ where: { until: { [Op.lte]: now } } });
    },
  };
}
