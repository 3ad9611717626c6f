import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { inferSchema, initParser } from 'udsv';
import type { Parser } from 'udsv';
import { codeOf } from '../files/code-of.ts';
import type { Reject } from './rejects-file.ts';

export type RejectReason = Pick<Reject, 'code' | 'reason' | 'crmId'>;

/** The first rejects of a file, without their rows. null where the file is gone. */
export async function readRejects(
  { dataDir, path }: { readonly dataDir: string; readonly path: string },
  limit: number,
): Promise<readonly RejectReason[] | null> {
  const found: RejectReason[] = [];
  const decoder = new StringDecoder('utf8');
  let header = '';
  let parser: Parser | null = null;
  const see = ([code = '', reason = '', crmId = '']: string[]): void => {
    if (found.length < limit) found.push({ code, reason, crmId });
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
  try {
    for await (const chunk of createReadStream(join(dataDir, path)) as AsyncIterable<Buffer>) {
      parse(decoder.write(chunk));
      if (found.length >= limit) return found;
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  (parser as Parser | null)?.end();
  return found;
}
