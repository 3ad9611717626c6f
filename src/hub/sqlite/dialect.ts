import type { AttributeType } from '../../domain/hub-object.ts';
import type { Dialect } from '../dialect.ts';

export const sqliteDialect: Dialect = {
  columnTypes: {
    serial: 'INTEGER PRIMARY KEY',
    integer: 'INTEGER',
    key: 'TEXT',
    json: 'TEXT',
    moment: 'TEXT',
  },
  // A BLOB would be taken for SQLite's own binary JSON.
  unpackBytes: (parameter) => `json_each(CAST(${parameter} AS TEXT)) AS each`,
  unpackTexts: (json) => `json_each(${json}) AS each`,
  eachText: 'each.value',
  groupTexts: (expression) => `json_group_array(${expression})`,
  merge: (base, changes) => `json_patch(${base}, ${changes})`,
  emptyObject: `'{}'`,
  member: (json, name) => `(${json} ->> '$."${name}"')`,
  withMember: (json, name, text) => `json_set(${json}, '$."${name}"', ${text})`,
  viewColumn: ({ name }) => `attributes ->> '$."${name}"' AS "${name}"`,
  createView: (name, select) => [`DROP VIEW IF EXISTS ${name}`, `CREATE VIEW ${name} AS ${select}`],
  temporary: (name, columns) => [
    `CREATE TEMP TABLE IF NOT EXISTS ${name} (${columns})`,
    `DELETE FROM temp.${name}`,
  ],
  forLookups: [],
  exclusive: [],
  readCell,
};

/** Booleans come as 0 and 1, lists as JSON text. */
function readCell(type: AttributeType, cell: unknown): unknown {
  if (type === 'boolean' && typeof cell === 'number') return cell === 1;
  return type === 'list' && typeof cell === 'string' ? JSON.parse(cell) : cell;
}
