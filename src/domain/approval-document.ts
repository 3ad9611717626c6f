import type { ApprovalDecision } from './guard.ts';
import type { Run, RunCounts } from './run.ts';

/** The question that a run asked, as other programs read it. */
export interface ApprovalDocument {
  /** As the run would have ended. */
  readonly counts: RunCounts;
  readonly knownRecords: number;
  /** ISO 8601, as the next. */
  readonly askedAt: string;
  readonly expiresAt: string;
  /** null while it waits. */
  readonly decision: ApprovalDecision['kind'] | null;
}

/** null where the run never asked. Who decided is nothing that leaves. */
export function approvalDocument({ approval }: Pick<Run, 'approval'>): ApprovalDocument | null {
  if (approval === undefined) return null;
  const { counts, known, askedAt, expiresAt, decision } = approval;
  return {
    counts,
    knownRecords: known,
    askedAt: askedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    decision: decision?.kind ?? null,
  };
}
