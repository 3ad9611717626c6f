import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { inferSchema, initParser } from 'udsv';
import type { Parser } from 'udsv';
import type { SourceRow } from '../connectors/connector.ts';

export interface FoundRows {
  readonly columns: readonly string[];
  /** By CRM id. */
  readonly rows: ReadonlyMap<string, SourceRow>;
}

/** Looks for records in the first `length` bytes of a run file. */
export async function findRows(
  file: { readonly dataDir: string; readonly path: string; readonly length: number },
  ids: ReadonlySet<string>,
  idColumn: number,
): Promise<FoundRows> {
  const rows = new Map<string, SourceRow>();
  const decoder = new StringDecoder('utf8');
  let header = '';
  let parser: Parser | null = null;
  const see = (row: string[]): void => {
    const id = row[idColumn] ?? '';
    if (ids.has(id)) rows.set(id, row);
  };
  const parse = (text: string): void => {
    if (parser !== null) return parser.chunk<string[]>(text);
    header += text;
    // Names of fields hold no line ends: the first one ends the header.
    const end = header.indexOf('\n') + 1;
    if (end === 0) return;
    parser = initParser(inferSchema(header.slice(0, end), { col: ',', row: '\n', encl: '"' }));
    parser.chunk<string[]>(header, parser.stringArrs, see);
  };
  const bytes = createReadStream(join(file.dataDir, file.path), { end: file.length - 1 });
  await pipeline(bytes, createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) parse(decoder.write(chunk));
  });
  const opened = parser as Parser | null;
  opened?.end();
  return { columns: opened?.schema.cols.map(({ name }) => name) ?? [], rows };
}
