import { createHash } from 'node:crypto';
import type { AttributeType, HubAttribute } from '../../domain/hub-object.ts';
import type { Dialect } from '../dialect.ts';

/** PostgreSQL cuts longer names off, so that two could become one. In bytes; names here are ASCII. */
const maxNameLength = 63;
const hashLength = 8;

export const postgresDialect: Dialect = {
  columnTypes: {
    serial: 'BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
    integer: 'BIGINT',
    key: 'TEXT COLLATE "C"',
    json: 'JSONB',
    moment: 'TIMESTAMPTZ',
  },
  // The driver sends bytes as they are, and as those of a text they are one.
  unpackRows: (parameter) =>
    `jsonb_array_elements(${parameter}::text::jsonb) WITH ORDINALITY AS each (value, position)`,
  evaluatedOnce: 'OFFSET 0',
  position: 'each.position',
  objectAt: (place) => `each.value -> ${place}`,
  unpackTexts: (json) => `jsonb_array_elements_text((${json})::jsonb) AS each (value)`,
  eachText: 'each.value',
  unpackPairs: (json) => `jsonb_array_elements(${json}) AS each (value)`,
  integerAt: (place) => `(each.value ->> ${place})::bigint`,
  groupArrays: (...values) => `COALESCE(jsonb_agg(jsonb_build_array(${values.join(', ')})), '[]'::jsonb)`,
  merge: (base, changes) => `jsonb_strip_nulls(${base} || ${changes})`,
  emptyObject: `'{}'::jsonb`,
  member: (json, name) => `(${json} ->> '${name}')`,
  withMember: (json, name, text) => `(${json} || jsonb_build_object('${name}', ${text}))`,
  viewColumn: (attribute) => `${typed(attribute)} AS "${columnName(attribute.name)}"`,
  // Views that people have built on this one stay: a new column is put behind the others.
  createView: (name, select) => [`CREATE OR REPLACE VIEW ${name} AS ${select}`],
  temporary: (name, columns) => [
    `CREATE TEMP TABLE IF NOT EXISTS ${name} (${columns}) ON COMMIT DELETE ROWS`,
  ],
  findIndex: 'SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexname = $1',
  // Tables that grow within one run have no statistics yet, and a plan that reads one whole for every batch makes
  // a run's time grow with its square.
  forLookups: [
    'SET LOCAL enable_hashjoin = off',
    'SET LOCAL enable_mergejoin = off',
    'SET LOCAL enable_seqscan = off',
    'SET LOCAL enable_material = off',
    'SET LOCAL jit = off',
  ],
  readCell,
};

function typed({ name, type }: Pick<HubAttribute, 'name' | 'type'>): string {
  const text = `attributes ->> '${name}'`;
  switch (type) {
    case 'number':
    case 'currency':
      return `(${text})::numeric`;
    case 'boolean':
      return `(${text})::boolean`;
    case 'list':
      return `attributes -> '${name}'`;
    case 'text':
    case 'date':
    case 'foreign key':
      break;
  }
  return text;
}

function columnName(name: string): string {
  if (name.length <= maxNameLength) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, hashLength);
  return `${name.slice(0, maxNameLength - hashLength - 1)}_${hash}`;
}

/** The driver gives numeric as text, so that no digit is lost. */
function readCell(type: AttributeType, cell: unknown): unknown {
  if ((type !== 'number' && type !== 'currency') || typeof cell !== 'string') return cell;
  const number = Number(cell);
  return String(number) === cell ? number : cell;
}
