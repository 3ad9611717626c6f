import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { RunQueue } from './run-queue.ts';

/**
 * The store, which puts each run into the queue once it is committed as queued. What does not get there (the queue is
 * away, the process ends in between) is found by `RunQueue.mend` of any instance.
 */
export function puttingRuns(
  store: Store,
  { queue, log }: { readonly queue: () => Promise<RunQueue>; readonly log: Log },
): Store {
  const { runs, jobs } = store;

  async function put(runId: string): Promise<void> {
    try {
      await (await queue()).put(runId);
    } catch (error) {
      log.warn({ err: error, runId }, 'a run waits in the database alone, for the queue cannot be used');
    }
  }

  return {
    ...store,
    runs: {
      ...runs,
      async enqueue(run, beside) {
        const queued = await runs.enqueue(run, beside);
        await put(queued.id);
        return queued;
      },
      async enqueueOnce(run, once, beside) {
        const enqueued = await runs.enqueueOnce(run, once, beside);
        if (enqueued.kind === 'queued') await put(enqueued.run.id);
        return enqueued;
      },
      async decideApproval(id, answer) {
        const settled = await runs.decideApproval(id, answer);
        if (settled === 'settled' && answer.decision.kind === 'approved') await put(id);
        return settled;
      },
    },
    jobs: {
      ...jobs,
      async advance(jobId, dueAt, next, run) {
        const advanced = await jobs.advance(jobId, dueAt, next, run);
        if (advanced === 'queued') await put(run.id);
        return advanced;
      },
      async save(wanted) {
        const saved = await jobs.save(wanted);
        // It may be one that the job had already; what is there is not added again.
        if (saved.kind === 'saved' && saved.runId !== null) await put(saved.runId);
        return saved;
      },
    },
  };
}
