/** Rows as the bodies of requests: JSON for collections, CSV for bulk jobs. */
import type { WriteRow } from '../writing.ts';
import { isNumber } from './write-layout.ts';
import type { LaidField, WriteLayout } from './write-layout.ts';

/** A row on its way: to the record with this id or, where that is null, to the one that its match value finds or makes. */
export interface Sending {
  /** Where its result belongs. */
  readonly index: number;
  readonly row: WriteRow;
  readonly id: string | null;
  /** Known not to be there yet. */
  readonly isNew: boolean;
}

/** Numbers that JSON writes as they are: their digits stay. */
const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
/** What empties a field in CSV, where nothing leaves it alone. */
export const emptied = '#N/A';

export function isWritten({ createable, updateable }: LaidField, { id, isNew }: Sending): boolean {
  if (id !== null) return updateable;
  return isNew ? createable : createable || updateable;
}

export function recordText(sending: Sending, { object, fields, clears }: WriteLayout): string {
  const { row, id } = sending;
  const parts = [`"attributes":{"type":${JSON.stringify(object)}}`];
  if (id !== null) parts.push(`"Id":${JSON.stringify(id)}`);
  for (const field of fields) {
    if (!isWritten(field, sending)) continue;
    const cell = row.cells[field.column] || null;
    if (cell === null && !clears) continue;
    parts.push(`${JSON.stringify(field.name)}:${jsonOf(cell, field)}`);
  }
  return `{${parts.join(',')}}`;
}

function jsonOf(cell: string | null, { type }: LaidField): string {
  // A checkbox is never empty.
  if (cell === null) return type === 'boolean' ? 'false' : 'null';
  if (type === 'boolean' && (cell === 'true' || cell === 'false')) return cell;
  return isNumber(type) && jsonNumber.test(cell) ? cell : JSON.stringify(cell);
}

/** Whether CSV can say what the row says: a text that reads like the mark for empty cannot be told from it. */
export function fitsCsv({ row }: Sending, { fields }: WriteLayout): boolean {
  return fields.every(({ column }) => row.cells[column] !== emptied);
}

export function csvRecord(
  { row, id }: Sending,
  fields: readonly LaidField[],
  clears: boolean,
): readonly string[] {
  const cells = fields.map(({ column, type }) => {
    const cell = row.cells[column] || null;
    if (cell !== null || !clears) return cell ?? '';
    return type === 'boolean' ? 'false' : emptied;
  });
  return id === null ? cells : [id, ...cells];
}
