import { UserError } from '../../domain/errors.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import type { SourceObject, SourceSchema } from '../../domain/source-schema.ts';
import type { ReadWindow, SourceQuery } from '../connector.ts';
import { test } from '../filter/condition.ts';
import type { Condition } from '../filter/condition.ts';
import { datetimeLiteral, momentOf } from '../filter/date-literals.ts';
import { columnPath } from './column-path.ts';
import type { ColumnPath } from './column-path.ts';
import { compileFilter } from './compile-filter.ts';
import { allOf } from './odata-condition.ts';
import { tableOf } from './table.ts';
import type { DynamicsTable } from './table.ts';

/** What is read and how its rows are laid out. */
export interface ReadPlan {
  readonly table: DynamicsTable;
  /** The query's fields, then the id and the stamp where they are not among them. */
  readonly columns: readonly string[];
  readonly paths: readonly ColumnPath[];
  readonly idColumn: number;
  /** -1 where the table has no stamp. */
  readonly stampColumn: number;
  /** Filter and window. */
  readonly condition: Condition;
  /** Columns by which the result is in an order, without which pages would not follow each other. */
  readonly order: readonly string[];
}

const stampField = 'modifiedon';
/** Of tables whose records can be merged: what was merged away stays there, inactive. */
const mergedField = 'merged';

export function cursorField(object: SourceObject): string | null {
  return object.fields.some(({ name, type }) => name === stampField && type === 'datetime')
    ? stampField
    : null;
}

export function isMergeable(object: SourceObject): boolean {
  const names = new Set(object.fields.map(({ name }) => name));
  return names.has(mergedField) && names.has('masterid');
}

/** @throws UserError that names the first field that cannot be read, or what OData cannot say. */
export function planRead(query: SourceQuery, window: ReadWindow | null, clock: FilterClock): ReadPlan {
  const { schema, filter } = query;
  const table = tableOf(schema.object);
  const stamp = cursorField(table);
  if (window !== null && stamp === null) {
    throw new UserError(
      `${table.name} has no column that says when a record was changed, so changes alone cannot be read. Run a full sync instead.`,
      { code: 'no_cursor_field' },
    );
  }
  const columns = query.fields.map((path) => readablePath(path, schema));
  for (const name of [table.primaryId, stamp]) {
    if (name !== null && !columns.includes(name)) columns.push(name);
  }
  return {
    table,
    columns,
    paths: columns.map((path) => columnPath(path, schema)),
    idColumn: columns.indexOf(table.primaryId),
    stampColumn: stamp === null ? -1 : columns.indexOf(stamp),
    condition: allOf([
      isMergeable(table) ? test(`${mergedField} ne true`) : 'always',
      filter === null ? 'always' : compileFilter(filter, schema, clock),
      window === null ? 'always' : withinWindow(window),
    ]),
    order: window === null ? [table.primaryId] : [stampField, table.primaryId],
  };
}

export function withinWindow({ since, until }: ReadWindow): Condition {
  return allOf([
    test(`${stampField} gt ${datetimeLiteral(momentOf(since))}`),
    test(`${stampField} le ${datetimeLiteral(momentOf(until))}`),
  ]);
}

/** In Dataverse's own letter case. */
function readablePath(path: string, schema: SourceSchema): string {
  const found = schema.field(path);
  if (found.kind === 'found') return found.path;
  const near = found.suggestions.length === 0 ? '' : ` Did you mean ${found.suggestions.join(', ')}?`;
  throw new UserError(
    `Field "${path}" cannot be read: ${found.object} has no field or parent "${found.segment}" that the connection's user may see.${near} Check the field's name and the user's rights, or take it out of the job.`,
    { code: 'unknown_field' },
  );
}
