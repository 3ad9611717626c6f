import { createHash } from 'node:crypto';
import { UserError } from '../../domain/errors.ts';
import type { RunMode } from '../../domain/run.ts';
import type { EnqueuedOnce, OnceKey } from '../../store/run-store.ts';
import { activeRunErrorOf } from '../active-run.ts';
import { auditEntry, authorizeFor } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { triggers } from '../start-run.ts';

export interface TriggerRunInput {
  readonly jobId: string;
  readonly mode: RunMode;
  readonly tokenId: string;
  /** The same from call to call that is to start one run at most; null where every call is to start one. */
  readonly key: string | null;
}

export interface TriggeredRun {
  readonly runId: string;
  /** An earlier call with this key started it. */
  readonly isRepeated: boolean;
}

const keysKeptMs = 24 * 3_600_000;

/**
 * Queues a run for a program. The schedule does not move, and need not be enabled.
 *
 * @throws UserError `run_active` about the run that the job has; `connection_expired`, `unknown_job`, `key_reused`, `too_many_keys`
 */
export async function triggerRun(
  deps: OperationDeps,
  context: OperationContext,
  { jobId, mode, tokenId, key }: TriggerRunInput,
): Promise<TriggeredRun> {
  authorizeFor(context, jobId, 'operator', 'start a run');
  const store = await deps.store();
  const job = await store.jobs.byId(jobId);
  if (job === null) throw new UserError('There is no job of that id.', { code: 'unknown_job' });
  const { actor: startedBy, now: queuedAt, door } = context;
  const run = {
    id: deps.newId(),
    jobId,
    jobVersion: job.version,
    mode,
    trigger: triggers[door],
    startedBy,
    dryRun: false,
    queuedAt,
  };
  const after = { run: run.id, mode, dryRun: false, token: tokenId };
  const audit = auditEntry(context, { operation: 'start-run', subject: jobId, before: null, after });
  try {
    const enqueued: EnqueuedOnce =
      key === null
        ? { kind: 'queued', run: await store.runs.enqueue(run, { audit }) }
        : await store.runs.enqueueOnce(run, onceKey({ tokenId, key, jobId, mode }, queuedAt), { audit });
    if (enqueued.kind === 'queued') deps.wake();
    return triggeredRun(enqueued);
  } catch (error) {
    throw await activeRunErrorOf(store, jobId, error);
  }
}

function triggeredRun(enqueued: EnqueuedOnce): TriggeredRun {
  switch (enqueued.kind) {
    case 'queued':
      return { runId: enqueued.run.id, isRepeated: false };
    case 'repeated':
      return { runId: enqueued.runId, isRepeated: true };
    case 'key reused':
      throw new UserError(
        'This Idempotency-Key came with another job or another body before. Send a new key with every new call.',
        { code: 'key_reused' },
      );
    case 'too many keys':
      break;
  }
  throw new UserError(
    'This token has sent more Idempotency-Keys within a day than are kept. Try again later.',
    { code: 'too_many_keys' },
  );
}

function onceKey(
  { tokenId, key, jobId, mode }: { tokenId: string; key: string; jobId: string; mode: RunMode },
  now: Date,
): OnceKey {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([jobId, mode]))
    .digest('hex');
  return { tokenId, key, fingerprint, until: new Date(now.getTime() + keysKeptMs) };
}
