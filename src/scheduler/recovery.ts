import type { Log } from '../log.ts';
import type { Run } from '../domain/run.ts';
import type { QueuedRuns } from '../store/team-store.ts';
import { describeOwner } from './owner.ts';
import { resumeOrFail } from './resume-or-fail.ts';
import type { RunQueue } from './run-queue.ts';

export interface Recovered {
  /** Ids of the runs that wait in the queue again. */
  readonly resumed: readonly string[];
  /** Ids of those that were interrupted a second time. */
  readonly failed: readonly string[];
}

/**
 * Sees to running runs whose process is gone: each is resumed once, and failed when that was interrupted too.
 * Runs that are executed, here or elsewhere, are left alone.
 */
export async function recoverRuns(options: {
  readonly queue: RunQueue;
  readonly runs: QueuedRuns;
  readonly executing: ReadonlySet<string>;
  readonly now: () => Date;
  readonly log: Log;
}): Promise<Recovered> {
  const { queue, executing, log } = options;
  const resumed: string[] = [];
  const failed: string[] = [];
  for (const run of await queue.abandoned(executing)) {
    const about = { runId: run.id, jobId: run.jobId, owner: run.owner, heartbeatAt: run.heartbeatAt };
    switch (await resumeOrFail(run, interruptedTwice(run), options)) {
      case 'resumed':
        resumed.push(run.id);
        log.warn(about, 'the process that executed a run is gone: the run is resumed');
        break;
      case 'failed':
        failed.push(run.id);
        log.error(about, 'the process that executed a run is gone, for the second time: the run has failed');
        break;
      case 'not held':
        break;
    }
  }
  return { resumed, failed };
}

function interruptedTwice(run: Run): { code: string; message: string } {
  const owner = run.owner === null ? 'its process' : describeOwner(run.owner);
  const seen = run.heartbeatAt === null ? '' : ` (last heard of at ${run.heartbeatAt.toISOString()})`;
  return {
    code: 'interrupted',
    message:
      `The run was interrupted twice: it was resumed once, and then ${owner}${seen}, ended without finishing ` +
      'it. Look into the log of that process for why it ended (often too little memory), then start the run again.',
  };
}
