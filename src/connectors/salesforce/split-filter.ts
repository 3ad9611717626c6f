import { parseDecimal, plainDecimal } from '../../domain/filter/decimal.ts';
import { kindOfType } from '../../domain/filter/field-type.ts';
import { foldCase } from '../../domain/filter/fold-case.ts';
import type { FieldKind } from '../../domain/filter/field-type.ts';
import type { Filter, FilterValue } from '../../domain/filter/syntax.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';

type Membership = Extract<Filter, { kind: 'membership' }>;

/** Of the others two values can take the same record: it would be in two pieces. */
const splittableKinds: readonly FieldKind[] = ['text', 'picklist', 'number', 'id'];

/**
 * Cuts the longest IN list that every record must be in, until each piece is short enough. The pieces have no
 * record in common.
 *
 * @returns null where no cut helps.
 */
export function splitFilter(
  filter: Filter,
  schema: SourceSchema,
  isShortEnough: (piece: Filter) => boolean,
): Filter[] | null {
  if (isShortEnough(filter)) return [filter];
  const list = longestList(filter, schema);
  if (list === null) return null;
  const values = distinct(list.values);
  for (let size = Math.ceil(values.length / 2); ; size = Math.ceil(size / 2)) {
    const pieces: Filter[] = [];
    for (let start = 0; start < values.length; start += size) {
      pieces.push(replace(filter, list, { ...list, values: values.slice(start, start + size) }));
    }
    if (pieces.every(isShortEnough)) return pieces;
    if (size === 1) return null;
  }
}

function longestList(filter: Filter, schema: SourceSchema): Membership | null {
  const conditions = filter.kind === 'and' ? filter.operands : [filter];
  let longest: Membership | null = null;
  for (const each of conditions) {
    if (each.kind !== 'membership' || each.operator !== 'IN' || each.values.length < 2) continue;
    const found = schema.field(each.field.path);
    if (found.kind === 'missing' || !splittableKinds.includes(kindOfType[found.field.type])) continue;
    if (longest === null || each.values.length > longest.values.length) longest = each;
  }
  return longest;
}

function replace(filter: Filter, list: Membership, piece: Membership): Filter {
  if (filter === list) return piece;
  if (filter.kind !== 'and') return filter;
  return { ...filter, operands: filter.operands.map((each) => (each === list ? piece : each)) };
}

/** A value that stands twice must not come into two pieces. */
function distinct(values: readonly FilterValue[]): FilterValue[] {
  const found = new Map<string, FilterValue>();
  for (const value of values) {
    const key = `${value.kind} ${comparable(value)}`;
    if (!found.has(key)) found.set(key, value);
  }
  return [...found.values()];
}

function comparable(value: FilterValue): string {
  if (value.kind === 'text') return foldCase(value.text);
  const decimal = value.kind === 'number' ? parseDecimal(value.text) : null;
  return decimal === null ? '' : plainDecimal(decimal);
}
