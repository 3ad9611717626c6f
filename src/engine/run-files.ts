import type { Run, RunFiles } from '../domain/run.ts';
import { hasLength } from './append-file.ts';
import { filePath } from './attempt-files.ts';
import { openRejectsFile } from './rejects-file.ts';
import type { RejectsFile } from './rejects-file.ts';
import { openRunFile } from './run-file.ts';
import type { RunFile } from './run-file.ts';
import type { ReadProgress } from './run-position.ts';

/** The two files of a run, open. */
export interface OpenRunFiles {
  readonly rows: RunFile;
  readonly rejects: RejectsFile;
  /** Below DATA_DIR. */
  readonly paths: RunFiles;
  /** Both are whole files afterwards. */
  close(): Promise<void>;
}

type Lengths = Pick<ReadProgress, 'rowsLength' | 'rejectsLength'>;

/** @param lengths what of the files stays, where an earlier attempt wrote some */
export function openRunFiles(dataDir: string, run: Run, lengths: Lengths | null): OpenRunFiles {
  const paths = pathsOf(run);
  const rows = openRunFile({ dataDir, path: paths.rows, length: lengths?.rowsLength ?? 0 });
  const rejects = openRejectsFile({ dataDir, path: paths.rejects, length: lengths?.rejectsLength ?? 0 });
  return {
    rows,
    rejects,
    get paths() {
      return { rows: rows.path, rejects: rejects.path };
    },
    async close() {
      try {
        await rows.close();
      } finally {
        rejects.close();
      }
    },
  };
}

/** Whether the files hold what a checkpoint says of them; after a power cut they may not. */
export function areIntact(dataDir: string, run: Run, { rowsLength, rejectsLength }: Lengths): boolean {
  const paths = pathsOf(run);
  const isIntact = rejectsLength === 0 || hasLength(dataDir, paths.rejects, rejectsLength);
  return isIntact && hasLength(dataDir, paths.rows, rowsLength);
}

function pathsOf(run: Run): { readonly rows: string; readonly rejects: string } {
  return { rows: filePath(run, 'rows'), rejects: filePath(run, 'rejects') };
}

/** The rows are in their file already: what is added is passed over, and nothing of it changes. */
export function withFrozenRows(files: OpenRunFiles, length: number): OpenRunFiles {
  const rows: RunFile = {
    path: files.rows.path,
    pageStart: Promise.resolve(length),
    addHeader: nothing,
    addCsv: nothing,
    addRows: nothing,
    endPage: () => Promise.resolve(length),
    close: () => files.rows.close(),
  };
  return {
    rows,
    rejects: files.rejects,
    get paths() {
      return files.paths;
    },
    close: () => files.close(),
  };
}

const nothing = (): Promise<void> => Promise.resolve();
