import type { Row } from '../org/row.ts';
import { numberTypes } from '../schema/field-definition.ts';
import type { FieldDefinition, FieldValue } from '../schema/field-definition.ts';
import { compareDecimals } from '../../values/decimal.ts';
import type { FieldPath } from './field-path.ts';

export interface Ordering {
  readonly path: FieldPath;
  readonly isDescending: boolean;
  readonly nullsLast: boolean;
}

/** Sorts by several fields; rows that none of them tells apart stay as they come. */
export function sortRows(rows: Row[], orderings: readonly Ordering[]): Row[] {
  if (orderings.length === 0) return rows;
  const comparers = orderings.map(comparerOf);
  const keyed = rows.map((row) => ({ row, keys: orderings.map(keyReaderOf(row)) }));
  keyed.sort((a, b) => {
    for (const [index, compare] of comparers.entries()) {
      const order = compare(a.keys[index] ?? null, b.keys[index] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

/** Most results come in the order that is asked for: to see that takes no copy of them. */
export function isSorted(rows: readonly Row[], orderings: readonly Ordering[]): boolean {
  if (orderings.length === 0) return true;
  const comparers = orderings.map(comparerOf);
  let previous: FieldValue[] | null = null;
  for (const row of rows) {
    const keys = orderings.map(keyReaderOf(row));
    if (previous !== null) {
      for (const [index, compare] of comparers.entries()) {
        const order = compare(previous[index] ?? null, keys[index] ?? null);
        if (order > 0) return false;
        if (order < 0) break;
      }
    }
    previous = keys;
  }
  return true;
}

const keyReaderOf =
  (row: Row) =>
  ({ path }: Ordering): FieldValue => {
    const value = path.read(row);
    return typeof value === 'string' && isText(path.field) ? value.toLowerCase() : value;
  };

function isText({ type }: FieldDefinition): boolean {
  return ['string', 'textarea', 'email', 'phone', 'url'].includes(type);
}

function comparerOf({ path, isDescending, nullsLast }: Ordering): (a: FieldValue, b: FieldValue) => number {
  const compare = valueComparer(path.field);
  const direction = isDescending ? -1 : 1;
  const nullPlace = nullsLast ? 1 : -1;
  return (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? nullPlace : -nullPlace;
    return direction * compare(a, b);
  };
}

function valueComparer(field: FieldDefinition): (a: FieldValue, b: FieldValue) => number {
  if (numberTypes.has(field.type)) return (a, b) => compareDecimals(String(a), String(b));
  if (field.type === 'picklist' && field.picklist.length > 0) {
    // A picklist sorts as its values are listed, not by their letters.
    const places = new Map(field.picklist.map(({ value }, index) => [value, index]));
    const placeOf = (value: FieldValue): number => places.get(String(value)) ?? places.size;
    return (a, b) => placeOf(a) - placeOf(b) || compareText(a, b);
  }
  return compareText;
}

function compareText(a: FieldValue, b: FieldValue): number {
  const [x, y] = [String(a), String(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
