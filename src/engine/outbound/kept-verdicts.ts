import { createHeldRows } from './held-rows.ts';
import { heldCells } from './judge.ts';
import type { Verdict } from './judge.ts';

/** Records that are kept, besides those which did not change: they are counted together. */
const maxKept = 20_000;

export interface KeptVerdicts {
  add(verdict: Verdict): void;
  /** In the order in which they were added; null where they were too many. */
  readonly all: readonly Verdict[] | null;
}

/** Keeps what is found while it is counted, so that few changes among many records are looked for once. */
export function keepVerdicts(): KeptVerdicts {
  const held = createHeldRows(maxKept);
  let kept: Verdict[] | null = [];

  return {
    add(verdict) {
      if (kept === null) return;
      const before = kept.at(-1);
      if (verdict.kind === 'unchanged' && before?.kind === 'unchanged') {
        kept[kept.length - 1] = { ...verdict, records: before.records + verdict.records };
        return;
      }
      kept.push(verdict);
      const cells = heldCells(verdict);
      if (cells !== null) held.add({ cells });
      if (held.isFull || kept.length > maxKept) kept = null;
    },
    get all() {
      return kept;
    },
  };
}
