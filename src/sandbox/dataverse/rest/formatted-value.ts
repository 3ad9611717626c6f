/** Values as the service writes them for people: in English, in the user's time zone. */
import { DateTime } from 'luxon';
import type { Org } from '../org/org.ts';
import { choiceTypes, lookupTypes, referenceOf } from '../schema/column.ts';
import type { Column, Value } from '../schema/column.ts';

export interface Format {
  readonly org: Org;
  readonly timeZone: string;
}

/** @returns null where the service writes none: of texts and ids. */
export function formattedValue(column: Column, value: Value, format: Format): string | null {
  if (value === null) return null;
  const { type, choices } = column;
  const text = String(value);
  if (lookupTypes.has(type)) return nameOf(text, format.org);
  if (choiceTypes.has(type)) return labelOf(column, text);
  if (type === 'multiselect')
    return text
      .split(',')
      .map((each) => labelOf(column, each) ?? each)
      .join('; ');
  if (type === 'boolean') return choices.find((each) => each.value === Number(value))?.label ?? null;
  if (type === 'datetime') return momentOf(column, text, format.timeZone);
  if (type === 'money') return `€${digits(text, 2)}`;
  if (type === 'integer' || type === 'bigint') return digits(text, 0);
  return type === 'decimal' || type === 'double' ? digits(text, column.precision) : null;
}

function labelOf({ choices }: Column, text: string): string | null {
  return choices.find((each) => String(each.value) === text)?.label ?? null;
}

/** The name of the record that a lookup leads to. */
function nameOf(text: string, org: Org): string | null {
  const reference = referenceOf(text);
  const row = org.follow(reference);
  const name = row === null ? null : (org.schema.table(row.table).primaryName ?? null);
  const column = row === null || name === null ? undefined : org.schema.table(row.table).byName.get(name);
  if (row === null || column === undefined) return null;
  const value = org.read(row, column);
  return value === null ? null : String(value);
}

function momentOf({ behavior }: Column, text: string, timeZone: string): string {
  const moment = DateTime.fromISO(text, {
    zone: behavior === 'DateOnly' ? 'utc' : timeZone,
    locale: 'en-US',
  });
  return moment.toFormat(behavior === 'DateOnly' ? 'M/d/yyyy' : 'M/d/yyyy h:mm a');
}

const formats = new Map<number, Intl.NumberFormat>();

function digits(text: string, fraction: number): string {
  let format = formats.get(fraction);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: fraction,
      maximumFractionDigits: fraction,
    });
    formats.set(fraction, format);
  }
  return format.format(Number(text));
}
