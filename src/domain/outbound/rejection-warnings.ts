import { placedRows } from '../draft-check-mapping.ts';
import type { DraftProblem } from '../draft-problem.ts';
import type { OutboundDraft } from '../draft.ts';
import type { CompiledOutbound, OutboundRow } from './compiled.ts';

/** The code of such a warning. */
export const recordsRejected = 'records_rejected';

export interface TriedRecords {
  readonly records: readonly OutboundRow[];
  /** Whether no others would be sent. */
  readonly areAll: boolean;
}

/**
 * How many of some records a run would reject, and why: one warning for each field and reason, the most frequent first.
 * It stands at the row that fills the field, or else at the parent. No value is in it.
 */
export function rejectionWarnings(
  draft: Pick<OutboundDraft, 'mapping' | 'target'>,
  compiled: Pick<CompiledOutbound, 'problemsOf'>,
  { records, areAll }: TriedRecords,
): DraftProblem[] {
  const found = new Map<string, { readonly field: string; readonly message: string; count: number }>();
  for (const { field, message } of records.flatMap((record) => compiled.problemsOf(record))) {
    const key = `${field}\n${message}`;
    const known = found.get(key) ?? { field, message, count: 0 };
    known.count += 1;
    found.set(key, known);
  }
  return [...found.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ field, message, count }) => ({
      path: placeOf(draft, field),
      severity: 'warning',
      code: recordsRejected,
      message: `${shareText(count, records.length, areAll)} would be rejected. ${message}`,
    }));
}

function placeOf(draft: Pick<OutboundDraft, 'mapping' | 'target'>, field: string): DraftProblem['path'] {
  const isIt = (name = ''): boolean => name.toLowerCase() === field.toLowerCase();
  const placed = placedRows(draft).find(({ row }) => isIt(row.target));
  if (placed !== undefined) return ['mapping', placed.index, 'source'];
  return isIt(draft.target.parent) ? ['target', 'parent'] : ['mapping'];
}

function shareText(count: number, tried: number, areAll: boolean): string {
  if (count < tried) return `${count} of ${areAll ? '' : 'the first '}${tried} records`;
  if (tried === 1) return 'The only record';
  return areAll ? `All ${tried} records` : `All of the first ${tried} records`;
}
