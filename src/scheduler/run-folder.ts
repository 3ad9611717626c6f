/** The file system's part of housekeeping; runs in a worker thread, so it may not load a database. */
import { lstat, opendir, realpath, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** Below DATA_DIR: all that runs write lies in it. */
export const runFolder = 'runs';

/** Files that are asked about at a time. */
export const portionSize = 500;
/** Folders within folders that are looked into; the bot's own are one or two deep. */
const deepest = 8;

export interface Sweep {
  readonly dataDir: string;
  /** Only what was last changed before this is removed. Milliseconds since 1970. */
  readonly olderThanMs: number;
}

export interface SweepReport {
  readonly removedFiles: number;
  /** What could not be looked at or removed, in the system's words; only the first ones. */
  readonly problems: readonly string[];
}

const problemsKept = 10;

/**
 * Removes old files that nobody names, and old folders that are empty. Symbolic links are left where they are
 * and not followed, except that the run folder itself may be one (to a larger disk).
 *
 * @param namedOf of a portion of paths below `dataDir`, with slashes, those that are to stay
 */
export async function sweepRunFolder(
  { dataDir, olderThanMs }: Sweep,
  namedOf: (paths: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<SweepReport> {
  const problems: string[] = [];
  let removedFiles = 0;
  const root = await attempt(() => realpath(join(dataDir, runFolder)));
  if (root === null) return { removedFiles, problems };

  /** What it is to do with a file that is gone already is done. */
  async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isGone && problems.length < problemsKept) problems.push(String(error));
      return null;
    }
  }

  const isOld = async (path: string): Promise<boolean> =>
    ((await attempt(() => lstat(path)))?.mtimeMs ?? Infinity) < olderThanMs;

  async function removePortion(root: string, files: readonly string[]): Promise<void> {
    const named = await namedOf(files.map((file) => nameOf(root, file)));
    for (const file of files) {
      // Looked at again: it may have been written to meanwhile, or a folder above it replaced by a link.
      if (named.has(nameOf(root, file)) || !(await isOld(file))) continue;
      if ((await attempt(() => realpath(dirname(file)))) !== dirname(file)) continue;
      if ((await attempt(() => unlink(file).then(() => 'removed'))) !== null) removedFiles += 1;
    }
  }

  async function* oldFilesIn(folder: string, depth: number): AsyncGenerator<string> {
    const entries = await attempt(() => opendir(folder));
    if (entries === null) return;
    let isEmpty = true;
    for await (const entry of entries) {
      isEmpty = false;
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < deepest) yield* oldFilesIn(path, depth + 1);
      else if (entry.isFile() && (await isOld(path))) yield path;
    }
    if (isEmpty && depth > 0 && (await isOld(folder))) await attempt(() => rmdir(folder));
  }

  let portion: string[] = [];
  for await (const file of oldFilesIn(root, 0)) {
    portion.push(file);
    if (portion.length < portionSize) continue;
    await removePortion(root, portion);
    portion = [];
  }
  if (portion.length > 0) await removePortion(root, portion);
  return { removedFiles, problems };
}

/** As a run's row names it: `runs/…`. */
const nameOf = (root: string, file: string): string =>
  [runFolder, ...relative(root, file).split(sep)].join('/');
