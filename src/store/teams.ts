import { DataTypes, Op } from 'sequelize';
import type { Model, Sequelize, Transaction } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { firstTeam } from '../domain/team.ts';
import type { TeamId } from '../domain/team.ts';
import type { Workspace } from '../domain/workspace.ts';
import { toAuditRow } from './audit.ts';
import { sealTokens } from './installations.ts';
import { defineModels } from './models.ts';
import type { SecretBox } from './secrets.ts';
import { rowOf } from './team-table.ts';
import type { Team, TeamStore } from './team-store.ts';

interface TeamRow extends Team {
  readonly id: TeamId;
}

export function createTeamStore(database: Sequelize, box: SecretBox): TeamStore {
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

  /** The team that is the workspace's, made where there is none. */
  async function seatOf(
    workspace: Workspace,
    mayBeFirst: boolean,
    now: Date,
    transaction: Transaction,
  ): Promise<TeamId> {
    const { id, name, enterprise } = workspace;
    const first = rowOf(await teams.findByPk(firstTeam, { transaction, lock: true, rejectOnEmpty: true }));
    const found = await teams.findOne({ where: { workspace: id }, transaction });
    const isFirstFree = mayBeFirst && first.workspace === null && (await holdsNothing(transaction));
    if (found === null && !isFirstFree) {
      const row = { id: id as TeamId, workspace: id, name, enterprise, createdAt: now, leftAt: null };
      await teams.create(row, { transaction });
      return row.id;
    }
    const team = found === null ? firstTeam : rowOf(found).id;
    await teams.update(
      { workspace: id, name, enterprise, leftAt: null },
      { where: { id: team }, transaction },
    );
    return team;
  }

  /** What somebody has made for the first team by the command line is not whoever's who comes first. */
  async function holdsNothing(transaction: Transaction): Promise<boolean> {
    const { connections, jobs, runs } = defineModels(database, firstTeam);
    return (
      (await connections.count({ transaction })) === 0 &&
      (await jobs.count({ transaction })) === 0 &&
      (await runs.count({ transaction })) === 0
    );
  }

  return {
    async byWorkspace(workspace) {
      const found = await teams.findOne({ where: { workspace } });
      return found === null ? null : rowOf(found);
    },

    install: (
      { workspace, installedAt, installedBy, tokens, ...installation },
      { mayBeFirst } = { mayBeFirst: true },
    ) =>
      inTransaction(database, async (transaction) => {
        const team = await seatOf(workspace, mayBeFirst, installedAt, transaction);
        const { installations, audit } = defineModels(database, team);
        await installations.destroy({ where: {}, transaction });
        const sealed = sealTokens(
          tokens,
          { teamId: team, workspaceName: workspace.name ?? workspace.id },
          box,
        );
        await installations.create({ ...installation, ...sealed, installedAt, installedBy }, { transaction });
        const by = { at: installedAt, actor: installedBy, door: 'browser', operation: 'join-workspace' };
        await audit.create(toAuditRow({ ...by, subject: team, before: null, after: null }), { transaction });
        return team;
      }),

    async list(limit) {
      const rows = await teams.findAll({ order: ['createdAt', 'id'], limit });
      const all = rows.map(rowOf);
      return [...all.filter(({ id }) => id === firstTeam), ...all.filter(({ id }) => id !== firstTeam)];
    },

    meet: (id, { id: workspace, name, enterprise }) =>
      inTransaction(database, async (transaction) => {
        const found = rowOf(await teams.findByPk(id, { transaction, lock: true, rejectOnEmpty: true }));
        if (found.workspace !== null && found.workspace !== workspace) return 'other';
        const theirs = await teams.count({ where: { workspace, id: { [Op.ne]: id } }, transaction });
        if (theirs > 0) return 'other';
        const isSame = found.workspace === workspace && found.name === name && found.leftAt === null;
        if (isSame && found.enterprise === enterprise) return 'met';
        await teams.update({ workspace, name, enterprise, leftAt: null }, { where: { id }, transaction });
        return 'met';
      }),

    leave: (id, now, installedAt = null) =>
      inTransaction(database, async (transaction) => {
        const { outbox, installations, audit } = defineModels(database, id);
        const found = await installations.findOne({ transaction, lock: true });
        const isAnew =
          installedAt !== null &&
          found !== null &&
          rowOf(found).installedAt.getTime() !== installedAt.getTime();
        if (isAnew) return false;
        const [left] = await teams.update({ leftAt: now }, { where: { id, leftAt: null }, transaction });
        if (left === 0) return false;
        await outbox.destroy({ where: {}, transaction });
        await installations.destroy({ where: {}, transaction });
        const by = { at: now, actor: 'slack', door: 'system', operation: 'leave-workspace' };
        await audit.create(toAuditRow({ ...by, subject: id, before: null, after: null }), { transaction });
        return true;
      }),

    forget: (before) =>
      inTransaction(database, async (transaction) => {
        const first = rowOf(
          await teams.findByPk(firstTeam, { transaction, lock: true, rejectOnEmpty: true }),
        );
        // All that is theirs goes with them.
        const forgotten = await teams.destroy({ where: { leftAt: { [Op.lt]: before } }, transaction });
        await teams.bulkCreate([{ ...first, leftAt: null }], { ignoreDuplicates: true, transaction });
        return forgotten;
      }),
  };
}
