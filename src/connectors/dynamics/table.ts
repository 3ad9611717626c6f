/** A table as the connector knows it: what everybody sees of an object, and how Dataverse calls it in queries. */
import type { SourceObject } from '../../domain/source-schema.ts';

export interface DynamicsTable extends SourceObject {
  /** As it stands in addresses: `opportunities`. */
  readonly entitySetName: string;
  /** `accountid`; of activities always `activityid`. */
  readonly primaryId: string;
  readonly tracksChanges: boolean;
  /** By the names of the fields. */
  readonly columns: Readonly<Record<string, DynamicsColumn>>;
  /** Columns that together find one record. */
  readonly keys: readonly (readonly string[])[];
}

export interface DynamicsColumn {
  /** As queries and rows have it: `_ownerid_value` for the lookup `ownerid`. null where it stands on the parent only. */
  readonly property: string | null;
  /** Where its relationship leads, as `$expand` and paths have it. */
  readonly navigation: string | null;
  /** Tables that a lookup may point to, each with the name by which it is written. */
  readonly targets: readonly LookupTarget[];
  /** Read as the service words it for people, not as the value. */
  readonly isFormatted: boolean;
  /** Dataverse's own name of the type: `Money`, `Picklist`. */
  readonly type: string;
}

export interface LookupTarget {
  readonly table: string;
  readonly navigation: string;
  /** Of that table: `accountid`, `activityid`. */
  readonly primaryId: string;
}

/** Every object that this connector describes is a table. */
export function tableOf(object: SourceObject): DynamicsTable {
  if ('entitySetName' in object && 'columns' in object) return object as DynamicsTable;
  throw new Error(`${object.name} was not described by this connector`);
}

export function columnOf(object: SourceObject, field: string): DynamicsColumn {
  const column = tableOf(object).columns[field];
  if (column === undefined) throw new Error(`${object.name} has no column ${field}`);
  return column;
}
