import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../files/code-of.ts';
import type { Reject } from './rejects-file.ts';
import { createRowSplitter } from './row-splitter.ts';

export type RejectReason = Pick<Reject, 'code' | 'reason' | 'crmId'>;

/** The first rejects of a file, without their rows. null where the file is gone. */
export async function readRejects(
  { dataDir, path }: { readonly dataDir: string; readonly path: string },
  limit: number,
): Promise<readonly RejectReason[] | null> {
  const found: RejectReason[] = [];
  const rows = createRowSplitter(([code = '', reason = '', crmId = '']) => {
    if (found.length < limit) found.push({ code, reason, crmId });
  });
  try {
    for await (const chunk of createReadStream(join(dataDir, path)) as AsyncIterable<Buffer>) {
      rows.add(chunk);
      if (found.length >= limit) return found;
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  rows.end();
  return found;
}
