import { idOf } from '../org/record-ids.ts';
import type { RecordSource, Row } from '../org/row.ts';
import type { FieldValue } from '../schema/field-definition.ts';
import { createCsvFile } from './csv-file.ts';
import type { CsvFile } from './csv-file.ts';
import { generatedColumns } from './columns.ts';
import { stampText } from '../../generated/row-stamp.ts';

/** Lists of columns whose pages are kept; the one used longest ago goes first. */
const maxFiles = 4;

export interface GeneratedSource extends RecordSource {
  bulkPage(position: number, max: number, columns: readonly string[]): Uint8Array;
  /** Gives up the files that pages are kept in. */
  close(): void;
}

/** Records that are a pure function of their number: `count` of them take no memory. */
export function createGeneratedSource(object: string, keyPrefix: string, count: number): GeneratedSource {
  const values = valuesByName(keyPrefix);
  const files = new Map<string, CsvFile>();

  const at = (position: number): Row => ({
    id: rowId(keyPrefix, position),
    object,
    get: (field) => fieldValue(values.get(field)?.(position) ?? null),
  });

  const fileOf = (columns: readonly string[]): CsvFile => {
    const key = columns.join();
    const file = files.get(key) ?? createCsvFile(count, csvLine(columns, values));
    files.delete(key);
    files.set(key, file);
    for (const [oldest, unused] of files) {
      if (files.size <= maxFiles) break;
      unused.close();
      files.delete(oldest);
    }
    return file;
  };

  return {
    count,
    at,
    find(id) {
      const position = positionOf(id, keyPrefix, count);
      return position === null ? null : at(position);
    },
    bulkPage(position, max, columns) {
      const first = Math.min(count, position);
      return fileOf(columns).lines(first, Math.min(count, first + max));
    },
    close() {
      for (const file of files.values()) file.close();
      files.clear();
    },
  };
}

type ValueOf = (row: number) => string | null;

function valuesByName(keyPrefix: string): ReadonlyMap<string, ValueOf> {
  return new Map<string, ValueOf>([
    ['Id', (row) => rowId(keyPrefix, row)],
    ['LastModifiedDate', stampText],
    ...generatedColumns.map(({ name, value }) => [name, value] as const),
  ]);
}

/** Ids count from 1, as those of an org do. */
function rowId(keyPrefix: string, row: number): string {
  return idOf(keyPrefix, row + 1);
}

/** By halves: ids go up with the rows. */
function positionOf(id: string, keyPrefix: string, count: number): number | null {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (rowId(keyPrefix, middle) < id) low = middle + 1;
    else high = middle;
  }
  return low < count && rowId(keyPrefix, low) === id ? low : null;
}

function fieldValue(text: string | null): FieldValue {
  if (text === 'true') return true;
  return text === 'false' ? false : text;
}

/** Bulk API 2.0 puts quotes around every value; one that is missing is empty. */
function csvLine(columns: readonly string[], values: ReadonlyMap<string, ValueOf>): (row: number) => string {
  const getters = columns.map((name) => values.get(name) ?? ((): null => null));
  return (row) => {
    let line = '';
    for (const get of getters) line += line === '' ? quoted(get(row)) : `,${quoted(get(row))}`;
    return `${line}\n`;
  };
}

function quoted(value: string | null): string {
  if (value === null) return '""';
  return `"${value.includes('"') ? value.replaceAll('"', '""') : value}"`;
}
