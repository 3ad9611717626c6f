import { jsonText } from './json-text.ts';

/**
 * JSON text written as bytes at once. A text of many rows that is turned into bytes afterwards would be copied three
 * times, and the short texts of cells are written faster here than by a call into the runtime for each.
 */
export class JsonBytes {
  #bytes: Buffer;
  #length = 0;

  /** @param capacity bytes to begin with; it grows with what is written. */
  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Forgets what was written behind the first `length` bytes. */
  cutTo(length: number): void {
    this.#length = length;
  }

  /** Makes room for as many bytes, which are written by `putAt`. */
  skip(bytes: number): void {
    this.#reserve(bytes);
    this.#length += bytes;
  }

  /** @param text ASCII; it fits into what was skipped. */
  putAt(place: number, text: string): void {
    for (let at = 0; at < text.length; at += 1) this.#bytes[place + at] = text.charCodeAt(at);
  }

  write(text: string): void {
    const { length } = text;
    this.#reserve(length * bytesOfUnit);
    if (length > longText) return this.#encode(text);
    const bytes = this.#bytes;
    let end = this.#length;
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > lastAscii) return this.#encode(text);
      bytes[end++] = code;
    }
    this.#length = end;
  }

  /** A text as JSON, with quotes. */
  writeText(text: string): void {
    const { length } = text;
    const start = this.#length;
    if (length > longText) return this.write(jsonText(text));
    this.#reserve(length + quotesLength);
    const bytes = this.#bytes;
    let end = start;
    bytes[end++] = quote;
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > lastAscii || code < firstPrintable || code === quote || code === backslash) {
        return this.write(jsonText(text));
      }
      bytes[end++] = code;
    }
    bytes[end++] = quote;
    this.#length = end;
  }

  append(source: Uint8Array): void {
    if (source.length <= shortBytes) return this.copy(source, 0, source.length);
    this.#reserve(source.length);
    this.#bytes.set(source, this.#length);
    this.#length += source.length;
  }

  /** As many bytes of `source`, from `start` on, which are few. */
  copy(source: Uint8Array, start: number, count: number): void {
    this.#reserve(count);
    const bytes = this.#bytes;
    const to = this.#length;
    for (let at = 0; at < count; at += 1) bytes[to + at] = source[start + at] as number;
    this.#length = to + count;
  }

  /** What was written from `start` on, to be read before anything else is written. */
  view(start: number, end = this.#length): Uint8Array {
    return this.#bytes.subarray(start, end);
  }

  text(start: number): string {
    return this.#bytes.toString('utf8', start, this.#length);
  }

  #encode(text: string): void {
    this.#length += this.#bytes.write(text, this.#length);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, needed));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Most bytes of UTF-8 that one unit of a string takes. */
const bytesOfUnit = 3;
/** Units from which on a call into the runtime is the faster way. */
const longText = 96;
/** Bytes up to which a loop is the faster way. */
const shortBytes = 12;
const lastAscii = 0x7f;
const firstPrintable = 0x20;
const [quote, backslash] = [...Buffer.from('"\\')] as [number, number];
const quotesLength = 2;
