/** One inbound run, from the CRM to the hub, free of threads: all it needs of the main thread is its host. */
import { positionGone } from '../connectors/connector.ts';
import type { Connector } from '../connectors/connector.ts';
import { createDescribeCache } from '../connectors/describe-cache.ts';
import { RetryableError } from '../domain/errors.ts';
import type { JobCursor, RunOutcome } from '../store/store.ts';
import { createAttempt } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { outcomeOfError, outcomeOfSuccess } from './outcome.ts';
import { areIntact } from './run-files.ts';
import type { RunHost, RunSpec } from './run-host.ts';
import { readPosition } from './run-position.ts';
import type { RunPosition } from './run-position.ts';
import { sessionsOver } from './run-sessions.ts';
import { RunStopped } from './run-stopped.ts';
import { isLeftOpen, stopOf } from './stop.ts';

export interface InboundRun {
  readonly spec: RunSpec;
  readonly host: RunHost;
  readonly connector: Connector;
  /** Its `reason` is a StopReason. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/**
 * Resolves when the outcome is stored, or when the run is left for another attempt, as `signal` asked. Rejects on
 * a bug, and leaves the run as it is.
 */
export async function runInbound({ spec, host, connector, signal, now }: InboundRun): Promise<void> {
  const stop = stopOf(signal);
  const client = connector.openClient({
    sessions: sessionsOver(host),
    describeCache: createDescribeCache(),
    onRetry: (retry) => host.reportRetry(retry),
  });
  const begin = (resumed: RunPosition | null): Attempt =>
    createAttempt({ spec, host, client, crmTitle: connector.title, stop, now, resumed });
  const resumed = resumable(spec);
  let attempt = begin(resumed);

  async function execute(): Promise<JobCursor | null> {
    stop.check();
    if (resumed === null) {
      if (spec.checkpoint !== null) await host.restart();
      return await attempt.execute();
    }
    try {
      return await attempt.execute();
    } catch (error) {
      if (!(error instanceof RetryableError && error.code === positionGone)) throw error;
    }
    await closeQuietly(attempt);
    await host.restart();
    attempt = begin(null);
    return await attempt.execute();
  }

  const result = () => ({ counts: attempt.counts, files: attempt.files, finishedAt: now() });
  let outcome;
  try {
    const cursor = await stop.raceToLeave(execute());
    await attempt.close();
    await client.close();
    outcome = outcomeOfSuccess(result(), cursor);
  } catch (error) {
    await closeQuietly(attempt);
    if (!isLeftOpen(error)) await client.close();
    outcome = outcomeOfError(error, result());
  }
  if (outcome !== null) await finish(host, outcome);
}

/** Where another instance holds the run, its outcome is not this one's to store. */
async function finish(host: RunHost, outcome: RunOutcome): Promise<void> {
  try {
    await host.finish(outcome);
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
  }
}

/** Where an earlier attempt got to, if this one may go on from there. */
function resumable({ run, checkpoint, dataDir }: RunSpec): RunPosition | null {
  const position = checkpoint === null ? null : readPosition(checkpoint.checkpoint);
  if (position === null) return null;
  return position.read === null || areIntact(dataDir, run, position.read) ? position : null;
}

/** After an error: that a file could not be completed either is no news, or no worse for the run. */
async function closeQuietly(attempt: Attempt): Promise<void> {
  await attempt.close().catch(() => undefined);
}
