import { columnOf, lookupTypes } from './column.ts';
import type { Column, ColumnInput } from './column.ts';
import { audit, ownership, readOnly, stateAndStatus, text, uniqueidentifier } from './columns.ts';

export interface AlternateKey {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface TableDefinition {
  readonly logicalName: string;
  readonly schemaName: string;
  readonly entitySetName: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly objectTypeCode: number;
  readonly primaryId: string;
  readonly primaryName: string | null;
  readonly columns: readonly Column[];
  readonly keys: readonly AlternateKey[];
  readonly tracksChanges: boolean;
  readonly isActivity: boolean;
  readonly isCustom: boolean;
  /** Set-up that everybody reads and nobody writes over the API. */
  readonly isReadOnly: boolean;
  readonly byName: ReadonlyMap<string, Column>;
  /** Lookups by the names that queries and writes have for the way to their target. */
  readonly byNavigation: ReadonlyMap<string, Navigation>;
}

export interface Navigation {
  readonly column: Column;
  readonly table: string;
}

export type TableInput = Pick<
  TableDefinition,
  'schemaName' | 'entitySetName' | 'label' | 'labelPlural' | 'objectTypeCode' | 'columns'
> &
  Partial<TableDefinition>;

export function tableDefinition(input: TableInput): TableDefinition {
  const logicalName = input.logicalName ?? input.schemaName.toLowerCase();
  const columns = input.columns.flatMap((column) => [column, ...shownAs(column)]);
  return {
    logicalName,
    primaryId: `${logicalName}id`,
    primaryName: null,
    keys: [],
    tracksChanges: false,
    isActivity: false,
    isCustom: false,
    isReadOnly: false,
    ...input,
    columns,
    byName: new Map(columns.map((column) => [column.logicalName, column])),
    byNavigation: new Map(
      columns.flatMap((column) =>
        column.targets.map(({ table, navigation }) => [navigation, { column, table }] as const),
      ),
    ),
  };
}

/** The columns that the metadata has for the label of another: no query can ask for them. */
function shownAs(column: Column): Column[] {
  const shows = column.choices.length > 0 || lookupTypes.has(column.type);
  if (!shows || column.attributeOf !== null) return [];
  return [
    columnOf({
      logicalName: `${column.logicalName}name`,
      schemaName: `${column.schemaName}Name`,
      label: `${column.label} (name)`,
      type: 'string',
      attributeOf: column.logicalName,
      readable: false,
      ...readOnly,
    }),
  ];
}

/** A table of a test's own. */
export interface CustomTable {
  /** With its publisher's prefix, such as `acme_visit`. */
  readonly logicalName: string;
  readonly columns?: readonly ColumnInput[];
  readonly keys?: readonly AlternateKey[];
  readonly tracksChanges?: boolean;
  readonly label?: string;
}

/** With a name, an owner, a state and audit columns, as a custom table has them. */
export function customTable(table: CustomTable, objectTypeCode: number): TableDefinition {
  const { logicalName, columns = [], keys = [], tracksChanges = true } = table;
  const prefix = logicalName.split('_')[0] ?? '';
  const label = table.label ?? logicalName.replace(`${prefix}_`, '');
  const given = columns.map(columnOf);
  const named = given.some((column) => column.isPrimaryName)
    ? []
    : [text(`${prefix}_name`, 'Name', 850, { isPrimaryName: true })];
  const all = [
    uniqueidentifier(`${logicalName}id`, label, { isPrimaryId: true, required: 'SystemRequired' }),
    ...named,
    ...given,
    ...ownership(),
    ...stateAndStatus([
      ['Active', ['Active']],
      ['Inactive', ['Inactive']],
    ]),
    ...audit(),
  ];
  const taken = new Set(given.map((column) => column.logicalName));
  return tableDefinition({
    logicalName,
    schemaName: logicalName,
    entitySetName: `${logicalName}s`,
    label,
    labelPlural: `${label}s`,
    objectTypeCode,
    primaryName: all.find((column) => column.isPrimaryName)?.logicalName ?? null,
    columns: all.filter((column) => given.includes(column) || !taken.has(column.logicalName)),
    keys,
    tracksChanges,
    isCustom: true,
  });
}
