import { RecordError } from '../errors.ts';
import type { HubValue } from '../hub-object.ts';
import type { CompiledMapping, CompiledEntry } from './compile.ts';
import { JsonBytes } from './json-bytes.ts';
import { rowOfCells } from './row-cells.ts';
import type { SourceCells } from './row-cells.ts';

/** What becomes of one record, for people to look at: attributes by name, keys among them. */
export type MappedRecord =
  | { readonly kind: 'stored'; readonly values: ReadonlyMap<string, HubValue> }
  | { readonly kind: 'rejected'; readonly reason: string };

export type MappedValue =
  | { readonly kind: 'stored'; readonly value: HubValue }
  | { readonly kind: 'rejected'; readonly reason: string };

/** For one record; it grows. */
const recordBytes = 4_096;

/** By the same functions as a run's, so that a preview shows what a run does. */
export function mapRecord(mapping: CompiledMapping, cells: SourceCells): MappedRecord {
  const row = rowOfCells(cells);
  const out = new JsonBytes(recordBytes);
  return rejecting((): MappedRecord => {
    const keys = mapping.keysOf(row);
    mapping.write(row, out);
    const attributes = JSON.parse(out.text(0)) as Readonly<Record<string, HubValue>>;
    const named = mapping.keyNames.map((name, index) => [name, keys[index] ?? null] as const);
    return { kind: 'stored', values: new Map([...named, ...Object.entries(attributes)]) };
  });
}

/** What one row of a mapping makes of a record. */
export function mapValue(entry: CompiledEntry, cells: SourceCells): MappedValue {
  return rejecting((): MappedValue => {
    return { kind: 'stored', value: JSON.parse(entry(rowOfCells(cells))) as HubValue };
  });
}

/** As people read it; null where there is no value. */
export function hubValueText(value: HubValue): string | null {
  if (value === null) return null;
  return typeof value === 'object' ? value.join('; ') : String(value);
}

function rejecting<Mapped>(
  map: () => Mapped,
): Mapped | { readonly kind: 'rejected'; readonly reason: string } {
  try {
    return map();
  } catch (error) {
    if (error instanceof RecordError) return { kind: 'rejected', reason: error.message };
    throw error;
  }
}
