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
  // Bound bytes are a BLOB, which would be taken for SQLite's binary JSON. `jsonb_each` gives each row in that form,
  // so that it is parsed once: it takes a third of the time of `json_each`, which writes every row as text again.
  unpackRows: (parameter) => `jsonb_each(CAST(${parameter} AS TEXT)) AS each`,
  // A subquery with a limit is not merged into the query around it.
  evaluatedOnce: 'LIMIT -1 OFFSET 0',
  position: 'each.key + 1',
  objectAt: (place) => `jsonb_extract(each.value, '$[${place}]')`,
  unpackTexts: (json) => `json_each(${json}) AS each`,
  eachText: 'each.value',
  unpackPairs: (json) => `jsonb_each(${json}) AS each`,
  integerAt: (place) => `each.value ->> ${place}`,
  groupArrays: (...values) => `json_group_array(json_array(${values.join(', ')}))`,
  merge: (base, changes) => `json_patch(${base}, ${changes})`,
  emptyObject: `'{}'`,
  member: (json, name) => `(${json} ->> '$."${name}"')`,
  withMember: (json, name, text) => `json_set(${json}, '$."${name}"', ${text})`,
  // Understood by every SQLite that people may read the views with; `->>` is not.
  viewColumn: ({ name }) => `json_extract(attributes, '$."${name}"') AS "${name}"`,
  createView: (name, select) => [`DROP VIEW IF EXISTS ${name}`, `CREATE VIEW ${name} AS ${select}`],
  temporary: (name, columns) => [
    `CREATE TEMP TABLE IF NOT EXISTS ${name} (${columns})`,
    `DELETE FROM temp.${name}`,
  ],
  findIndex: `SELECT name FROM sqlite_schema WHERE type = 'index' AND name = $1`,
  forLookups: [],
  readCell,
};

/** Booleans come as 0 and 1, lists as JSON text. */
function readCell(type: AttributeType, cell: unknown): unknown {
  if (type === 'boolean' && typeof cell === 'number') return cell === 1;
  return type === 'list' && typeof cell === 'string' ? JSON.parse(cell) : cell;
}
