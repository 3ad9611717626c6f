import { hash } from 'node:crypto';
import { jsonText } from '../domain/mapping/json-text.ts';
import type { MappedRow } from '../domain/mapping/compile.ts';

/**
 * The rows of batches as the JSON text that the hub takes, written as bytes at once: a text of all rows that is then
 * turned into bytes would be copied three times, and cost twice as much.
 */
export interface RowBytes {
  /** Begins a batch. */
  clear(): void;
  /** @param stamp empty where there is none. */
  add(crmId: string, stamp: string, row: MappedRow): void;
  /** All rows as one JSON array, in bytes that are nobody else's. */
  array(): Uint8Array<ArrayBuffer>;
}

/** 132 bits: no two values of one record will ever share a hash. */
const hashLength = 22;
/** Grows with the largest batch there is. */
const initialBytes = 1024 * 1024;
/** Most bytes of UTF-8 that one unit of a string takes. */
const bytesOfUnit = 3;
const [open, close, comma, quote] = [...Buffer.from('[],"')] as [number, number, number, number];

export function createRowBytes(): RowBytes {
  let bytes = Buffer.allocUnsafe(initialBytes);
  let length = 0;

  function reserve(more: number): void {
    if (length + more <= bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, length + more));
    bytes.copy(larger, 0, 0, length);
    bytes = larger;
  }
  function write(text: string): void {
    reserve(text.length * bytesOfUnit);
    length += bytes.write(text, length);
  }

  return {
    clear() {
      length = 0;
    },
    add(crmId, stamp, { keys, json }) {
      if (length > 0) write(',');
      write(`[${jsonText(crmId)},${stamp === '' ? 'null' : jsonText(stamp)},"`);
      // The mapping writes attributes in the order of their names, so the same values have the same hash. It
      // stands before the values that it is made of.
      const hashAt = length;
      reserve(hashLength + 2);
      length += hashLength;
      bytes[length++] = quote;
      bytes[length++] = comma;
      const jsonAt = length;
      write(json);
      bytes.write(hashOf(bytes.subarray(jsonAt, length)), hashAt, hashLength, 'latin1');
      let end = '';
      for (const key of keys) end += `,${jsonText(key)}`;
      write(`${end}]`);
    },
    array() {
      const array = new Uint8Array(length + 2);
      array[0] = open;
      array.set(bytes.subarray(0, length), 1);
      array[length + 1] = close;
      return array;
    },
  };
}

function hashOf(values: Uint8Array): string {
  return hash('sha256', values, 'base64url').slice(0, hashLength);
}
