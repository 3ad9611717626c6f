/** Rows of an upload, written one by one: each goes well or fails on its own. */
import { setImmediate } from 'node:timers/promises';
import { WriteError } from '../org/write-error.ts';
import type { ApiRecord, Writer } from '../org/writer.ts';
import type { FieldDefinition } from '../schema/field-definition.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import type { CsvTable } from './read-csv.ts';
import { UploadError } from './upload-error.ts';

export type IngestOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete';

export interface LoadedRow {
  /** Empty where it failed and had none. */
  readonly id: string;
  readonly created: boolean;
  /** As the results give it, or null where the row went well. */
  readonly error: string | null;
  readonly values: readonly string[];
}

export interface Load {
  readonly operation: IngestOperation;
  readonly object: ObjectDefinition;
  /** Of upserts. */
  readonly externalId: FieldDefinition | null;
  readonly writer: Writer;
  readonly purge: (id: string) => void;
}

interface Loading {
  readonly onLoaded: (rows: readonly LoadedRow[]) => void;
  readonly isWanted: () => boolean;
}

/** In CSV nothing means "leave it alone"; this empties the field. */
const emptied = '#N/A';

/** Salesforce takes so many rows at a time. */
const chunkRows = 200;

/**
 * Others are answered between two chunks, and find those written that are.
 *
 * @param onLoaded told of the rows of each chunk. @param isWanted asked before each
 * @throws UploadError where a column is of no field: then no row is written.
 */
export async function loadRows(
  { names, rows }: CsvTable,
  load: Load,
  { onLoaded, isWanted }: Loading,
): Promise<void> {
  for (const name of names) {
    if (name.includes('.') || load.object.byName.has(name.toLowerCase())) continue;
    throw new UploadError(`InvalidBatch : Field name not found : ${name}`);
  }
  for (let at = 0; at < rows.length && isWanted(); at += chunkRows) {
    const chunk = rows.slice(at, at + chunkRows);
    onLoaded(chunk.map((values) => loadRow(recordOf(names, values), values, load)));
    await setImmediate();
  }
}

function recordOf(names: readonly string[], values: readonly string[]): ApiRecord {
  const entries = names.flatMap((name, index) => {
    const value = values[index] ?? '';
    return value === '' ? [] : [[name, value === emptied ? null : value] as const];
  });
  return Object.fromEntries(entries);
}

function loadRow(record: ApiRecord, values: readonly string[], load: Load): LoadedRow {
  const id = valueOf(record, 'Id');
  try {
    return { ...writeRow(record, id, load), error: null, values };
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    const text = `${error.statusCode}:${error.message}:${error.fields.join(',')} --`;
    return { id, created: false, error: text, values };
  }
}

function writeRow(
  record: ApiRecord,
  id: string,
  { operation, object, externalId, writer, purge }: Load,
): { readonly id: string; readonly created: boolean } {
  switch (operation) {
    case 'insert':
      return writer.create(object, record);
    case 'update':
      if (id === '') throw new WriteError('MISSING_ARGUMENT', 'Id not specified in an update call', ['Id']);
      return writer.update(object, id, record);
    case 'upsert': {
      if (externalId === null) throw new Error('An upsert has an external id.');
      return writer.upsert(object, externalId, valueOf(record, externalId.name), record);
    }
    case 'delete':
      return writer.remove(object, id);
    case 'hardDelete':
      break;
  }
  const removed = writer.remove(object, id);
  purge(removed.id);
  return removed;
}

function valueOf(record: ApiRecord, name: string): string {
  const found = Object.entries(record).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return typeof found?.[1] === 'string' ? found[1] : '';
}
