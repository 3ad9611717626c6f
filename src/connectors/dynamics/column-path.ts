/** Fields of the filter language and the mapping as Dataverse has them: over navigation properties to a column. */
import type { SourceField, SourceSchema } from '../../domain/source-schema.ts';
import { columnOf, tableOf } from './table.ts';
import type { DynamicsColumn } from './table.ts';

export interface ColumnPath {
  readonly field: SourceField;
  readonly column: DynamicsColumn;
  /** Navigation properties from the table to the one that has the column. */
  readonly navigations: readonly string[];
  /** Ids of the tables that they lead to. */
  readonly parentIds: readonly string[];
  /** The column as that one has it. */
  readonly property: string;
  /** Logical name, by which query functions know it; null of parents' columns, which they do not take. */
  readonly logicalName: string | null;
}

/** @param path of a field that `schema` has, in its own letter case. */
export function columnPath(path: string, schema: SourceSchema): ColumnPath {
  const found = schema.field(path);
  if (found.kind === 'missing') throw new Error(`The schema has no field ${path}`);
  const segments = found.path.split('.');
  const navigations: string[] = [];
  const parentIds: string[] = [];
  let object = schema.object;
  segments.slice(0, -1).forEach((name, index) => {
    const parent = schema.parent(segments.slice(0, index + 1).join('.'));
    const lookup = object.fields.find((field) => field.relationship?.name === name);
    const navigation = lookup === undefined ? null : columnOf(object, lookup.name).navigation;
    if (navigation === null || parent === undefined) throw new Error(`${name} of ${path} leads nowhere`);
    navigations.push(navigation);
    parentIds.push(tableOf(parent).primaryId);
    object = parent;
  });
  const column = columnOf(object, found.field.name);
  if (column.property !== null) {
    const logicalName = navigations.length === 0 ? found.field.name : null;
    return { field: found.field, column, navigations, parentIds, property: column.property, logicalName };
  }
  // A lookup's field for one of its tables: the id of the record over there.
  const [target] = column.targets;
  if (target === undefined) throw new Error(`${path} leads to no table`);
  return {
    field: found.field,
    column,
    navigations: [...navigations, target.navigation],
    parentIds: [...parentIds, target.primaryId],
    property: target.primaryId,
    logicalName: null,
  };
}
