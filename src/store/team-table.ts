/**
 * Tables as Sequelize sees them, for one team: they find, change and delete that team's rows alone, and what they write is
 * that team's. So no row says whose it is, and nothing that is written on them can forget to ask.
 */
import { DataTypes, col, where } from 'sequelize';
import type { Model, ModelAttributes, ModelStatic, Sequelize } from 'sequelize';
import type { TeamId } from '../domain/team.ts';

export type Table<Row extends object> = ModelStatic<Model<Row, Row>>;

export interface TableOptions {
  /** The key of a row is a name that other teams may have, too. */
  readonly isNamedInTeam?: boolean;
}

type DefineTable = <Row extends object>(
  name: string,
  columns: ModelAttributes<Model<Row, Row>, Row>,
  options?: TableOptions,
) => Table<Row>;

/** @param team null = everybody's: rows are read and changed, and none can be added */
export function tablesOf(database: Sequelize, team: TeamId | null): DefineTable {
  return (name, columns, { isNamedInTeam = false } = {}) => {
    const withTeam = {
      ...columns,
      teamId: {
        type: DataTypes.TEXT,
        primaryKey: isNamedInTeam,
        ...(team === null ? {} : { defaultValue: team }),
      },
    };
    const ofTeam = team === null ? {} : { where: where(col('team_id'), team) };
    return database.define(name, withTeam, {
      tableName: name,
      timestamps: false,
      underscored: true,
      defaultScope: { ...ofTeam, attributes: { exclude: ['teamId'] } },
      // What a query asks for is asked beside the team, whatever it is.
      whereMergeStrategy: 'and',
    });
  };
}

/** The row's values, without the model around them. */
export function rowOf<Row extends object>(model: Model<Row, Row>): Row {
  return model.get({ plain: true });
}

/** For statements written by hand: that the rows of a table are the team's. `:team` has to be among the replacements. */
export function ofTeam({ team }: { readonly team: TeamId | null }, table: string): string {
  return team === null ? 'TRUE' : `${table}.team_id = :team`;
}
