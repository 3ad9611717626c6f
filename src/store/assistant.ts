import type { Sequelize } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { toAuditRow } from './audit.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { AssistantStore } from './assistant-store.ts';

const name = 'model';

export function createAssistantStore(
  database: Sequelize,
  { assistantSwitches, audit }: Models,
): AssistantStore {
  return {
    async modelSwitch() {
      const row = await assistantSwitches.findByPk(name);
      if (row === null) return null;
      const { isOn, changedAt, changedBy } = rowOf(row);
      return { isOn, changedAt, changedBy };
    },

    switchModel: (to, entry) =>
      inTransaction(database, async (transaction) => {
        const row = await assistantSwitches.findByPk(name, { transaction, lock: true });
        const before = row === null || rowOf(row).isOn;
        if (before === to.isOn) return false;
        await assistantSwitches.upsert({ name, ...to }, { transaction });
        await audit.create(toAuditRow(entry({ before, after: to.isOn })), { transaction });
        return true;
      }),
  };
}
