import { DataTypes } from 'sequelize';
import type { Model, Sequelize } from 'sequelize';
import { firstTeam } from '../domain/team.ts';
import type { TeamId } from '../domain/team.ts';
import { rowOf } from './models.ts';
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
    },
    { tableName: 'teams', timestamps: false, underscored: true },
  );
  return {
    async list(limit) {
      const rows = await teams.findAll({ order: ['createdAt', 'id'], limit });
      const all = rows.map(rowOf);
      return [...all.filter(({ id }) => id === firstTeam), ...all.filter(({ id }) => id !== firstTeam)];
    },
  };
}
