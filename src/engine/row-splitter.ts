import { StringDecoder } from 'node:string_decoder';
import { inferSchema, initParser } from 'udsv';
import type { Parser } from 'udsv';

/** Splits a CSV file of a run as its bytes arrive. */
export interface RowSplitter {
  add(bytes: Buffer): void;
  end(): void;
  /** Of the header; empty until it is in. */
  readonly columns: readonly string[];
}

/** @param onRow called with each row behind the header */
export function createRowSplitter(onRow: (row: string[]) => void): RowSplitter {
  const decoder = new StringDecoder('utf8');
  let header = '';
  let parser: Parser | null = null;
  return {
    add(bytes) {
      const text = decoder.write(bytes);
      if (parser !== null) return parser.chunk<string[]>(text);
      header += text;
      // Names of fields hold no line ends: the first one ends the header.
      const end = header.indexOf('\n') + 1;
      if (end === 0) return;
      parser = initParser(inferSchema(header.slice(0, end), { col: ',', row: '\n', encl: '"' }));
      parser.chunk<string[]>(header, parser.stringArrs, onRow);
    },
    end: () => parser?.end(),
    get columns() {
      return parser?.schema.cols.map(({ name }) => name) ?? [];
    },
  };
}
