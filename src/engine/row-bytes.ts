import { hash } from 'node:crypto';
import type { CompiledMapping } from '../domain/mapping/compile.ts';
import { JsonBytes } from '../domain/mapping/json-bytes.ts';
import { maxBatchesInFlight } from '../domain/run.ts';
import type { RowCells } from '../domain/mapping/row-cells.ts';

/** The rows of batches as the JSON text that the hub takes. */
export interface RowBytes {
  /** Begins a batch. */
  clear(): void;
  /** @throws RecordError where a value cannot be stored; nothing is added then. */
  add(row: RowToWrite): void;
  /** All rows as one JSON array, in memory that is nobody else's. */
  array(): Uint8Array<ArrayBuffer>;
  /** Memory of an array that nobody needs any more. */
  takeBack(array: Uint8Array): void;
}

export interface RowToWrite {
  readonly crmId: string;
  /** Empty where there is none. */
  readonly stamp: string;
  readonly keys: readonly string[];
  readonly cells: RowCells;
  readonly mapping: Pick<CompiledMapping, 'write'>;
}

/** 132 bits: no two values of one record will ever share a hash. */
const hashLength = 22;
/** As many arrays as may be on their way at one time. */
const maxSpare = maxBatchesInFlight;
/** Grows with the largest batch there is. */
const initialBytes = 1024 * 1024;
const [opening, closing, separator, withoutStamp, beforeHash, behindHash] = [
  '[',
  ']',
  ',',
  ',null',
  ',"',
  '",',
].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];

export function createRowBytes(): RowBytes {
  const out = new JsonBytes(initialBytes);
  const spare: ArrayBuffer[] = [];

  function write({ crmId, stamp, keys, cells, mapping }: RowToWrite): void {
    out.append(opening);
    out.writeText(crmId);
    if (stamp === '') out.append(withoutStamp);
    else {
      out.append(separator);
      out.writeText(stamp);
    }
    out.append(beforeHash);
    // The mapping writes attributes in the order of their names, so the same values have the same hash. It
    // stands before the values that it is made of.
    const hashAt = out.length;
    out.skip(hashLength);
    out.append(behindHash);
    const jsonAt = out.length;
    mapping.write(cells, out);
    out.putAt(hashAt, hashOf(out.view(jsonAt)));
    for (const key of keys) {
      out.append(separator);
      out.writeText(key);
    }
    out.append(closing);
  }

  /**
   * New megabytes for each batch would make the runtimes of both threads look through their whole heaps again and
   * again, so that the same few go to and fro.
   */
  function memory(size: number): Uint8Array<ArrayBuffer> {
    const index = spare.findIndex(({ byteLength }) => byteLength >= size);
    const [buffer = new ArrayBuffer(size + Math.ceil(size / 4))] = index < 0 ? [] : spare.splice(index, 1);
    return new Uint8Array(buffer, 0, size);
  }

  return {
    clear() {
      out.cutTo(0);
    },
    add(row) {
      const before = out.length;
      if (before > 0) out.append(separator);
      try {
        write(row);
      } catch (error) {
        out.cutTo(before);
        throw error;
      }
    },
    array() {
      const array = memory(out.length + 2);
      array.set(opening);
      array.set(out.view(0), 1);
      array.set(closing, out.length + 1);
      return array;
    },
    takeBack({ buffer }) {
      if (!(buffer instanceof ArrayBuffer)) return;
      if (spare.length === maxSpare) spare.shift();
      spare.push(buffer);
    },
  };
}

function hashOf(values: Uint8Array): string {
  return hash('sha256', values, 'base64url').slice(0, hashLength);
}
