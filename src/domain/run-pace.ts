import type { Run } from './run.ts';

/** How fast a run gets on. */
export interface Pace {
  /** 0 where that cannot be said yet. */
  readonly rowsPerSecond: number;
  /** null where that cannot be said. */
  readonly leftMs: number | null;
}

/** Rates are those of the last seconds, so that a slow start is forgotten. */
const windowMs = 10_000;
const shortestLeftMs = 1_000;

/** To be asked again and again about one run. */
export function createRunPace(): (run: Pick<Run, 'counts' | 'expectedRows'>, now: Date) => Pace {
  let seen: { readonly at: number; readonly rows: number }[] = [];
  return ({ counts: { read }, expectedRows }, now) => {
    const at = now.getTime();
    // The wait for the first row says nothing about those after it.
    const before = read === 0 ? [] : seen.filter((each) => at - each.at <= windowMs);
    seen = [...before, { at, rows: read }];
    const first = seen[0] ?? { at, rows: read };
    const rowsPerSecond = at > first.at ? ((read - first.rows) * 1_000) / (at - first.at) : 0;
    const left = (expectedRows ?? 0) - read;
    const canTell = rowsPerSecond > 0 && left > 0;
    return {
      rowsPerSecond,
      leftMs: canTell ? Math.max((left / rowsPerSecond) * 1_000, shortestLeftMs) : null,
    };
  };
}
