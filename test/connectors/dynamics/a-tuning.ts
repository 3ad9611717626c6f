import { defaultTuning } from '../../../src/connectors/dynamics/tuning.ts';
import type { Tuning } from '../../../src/connectors/dynamics/tuning.ts';

/** Pauses are noted instead of taken; an aborted signal ends them as it would a real one. */
export function aTuning(changes: Partial<Tuning> = {}): Tuning & { readonly pauses: number[] } {
  const pauses: number[] = [];
  return {
    ...defaultTuning,
    random: () => 0.5,
    wait: (ms, signal) => {
      pauses.push(ms);
      return new Promise((resolve, reject) => {
        setImmediate(() => (signal?.aborted ? reject(signal.reason as Error) : resolve()));
      });
    },
    ...changes,
    pauses,
  };
}
