/** What a set of rows to be written looks like to Salesforce, worked out once. */
import { UserError } from '../../domain/errors.ts';
import { parseDecimal, plainDecimal } from '../../domain/filter/decimal.ts';
import { toLongId } from '../../domain/record-id.ts';
import type { SourceField, SourceFieldType } from '../../domain/source-schema.ts';
import type { WriteRequest, WriteRow } from '../writing.ts';

export interface WriteLayout {
  readonly object: string;
  /** All but the id, which leads to the record and is not written. */
  readonly fields: readonly LaidField[];
  /** API name of the field by which records are found, and its type. */
  readonly matchOn: string;
  readonly matchType: SourceFieldType;
  readonly matchesById: boolean;
  readonly clears: boolean;
  /** Whether it has to be known beforehand if a record is there: one of the switches is off, or fields differ by it. */
  readonly needsLookup: boolean;
  /** The id that a row names, in its long form where it is one; null where it names none. */
  readonly idOf: (row: WriteRow) => string | null;
  /** The value by which a row's record is found; null where it has none, or only ids find records. */
  readonly keyOf: (row: WriteRow) => string | null;
}

export interface LaidField {
  readonly name: string;
  readonly column: number;
  readonly type: SourceFieldType;
  readonly createable: boolean;
  readonly updateable: boolean;
}

/** @throws UserError where Salesforce has no way to write so. */
export function layWrite(request: WriteRequest): WriteLayout {
  const { object, fields, matchOn, allowCreate, updateExisting, emptyValues } = request;
  const byName = new Map(object.fields.map((field) => [field.name.toLowerCase(), field]));
  const found = (name: string): SourceField => {
    const field = byName.get(name.toLowerCase());
    if (field !== undefined) return field;
    throw new UserError(`Salesforce's ${object.name} has no field "${name}". Check the job's mapping.`, {
      code: 'unknown_field',
    });
  };
  const match = found(matchOn);
  const matchesById = match.type === 'id';
  if (matchesById && allowCreate) {
    throw new UserError(
      `Salesforce gives new ${object.labelPlural} their ids itself, so records that are matched by ${match.name} cannot be created. Match by an external id, or switch creation off.`,
      { code: 'cannot_create' },
    );
  }
  const all = fields.map(({ name }, column) => ({ field: found(name), column }));
  const columnOf = (wanted: SourceField): number =>
    all.find(({ field }) => field.name === wanted.name)?.column ?? -1;
  const matchColumn = columnOf(match);
  const idColumn = all.find(({ field }) => field.type === 'id')?.column ?? -1;
  const laid = all
    .filter(({ field }) => field.type !== 'id')
    .map(({ field: { name, type, createable, updateable }, column }) => ({
      name,
      column,
      type,
      createable,
      updateable,
    }));
  const isEither = laid.every(({ createable, updateable }) => createable && updateable);
  return {
    object: object.name,
    fields: laid,
    matchOn: match.name,
    matchType: match.type,
    matchesById,
    clears: emptyValues === 'clear',
    needsLookup: !matchesById && !(allowCreate && updateExisting && isEither),
    idOf({ crmId, cells }) {
      const named = matchesById ? cells[idColumn] : null;
      const id = named || crmId;
      return id ? toLongId(id) : null;
    },
    keyOf: ({ cells }) => (matchesById || matchColumn < 0 ? null : cells[matchColumn]?.trim() || null),
  };
}

/** Two values for which Salesforce finds the same record: texts without letter case, numbers by what they are. */
export function comparableKey(key: string, type: SourceFieldType): string {
  if (!isNumber(type)) return key.toLowerCase();
  const decimal = parseDecimal(key);
  return decimal === null ? key : plainDecimal(decimal);
}

export function isNumber(type: SourceFieldType): boolean {
  return type === 'int' || type === 'double' || type === 'currency' || type === 'percent';
}
