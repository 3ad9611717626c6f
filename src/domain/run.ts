import { FatalError } from './errors.ts';
import type { Approval } from './guard.ts';

export const runModes = ['incremental', 'full'] as const;
export type RunMode = (typeof runModes)[number];

export const runTriggers = ['schedule', 'catch-up', 'slack', 'api', 'cli', 'assistant'] as const;
export type RunTrigger = (typeof runTriggers)[number];

export const runStatuses = [
  'queued',
  'running',
  'succeeded',
  'partly succeeded',
  'failed',
  'cancelled',
  'waiting for approval',
] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Which status may follow which. A run that is resumed after a crash goes from running to queued. */
export const runTransitions: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  queued: ['running', 'cancelled', 'failed'],
  running: ['succeeded', 'partly succeeded', 'failed', 'cancelled', 'waiting for approval', 'queued'],
  'waiting for approval': ['queued', 'cancelled', 'failed'],
  succeeded: [],
  'partly succeeded': [],
  failed: [],
  cancelled: [],
};

/** Statuses of which a job can have only one run at a time. */
export const activeRunStatuses = [
  'queued',
  'running',
  'waiting for approval',
] as const satisfies readonly RunStatus[];

export function isActive(status: RunStatus): boolean {
  return (activeRunStatuses as readonly RunStatus[]).includes(status);
}

/** It did not bring all that it was to bring. */
export const badEnds = ['failed', 'partly succeeded'] as const satisfies readonly RunStatus[];

export function isBadEnd(status: RunStatus): boolean {
  return (badEnds as readonly RunStatus[]).includes(status);
}

/** @throws FatalError when the table above does not allow it, which is a bug in the caller. */
export function checkTransition(from: RunStatus, to: RunStatus): void {
  if (runTransitions[from].includes(to)) return;
  throw new FatalError(`A run that is ${from} cannot become ${to}.`, { code: 'invalid_transition' });
}

export const runPhases = [
  'waiting',
  'counting',
  'rehearsing',
  'reading',
  'loading',
  'reconciling',
  'sending',
  'finishing',
] as const;
export type RunPhase = (typeof runPhases)[number];

/** Numbers of rows. read = created + updated + unchanged + ignored + rejected; deleted stands apart. */
export interface RunCounts {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly ignored: number;
  readonly rejected: number;
  readonly deleted: number;
}

export const zeroCounts: RunCounts = {
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  ignored: 0,
  rejected: 0,
  deleted: 0,
};

export function addCounts(a: RunCounts, b: RunCounts): RunCounts {
  return {
    read: a.read + b.read,
    created: a.created + b.created,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    ignored: a.ignored + b.ignored,
    rejected: a.rejected + b.rejected,
    deleted: a.deleted + b.deleted,
  };
}

/** Batches of one run that may be on their way to the hub at one time. */
export const maxBatchesInFlight = 3;

/**
 * Why a run is asked to stop; the `reason` of its AbortSignal.
 *
 * - `cancelled`: a person asked. The outcome `cancelled` is stored.
 * - `shutdown`: this process ends. The run stops between batches and stores no outcome: the scheduler puts it
 *   back in the queue, where it goes on from its checkpoint.
 * - `lost`: another instance took the run over. It stops at once; whatever it stored would be refused.
 */
export const stopReasons = ['cancelled', 'shutdown', 'lost'] as const;
export type StopReason = (typeof stopReasons)[number];

/** Shown to people and kept with the run: never a row value. */
export interface RunError {
  readonly code: string;
  readonly message: string;
}

/** Paths below DATA_DIR, or null where the run made no such file. */
export interface RunFiles {
  readonly rows: string | null;
  readonly rejects: string | null;
}

/** A request to the CRM failed for a reason that passes, and is sent again: why a run seems to stand still. */
export interface RunRetry {
  /** Which try it was that failed, counted from 1, and after how many the run gives up. */
  readonly attempt: number;
  readonly attempts: number;
  /** What happened, in a sentence. */
  readonly reason: string;
  /** When it is sent again. */
  readonly nextAt: Date;
}

export interface Run {
  readonly id: string;
  readonly jobId: string;
  readonly jobVersion: number;
  readonly mode: RunMode;
  /** Why an incremental run was made a full one, in words; null where it was not. */
  readonly modeReason: string | null;
  readonly trigger: RunTrigger;
  /** Who started it: a person's id, or `schedule`. */
  readonly startedBy: string;
  readonly dryRun: boolean;
  /** It begins by dropping the matches of its job's objects, so that all are matched anew; absent = it does not. */
  readonly rebuild?: true;
  /** The run whose rejected rows it reads again, and nothing else; absent = none. */
  readonly retryOf?: string;
  /** It was stopped before its first write, for somebody to decide; absent = never. The newest such question. */
  readonly approval?: Approval;
  readonly status: RunStatus;
  readonly phase: RunPhase;
  /** 1 for the first execution, 2 once it was resumed after a crash: a fence against a lost owner's writes. */
  readonly attempt: number;
  /** Instance that executes it, or null. */
  readonly owner: string | null;
  readonly heartbeatAt: Date | null;
  /** Not null while it waits to ask the CRM again. */
  readonly retry: RunRetry | null;
  /** Number of rows the source announced; null until counted. */
  readonly expectedRows: number | null;
  readonly counts: RunCounts;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly error: RunError | null;
  readonly files: RunFiles;
}
