import { DataTypes, Op } from 'sequelize';
import type { Model, Sequelize } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { firstTeam } from '../domain/team.ts';
import type { TeamId } from '../domain/team.ts';
import { toAuditRow } from './audit.ts';
import { defineModels } from './models.ts';
import { rowOf } from './team-table.ts';
import type { Team, TeamStore } from './team-store.ts';

interface TeamRow extends Team {
  readonly id: TeamId;
}

export function createTeamStore(database: Sequelize): TeamStore {
  const { DATE, TEXT } = DataTypes;
  const teams = database.define<Model<TeamRow, TeamRow>, TeamRow>(
    'teams',
    {
      id: { type: TEXT, primaryKey: true },
      workspace: TEXT,
      enterprise: TEXT,
      name: TEXT,
      createdAt: DATE,
      leftAt: DATE,
    },
    { tableName: 'teams', timestamps: false, underscored: true },
  );
  return {
    async list(limit) {
      const rows = await teams.findAll({ order: ['createdAt', 'id'], limit });
      const all = rows.map(rowOf);
      return [...all.filter(({ id }) => id === firstTeam), ...all.filter(({ id }) => id !== firstTeam)];
    },

    meet: (id, { id: workspace, name, enterprise }) =>
      inTransaction(database, async (transaction) => {
        const found = rowOf(await teams.findByPk(id, { transaction, lock: true, rejectOnEmpty: true }));
        if (found.workspace !== null && found.workspace !== workspace) return 'other';
        const isSame = found.workspace === workspace && found.name === name && found.leftAt === null;
        if (isSame && found.enterprise === enterprise) return 'met';
        await teams.update({ workspace, name, enterprise, leftAt: null }, { where: { id }, transaction });
        return 'met';
      }),

    leave: (id, now) =>
      inTransaction(database, async (transaction) => {
        const [left] = await teams.update({ leftAt: now }, { where: { id, leftAt: null }, transaction });
        if (left === 0) return false;
        const { outbox, audit } = defineModels(database, id);
        await outbox.destroy({ where: {}, transaction });
        const by = { at: now, actor: 'slack', door: 'system', operation: 'leave-workspace' };
        await audit.create(toAuditRow({ ...by, subject: id, before: null, after: null }), { transaction });
        return true;
      }),

    forget: (before) =>
      inTransaction(database, async (transaction) => {
        // All that is theirs goes with them.
        const forgotten = await teams.destroy({ where: { leftAt: { [Op.lt]: before } }, transaction });
        const first = { id: firstTeam, workspace: null, enterprise: null, name: null, leftAt: null };
        await teams.bulkCreate([{ ...first, createdAt: before }], { ignoreDuplicates: true, transaction });
        return forgotten;
      }),
  };
}
