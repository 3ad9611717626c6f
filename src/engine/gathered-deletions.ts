/** Ids of records that the CRM told as deleted, kept beside the run file until it is decided what becomes of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CrmClient, DeletedRequest, DeletionMark } from '../connectors/connector.ts';
import type { Run } from '../domain/run.ts';
import { hasLength, openAppendFile, removeFile } from './append-file.ts';
import { filePath } from './attempt-files.ts';
import type { Stop } from './stop.ts';

export interface GatheredDeletions {
  readonly count: number;
  /** Of the file. */
  readonly length: number;
  /** Where the next run reads deletions from, as the CRM said. */
  readonly nextMark: DeletionMark | null;
}

export const noDeletions: GatheredDeletions = { count: 0, length: 0, nextMark: null };

/** Ids that go to the hub at a time. */
const batchSize = 2_000;

export async function gatherDeletions(
  client: CrmClient,
  request: DeletedRequest,
  { dataDir, run, stop }: { readonly dataDir: string; readonly run: Run; readonly stop: Stop },
): Promise<GatheredDeletions> {
  const file = openAppendFile(dataDir, pathOf(run), 0);
  let count = 0;
  let nextMark: DeletionMark | null = null;
  try {
    for await (const batch of client.readDeleted(request)) {
      stop.check();
      nextMark = batch.nextMark ?? nextMark;
      count += batch.records.length;
      file.append(Buffer.from(batch.records.map(({ id }) => `${id}\n`).join('')));
    }
    return { count, length: file.length, nextMark };
  } finally {
    file.close();
  }
}

export function* deletionBatches(
  { count, length }: GatheredDeletions,
  { dataDir, run }: { readonly dataDir: string; readonly run: Run },
): Generator<readonly string[], void> {
  if (count === 0) return;
  const text = readFileSync(join(dataDir, pathOf(run))).toString('utf8', 0, length);
  const ids = text.trimEnd().split('\n');
  for (let at = 0; at < ids.length; at += batchSize) yield ids.slice(at, at + batchSize);
}

export function hasDeletions(dataDir: string, run: Run, { length }: GatheredDeletions): boolean {
  return length === 0 || hasLength(dataDir, pathOf(run), length);
}

export function forgetDeletions(dataDir: string, run: Run): void {
  removeFile(dataDir, pathOf(run));
}

function pathOf(run: Run): string {
  return filePath(run, 'deletions');
}
