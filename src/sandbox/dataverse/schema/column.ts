/** What a table's column is: the source of its metadata, of what queries may do with it and of what may be written. */

export type ColumnType =
  | 'uniqueidentifier'
  | 'string'
  | 'memo'
  | 'integer'
  | 'bigint'
  | 'decimal'
  | 'double'
  | 'money'
  | 'boolean'
  | 'datetime'
  | 'picklist'
  | 'state'
  | 'status'
  | 'multiselect'
  | 'lookup'
  | 'customer'
  | 'owner';

/**
 * A stored value. Numbers are their digits as text (a double would lose some), choices the text of their number,
 * several choices joined by commas, moments `yyyy-MM-ddTHH:mm:ssZ`, days `yyyy-MM-dd`, lookups `table/id`. Empty
 * text is null.
 */
export type Value = string | boolean | null;

export interface Choice {
  readonly value: number;
  readonly label: string;
  /** Of a status: the state that it belongs to. */
  readonly state?: number;
}

/** A table that a lookup may point to, and the name under which queries and writes lead there. */
export interface Target {
  readonly table: string;
  readonly navigation: string;
}

export type RequiredLevel = 'None' | 'Recommended' | 'ApplicationRequired' | 'SystemRequired';

/** Computes a column from others of the same record. */
export type Derivation = (get: (column: string) => Value) => Value;

export interface Column {
  readonly logicalName: string;
  readonly schemaName: string;
  readonly label: string;
  readonly type: ColumnType;
  readonly maxLength: number;
  /** Digits after the point. */
  readonly precision: number;
  readonly minValue: number;
  readonly maxValue: number;
  /** `Email`, `Url`, `Phone`, `Text`, `TextArea`; of moments `DateOnly` or `DateAndTime`. */
  readonly format: string | null;
  /** Of moments: `DateOnly` stores a day, without a zone. */
  readonly behavior: 'UserLocal' | 'DateOnly' | 'TimeZoneIndependent';
  readonly choices: readonly Choice[];
  readonly targets: readonly Target[];
  readonly required: RequiredLevel;
  readonly creatable: boolean;
  readonly updatable: boolean;
  /** False: the metadata names it and queries cannot ask for it. */
  readonly readable: boolean;
  /** So says the metadata, of the ids of addresses too: the table knows which one is its own. */
  readonly isPrimaryId: boolean;
  readonly isPrimaryName: boolean;
  readonly isCustom: boolean;
  /** The column that this one shows in another way. */
  readonly attributeOf: string | null;
  /** What a new record has where nothing is given. */
  readonly defaultValue: Value;
  readonly derive: Derivation | null;
}

export type ColumnInput = Pick<Column, 'logicalName' | 'type'> & Partial<Column>;

export const numberTypes: ReadonlySet<ColumnType> = new Set([
  'integer',
  'bigint',
  'decimal',
  'double',
  'money',
]);
export const choiceTypes: ReadonlySet<ColumnType> = new Set(['picklist', 'state', 'status']);
export const lookupTypes: ReadonlySet<ColumnType> = new Set(['lookup', 'customer', 'owner']);
export const textTypes: ReadonlySet<ColumnType> = new Set(['string', 'memo']);

/** Of the numbers: least, most and digits after the point. */
const ranges: Partial<Record<ColumnType, readonly [min: number, max: number, precision: number]>> = {
  integer: [-2_147_483_648, 2_147_483_647, 0],
  bigint: [-(2 ** 63), 2 ** 63, 0],
  decimal: [-100_000_000_000, 100_000_000_000, 10],
  double: [-100_000_000_000, 100_000_000_000, 5],
  money: [-922_337_203_685_477, 922_337_203_685_477, 2],
};

const defaultLengths: Partial<Record<ColumnType, number>> = { string: 100, memo: 2_000 };
const defaultFormats: Partial<Record<ColumnType, string>> = {
  string: 'Text',
  memo: 'TextArea',
  integer: 'None',
  datetime: 'DateAndTime',
};

/** Fills in what follows from the type. */
export function columnOf(input: ColumnInput): Column {
  const { type, logicalName } = input;
  const [minValue, maxValue, precision] = ranges[type] ?? [0, 0, 0];
  const isMade = input.derive !== undefined && input.derive !== null;
  return {
    schemaName: logicalName,
    label: logicalName,
    maxLength: defaultLengths[type] ?? 0,
    precision,
    minValue,
    maxValue,
    format: defaultFormats[type] ?? null,
    behavior: 'UserLocal',
    choices: [],
    targets: [],
    required: 'None',
    creatable: !isMade,
    // A record's id is chosen when it is made, and never changed.
    updatable: !isMade && input.isPrimaryId !== true,
    readable: true,
    isPrimaryId: false,
    isPrimaryName: false,
    isCustom: logicalName.includes('_') && !/^address\d_/.test(logicalName),
    attributeOf: null,
    defaultValue: null,
    derive: null,
    ...input,
  };
}

/** The name that rows and queries have for it: a lookup's is `_name_value`. */
export function propertyName({ logicalName, type }: Pick<Column, 'logicalName' | 'type'>): string {
  return lookupTypes.has(type) ? `_${logicalName}_value` : logicalName;
}

export interface Reference {
  readonly table: string;
  readonly id: string;
}

export function referenceText({ table, id }: Reference): string {
  return `${table}/${id}`;
}

export function referenceOf(value: Value): Reference | null {
  if (typeof value !== 'string') return null;
  const at = value.indexOf('/');
  return at < 0 ? null : { table: value.slice(0, at), id: value.slice(at + 1) };
}
