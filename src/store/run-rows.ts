import type { Approval } from '../domain/guard.ts';
import { zeroCounts } from '../domain/run.ts';
import type { Run } from '../domain/run.ts';
import type { RunRow, StoredApproval } from './rows.ts';
import type { NewRun } from './run-store.ts';

export function queuedRow(run: NewRun): RunRow {
  return {
    ...run,
    rebuild: run.rebuild === true,
    retryOf: run.retryOf ?? null,
    approval: null,
    modeReason: null,
    status: 'queued',
    phase: 'waiting',
    attempt: 1,
    owner: null,
    heartbeatAt: null,
    cancelRequested: false,
    retry: null,
    expectedRows: null,
    counts: zeroCounts,
    startedAt: null,
    finishedAt: null,
    error: null,
    rowsFile: null,
    rejectsFile: null,
  };
}

export function toRun(row: RunRow): Run {
  return {
    id: row.id,
    jobId: row.jobId,
    jobVersion: row.jobVersion,
    mode: row.mode,
    modeReason: row.modeReason,
    trigger: row.trigger,
    startedBy: row.startedBy,
    dryRun: row.dryRun,
    ...(row.rebuild ? { rebuild: true } : {}),
    ...(row.retryOf === null ? {} : { retryOf: row.retryOf }),
    ...(row.approval === null ? {} : { approval: toApproval(row.approval) }),
    status: row.status,
    phase: row.phase,
    attempt: row.attempt,
    owner: row.owner,
    heartbeatAt: row.heartbeatAt,
    retry: row.retry === null ? null : { ...row.retry, nextAt: new Date(row.retry.nextAt) },
    expectedRows: row.expectedRows,
    counts: row.counts,
    queuedAt: row.queuedAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    error: row.error,
    files: { rows: row.rowsFile, rejects: row.rejectsFile },
  };
}

export function toApproval({ askedAt, expiresAt, decision, ...rest }: StoredApproval): Approval {
  return {
    ...rest,
    askedAt: new Date(askedAt),
    expiresAt: new Date(expiresAt),
    decision: decision === null ? null : { ...decision, at: new Date(decision.at) },
  };
}
