import { placedRows } from '../draft-check-mapping.ts';
import type { DraftProblem } from '../draft-problem.ts';
import type { JobDraft } from '../draft.ts';
import type { CompiledOutbound, OutboundRow } from './compiled.ts';

export interface LookedAt {
  readonly records: readonly OutboundRow[];
  /** Whether no others would be sent. */
  readonly areAll: boolean;
}

/**
 * How many of some records a run would reject, and why: a warning a row of the mapping and reason, the most frequent
 * first, and of the parent where that is it. No value is in them.
 */
export function rejectionWarnings(
  draft: Pick<JobDraft, 'mapping' | 'target'>,
  compiled: Pick<CompiledOutbound, 'problemsOf'>,
  { records, areAll }: LookedAt,
): DraftProblem[] {
  const found = new Map<string, { readonly field: string; readonly message: string; count: number }>();
  for (const { field, message } of records.flatMap((record) => compiled.problemsOf(record))) {
    const key = `${field}\n${message}`;
    const known = found.get(key) ?? { field, message, count: 0 };
    known.count += 1;
    found.set(key, known);
  }
  const looked = `${areAll ? '' : 'the first '}${records.length} record${records.length === 1 ? '' : 's'}`;
  return [...found.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ field, message, count }) => ({
      path: placeOf(draft, field),
      severity: 'warning',
      code: 'records_rejected',
      message: `${count} of ${looked} would be rejected. ${message}`,
    }));
}

function placeOf(draft: Pick<JobDraft, 'mapping' | 'target'>, field: string): DraftProblem['path'] {
  const placed = placedRows(draft).find(({ row }) => row.target.toLowerCase() === field.toLowerCase());
  return placed === undefined ? ['target', 'parent'] : ['mapping', placed.index, 'source'];
}
