import { join } from 'node:path';
import { approvalDocument } from '../domain/approval-document.ts';
import type { ApprovalDocument } from '../domain/approval-document.ts';
import { zeroCounts } from '../domain/run.ts';
import type { Run, RunCounts, RunError, RunMode } from '../domain/run.ts';

/** A run as `--json` prints it. */
export interface RunDocument {
  /** null where no run was made. */
  readonly runId: string | null;
  /** Name of the job; null where none was named. */
  readonly job: string | null;
  readonly mode: RunMode;
  readonly status: Run['status'];
  readonly counts: RunCounts;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly seconds: number | null;
  /** Absolute paths. */
  readonly files: { readonly rows: string | null; readonly rejects: string | null };
  readonly error: RunError | null;
  /** Of a run that stopped for approval, whatever became of it since; left out of others. */
  readonly approval?: ApprovalDocument;
}

export function runDocument(run: Run, job: string, dataDir: string): RunDocument {
  const { startedAt, finishedAt, files } = run;
  const approval = approvalDocument(run);
  return {
    runId: run.id,
    job,
    mode: run.mode,
    status: run.status,
    counts: run.counts,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    seconds:
      startedAt === null || finishedAt === null ? null : (finishedAt.getTime() - startedAt.getTime()) / 1_000,
    files: { rows: below(dataDir, files.rows), rejects: below(dataDir, files.rejects) },
    error: run.error,
    ...(approval === null ? {} : { approval }),
  };
}

/** Where a run could not even be queued. */
export function refusedRunDocument(job: string | null, mode: RunMode, error: RunError): RunDocument {
  return {
    runId: null,
    job,
    mode,
    status: 'failed',
    counts: zeroCounts,
    startedAt: null,
    finishedAt: null,
    seconds: null,
    files: { rows: null, rejects: null },
    error,
  };
}

export function below(dataDir: string, path: string | null): string | null {
  return path === null ? null : join(dataDir, path);
}
