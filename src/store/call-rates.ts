import { Op, QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { CallRateStore } from './shared-stores.ts';

/**
 * Further ahead than all calls of a burst reach, and than clocks of instances may be apart: the clock was set back since,
 * and the caller begins anew.
 */
const clocksApartMs = 60_000;

/** A number a caller: the moment up to which its calls so far are spread out, one each so many milliseconds. */
export function createCallRateStore(database: Sequelize, { callRates, team }: Models): CallRateStore {
  return {
    async take(caller, now, { perMinute, burst }) {
      const nowMs = now.getTime();
      const msACall = 60_000 / perMinute;
      const latestMs = nowMs + (burst - 1) * msACall;
      const lostMs = nowMs + burst * msACall + clocksApartMs;
      // One statement that looks and counts: calls may come to all instances at one moment. It does not begin with
      // INSERT, because Sequelize would then throw away what SQLite returns.
      const counted = await database.query(
        `/* take */ INSERT INTO call_rates (team_id, caller, used_until) VALUES (:team, :caller, :nowMs + :msACall)
             ON CONFLICT (team_id, caller) DO UPDATE
                SET used_until = :msACall + CASE WHEN call_rates.used_until BETWEEN :nowMs AND :lostMs
                                                 THEN call_rates.used_until ELSE :nowMs END
              WHERE call_rates.used_until <= :latestMs OR call_rates.used_until > :lostMs
         RETURNING caller`,
        { replacements: { team, caller, nowMs, msACall, latestMs, lostMs }, type: QueryTypes.SELECT },
      );
      if (counted.length === 1) return null;
      const found = await callRates.findByPk(caller);
      const usedUntil = found === null ? latestMs : rowOf(found).usedUntil;
      return Math.max(usedUntil - latestMs, 1);
    },

    async forget(now, limit) {
      const where = { usedUntil: { [Op.lte]: now.getTime() } };
      const old = await callRates.findAll({ attributes: ['caller'], where, limit });
      const callers = old.map((row) => rowOf(row).caller);
      return callers.length === 0 ? 0 : await callRates.destroy({ where: { caller: callers, ...where } });
    },
  };
}
