import { UserError } from '../../domain/errors.ts';
import type { SourceField, SourceFieldType, SourceObject, SourceSchema } from '../../domain/source-schema.ts';
import type { ReadWindow, SourceQuery } from '../connector.ts';
import { compileFilter } from './compile-filter.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import type { Condition } from '../filter/condition.ts';

/** What is read and how its rows are laid out, before it is known in which way. */
export interface ReadPlan {
  readonly object: string;
  /** The query's fields, then the id and the stamp where they are not among them. */
  readonly columns: readonly string[];
  readonly types: readonly SourceFieldType[];
  readonly idColumn: number;
  /** -1 where the object has no stamp. */
  readonly stampColumn: number;
  readonly condition: Condition;
  readonly window: ReadWindow | null;
}

/** Best first: SystemModstamp also moves when an automation changes the record. */
const stampFields = ['SystemModstamp', 'LastModifiedDate', 'CreatedDate'] as const;

export function cursorField(object: SourceObject): string | null {
  const usable = new Set(
    object.fields.filter((field) => field.filterable && field.sortable).map((field) => field.name),
  );
  return stampFields.find((name) => usable.has(name)) ?? null;
}

/** @throws UserError that names the first field that cannot be read. */
export function planRead(query: SourceQuery, window: ReadWindow | null, clock: FilterClock): ReadPlan {
  const { schema, filter } = query;
  const { object } = schema;
  const stampField = cursorField(object);
  if (window !== null && stampField === null) {
    throw new UserError(
      `${object.name} has no field that says when a record was changed, so changes alone cannot be read. Run a full sync instead.`,
      { code: 'no_cursor_field' },
    );
  }
  const fields = query.fields.map((path) => readableField(path, schema));
  for (const name of ['Id', stampField]) {
    if (name === null || fields.some(({ path }) => path === name)) continue;
    fields.push(readableField(name, schema));
  }
  const columns = fields.map(({ path }) => path);
  return {
    object: object.name,
    columns,
    types: fields.map(({ field }) => field.type),
    idColumn: columns.indexOf('Id'),
    stampColumn: stampField === null ? -1 : columns.indexOf(stampField),
    condition: filter === null ? 'always' : compileFilter(filter, schema, clock),
    window,
  };
}

/** A field in the CRM's own letter case, of a type that can be read as one value. */
export function readableField(path: string, schema: SourceSchema): { field: SourceField; path: string } {
  const found = schema.field(path);
  if (found.kind === 'missing') {
    const near = found.suggestions.length === 0 ? '' : ` Did you mean ${found.suggestions.join(', ')}?`;
    throw new UserError(
      `Field "${path}" cannot be read: ${found.object} has no field or parent "${found.segment}" that the connection's user may see.${near} Check the field's name and the user's rights, or take it out of the job.`,
      { code: 'unknown_field' },
    );
  }
  if (found.field.type !== 'compound' && found.field.type !== 'binary') return found;
  const parts = schema.object.fields.filter((field) => field.compoundName === found.field.name);
  const advice =
    parts.length === 0 ? 'Leave it out.' : `Read its parts: ${parts.map(({ name }) => name).join(', ')}.`;
  const what = found.field.type === 'binary' ? 'holds a file' : 'is made of several fields';
  throw new UserError(`Field "${path}" ${what} and cannot be read as one value. ${advice}`, {
    code: 'field_not_readable',
  });
}
