import type { Stop } from '../stop.ts';
import { keepVerdicts } from './kept-verdicts.ts';
import type { Verdict } from './judge.ts';
import type { Verdicts } from './verdicts.ts';

export interface CountedChanges {
  /** Records that a run would send or reject. */
  readonly count: number;
  /** Of all records, to be gone on with; null where that was more than is held at once. */
  readonly verdicts: readonly Verdict[] | null;
}

/**
 * How many records a run would send or reject, by the hub alone: those that are as they were sent do not count. Stops
 * counting as soon as there are `enough`.
 *
 * @param verdicts of all records; those that did not change are not sent
 */
export async function countChanges(
  verdicts: Verdicts,
  stop: Stop,
  enough: (count: number) => boolean,
): Promise<CountedChanges> {
  const kept = keepVerdicts();
  let count = 0;
  for (;;) {
    stop.check();
    const page = await stop.race(verdicts.take());
    if (page === null) return { count, verdicts: kept.all };
    for (const verdict of page) {
      kept.add(verdict);
      if (verdict.kind === 'send' || verdict.kind === 'reject') count += 1;
    }
    if (enough(count)) return { count, verdicts: null };
  }
}
