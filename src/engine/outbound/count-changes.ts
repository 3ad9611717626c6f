import type { RunHost } from '../run-host.ts';
import type { Stop } from '../stop.ts';
import { createBatchMaker } from './batch.ts';
import type { BatchRules } from './batch.ts';
import { openPages } from './pages.ts';

export interface ChangesToCount {
  readonly rules: BatchRules;
  readonly nextPage: (after: number | null) => ReturnType<RunHost['selectOutbound']>;
  readonly stop: Stop;
}

/** Records that are looked at before it is asked whether that is enough. */
const portion = 1_000;

/**
 * How many records a run would send or reject, by the hub alone: those that are as they were sent do not count, also
 * where the run sends them again. Stops counting as soon as there are `enough`.
 */
export async function countChanges(
  { rules, nextPage, stop }: ChangesToCount,
  enough: (count: number) => boolean,
): Promise<number> {
  const maker = createBatchMaker({ ...rules, sendsAll: false }, portion);
  let count = 0;
  const settle = (): void => {
    const batch = maker.take();
    if (batch !== null) count += batch.toSend.length + batch.rejects.length;
  };
  const pages = openPages(nextPage, null, 1);
  for (;;) {
    stop.check();
    const page = await stop.race(pages.take());
    if (page === null) return count;
    for (const record of page.records) {
      maker.add(record);
      if (maker.isFull) settle();
    }
    settle();
    if (enough(count)) return count;
  }
}
