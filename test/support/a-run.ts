import { zeroCounts } from '../../src/domain/run.ts';
import type { Run } from '../../src/domain/run.ts';
import { noon } from './records.ts';

/** A run that has just been queued; name only what matters. */
export function aRun(given: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    jobId: 'job-1',
    jobVersion: 1,
    mode: 'incremental',
    modeReason: null,
    trigger: 'cli',
    startedBy: 'ada',
    dryRun: false,
    status: 'queued',
    phase: 'waiting',
    attempt: 1,
    owner: null,
    heartbeatAt: null,
    retry: null,
    expectedRows: null,
    counts: zeroCounts,
    queuedAt: noon,
    startedAt: null,
    finishedAt: null,
    error: null,
    files: { rows: null, rejects: null },
    ...given,
  };
}
