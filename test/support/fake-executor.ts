import type { Run } from '../../src/domain/run.ts';
import type { RunExecutor, StopReason } from '../../src/scheduler/run-executor.ts';
import type { RunOutcome, RunStore } from '../../src/store/run-store.ts';
import { anOutcome } from './records.ts';

/**
 * What becomes of a run.
 *
 * - `succeed`, `fail`: its outcome is stored.
 * - `forget`: returns without an outcome.
 * - `crash`: rejects, as when its worker thread died.
 * - `wait`: until it is asked to stop, and then does as a good executor should, or until the test ends it.
 * - `hang`: as `wait`, but heeds nobody.
 */
export type Behaviour = 'succeed' | 'fail' | 'forget' | 'crash' | 'wait' | 'hang';

export interface FakeExecutor extends RunExecutor {
  /** Ids in the order in which they were begun, once an attempt. */
  readonly begun: readonly string[];
  /** `id: reason`, in order. */
  readonly stops: readonly string[];
  readonly mostAtOnce: () => number;
  readonly atWork: () => readonly string[];
  /** Ends a run that waits or hangs. */
  readonly end: (runId: string, how: Exclude<Behaviour, 'wait' | 'hang'>) => void;
  /** Ends all that wait or hang, without an outcome. */
  readonly letGo: () => void;
}

export const crashError = new TypeError('secret row value 4711');

export function fakeExecutor(
  runs: RunStore,
  behaviourOf: Behaviour | ((run: Run) => Behaviour) = 'succeed',
): FakeExecutor {
  const begun: string[] = [];
  const stops: string[] = [];
  const endings = new Map<string, (how: Behaviour) => void>();
  const atWork = new Set<string>();
  let most = 0;

  async function store(run: Run, outcome: Partial<RunOutcome>): Promise<void> {
    await runs.finish(run.id, run.owner ?? '', run.attempt, anOutcome(outcome));
  }

  async function behave(run: Run, behaviour: Behaviour, signal: AbortSignal): Promise<void> {
    switch (behaviour) {
      case 'succeed':
        return store(run, {});
      case 'fail':
        return store(run, { status: 'failed', error: { code: 'expired', message: 'Log in again.' } });
      case 'forget':
        return undefined;
      case 'crash':
        throw crashError;
      case 'wait':
      case 'hang':
        break;
    }
    const how = await new Promise<Behaviour | StopReason>((resolve) => {
      endings.set(run.id, resolve);
      const stopped = (): void => {
        const reason = signal.reason as StopReason;
        stops.push(`${run.id}: ${reason}`);
        if (behaviour === 'wait') resolve(reason);
      };
      if (signal.aborted) stopped();
      else signal.addEventListener('abort', stopped);
    });
    if (how === 'cancelled') return store(run, { status: 'cancelled' });
    if (how === 'shutdown' || how === 'lost') return undefined;
    return behave(run, how, signal);
  }

  return {
    begun,
    stops,
    mostAtOnce: () => most,
    atWork: () => [...atWork],
    end(runId, how) {
      const ending = endings.get(runId);
      if (ending === undefined) throw new Error(`Run ${runId} is not waiting.`);
      ending(how);
    },
    letGo() {
      for (const ending of endings.values()) ending('forget');
    },
    async execute(run, signal) {
      begun.push(run.id);
      atWork.add(run.id);
      most = Math.max(most, atWork.size);
      try {
        await behave(run, typeof behaviourOf === 'string' ? behaviourOf : behaviourOf(run), signal);
      } finally {
        atWork.delete(run.id);
      }
    },
  };
}
