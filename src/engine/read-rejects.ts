import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../files/code-of.ts';
import type { Reject } from './rejects-file.ts';
import { createRowSplitter } from './row-splitter.ts';

export interface RejectReason extends Pick<Reject, 'code' | 'reason' | 'crmId'> {
  /** Of a hub record that was to be sent, by which it is known; empty for one of the CRM. */
  readonly keys: readonly string[];
}

/** Where a rejects file is, and what its rows begin with. */
export interface RejectsToRead {
  readonly dataDir: string;
  readonly path: string;
  /** How many cells of a row are the hub record's keys; none of a run that reads the CRM. */
  readonly keyCells?: number;
}

/** The first rejects of a file, without their rows. null where the file is gone. */
export async function readRejects(
  { dataDir, path, keyCells = 0 }: RejectsToRead,
  limit: number,
): Promise<readonly RejectReason[] | null> {
  const found: RejectReason[] = [];
  const rows = createRowSplitter(([code = '', reason = '', crmId = '', ...row]) => {
    if (found.length < limit) found.push({ code, reason, crmId, keys: row.slice(0, keyCells) });
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
