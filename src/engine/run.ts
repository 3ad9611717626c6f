/** One run, in whichever direction, free of threads: all it needs of the main thread is its host. */
import { positionGone } from '../connectors/connector.ts';
import type { RunConnector } from '../connectors/connector.ts';
import { createDescribeCache } from '../connectors/describe-cache.ts';
import { FatalError, RetryableError } from '../domain/errors.ts';
import type { HeldRun } from '../store/run-store.ts';
import { inheritFiles } from './attempt-files.ts';
import type { Attempt, AttemptEnd } from './attempts.ts';
import { inboundAttempts } from './inbound.ts';
import { outboundAttempts } from './outbound.ts';
import { outcomeOfError, outcomeOfSuccess } from './outcome.ts';
import type { RunHost, RunSpec } from './run-host.ts';
import { sessionsOver } from './run-sessions.ts';
import { RunStopped } from './run-stopped.ts';
import { isLeftOpen, stopOf } from './stop.ts';

export interface RunOptions {
  readonly spec: RunSpec;
  readonly host: RunHost;
  readonly connector: RunConnector;
  /** Its `reason` is a StopReason. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** `over`: it went to its end, and nothing of it goes on. `left`: it was given up, and requests may be under way yet. */
export type RunEnd = 'over' | 'left';

/**
 * Resolves when the outcome is stored, or when the run is left for another attempt, as `signal` asked
 * or until somebody has renewed the login of its connection. Rejects on
 * a bug, and leaves the run as it is.
 */
export async function runJob({ spec, host, connector, signal, now }: RunOptions): Promise<RunEnd> {
  const stop = stopOf(signal);
  const client = connector.openClient({
    sessions: sessionsOver(host),
    describeCache: createDescribeCache(),
    onRetry: (retry) => host.reportRetry(retry),
  });
  const tellUsage = (): void => {
    const usage = client.apiUsage();
    if (usage !== null) host.reportUsage(usage);
  };
  const telling: RunHost = {
    ...host,
    reportProgress(stage) {
      host.reportProgress(stage);
      tellUsage();
    },
  };
  inheritFiles(spec.dataDir, spec.run);
  const common = { host: telling, client, crmTitle: connector.title, stop, now };
  const attempts =
    spec.direction === 'inbound'
      ? inboundAttempts({ ...common, spec })
      : outboundAttempts({ ...common, spec });
  const { resumed } = attempts;
  let attempt = resumed ?? attempts.begin();

  async function execute(): Promise<AttemptEnd> {
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
    attempt = attempts.begin();
    return await attempt.execute();
  }

  const result = () => ({ counts: attempt.counts, files: attempt.files, finishedAt: now() });
  let runEnd: RunEnd = 'left';
  let outcome;
  let held: HeldRun | null = null;
  try {
    const end = await attempts.leaving(execute());
    await attempt.close();
    await client.close();
    runEnd = 'over';
    if (end.kind === 'held') held = { counts: end.counts, approval: end.approval, files: attempt.files };
    outcome = end.kind === 'held' ? null : outcomeOfSuccess(result(), end.cursor);
  } catch (error) {
    await closeQuietly(attempt);
    if (!isLeftOpen(error)) await client.close();
    outcome = outcomeOfError(error, result());
  }
  tellUsage();
  if (held !== null) await unlessLost(host.awaitApproval(held));
  if (outcome !== null && (await unlessLost(host.finish(outcome))) === true) tidyQuietly(attempt);
  return runEnd;
}

/** The end is stored, and stays it: what cannot be removed here is left to housekeeping, which removes what no run names. */
function tidyQuietly(attempt: Attempt): void {
  try {
    attempt.tidy();
  } catch (error) {
    if (!(error instanceof FatalError)) throw error;
  }
}

/** Where another instance holds the run, its end is not this one's to store. */
async function unlessLost<Answer>(stored: Promise<Answer>): Promise<Answer | null> {
  try {
    return await stored;
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
    return null;
  }
}

/** After an error: that a file could not be completed either is no news, or no worse for the run. */
async function closeQuietly(attempt: Attempt): Promise<void> {
  await attempt.close().catch(() => undefined);
}
