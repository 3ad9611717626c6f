import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../domain/run.ts';

/** What the files of a run end with, after the stem. */
const fileEndings = {
  rows: '.csv.gz',
  rejects: '.rejects.csv',
  deletions: '.deleted.txt',
  pending: '.pending.gz',
} as const;

/**
 * Where the files of a run are, below DATA_DIR, with "/". Each attempt has its own: an instance that was taken for dead,
 * because it stood still or the database could not be reached from there, may write on in its files for a moment, and
 * the folder may be one that all instances share.
 */
export function filePath(
  { id, jobId, attempt }: Pick<Run, 'id' | 'jobId' | 'attempt'>,
  file: keyof typeof fileEndings,
): string {
  const ofAttempt = attempt === 1 ? '' : `.${attempt}`;
  return `runs/${jobId}/${id}${ofAttempt}${fileEndings[file]}`;
}

/**
 * Gives an attempt that follows another copies of the files of that one, unless it has files of its own already. Of each
 * the checkpoint says how much of it counts. They are there as a whole or not at all: what cannot be copied is not
 * intact, so that the run begins anew, and says then what is wrong with the disk.
 */
export function inheritFiles(dataDir: string, run: Pick<Run, 'id' | 'jobId' | 'attempt'>): void {
  if (run.attempt === 1) return;
  for (const file of ['rows', 'rejects', 'deletions', 'pending'] as const) {
    const from = join(dataDir, filePath({ ...run, attempt: run.attempt - 1 }, file));
    const to = join(dataDir, filePath(run, file));
    if (existsSync(from) && !existsSync(to)) copyWhole(from, to);
  }
}

function copyWhole(from: string, to: string): void {
  const part = `${to}.part`;
  try {
    copyFileSync(from, part);
    renameSync(part, to);
  } catch {
    rmSync(part, { force: true, recursive: true });
  }
}
