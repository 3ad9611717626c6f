/** What a run that was stopped would do, and what became of it, as people read it. */
import { shareOf, wouldText } from '../../domain/guard.ts';
import type { Approval } from '../../domain/guard.ts';
import { isActive } from '../../domain/run.ts';
import type { Run, RunCounts } from '../../domain/run.ts';
import { numberText } from '../jobs/words.ts';
import { actorText } from '../jobs/saved-text.ts';

/** Why it was stopped: the share, and the rule. */
export function ruleText(approval: Approval): string {
  const { reason, changed, rejected, known, share, atLeast } = approval;
  const [rows, what] = reason === 'changes' ? [changed, 'changes'] : [rejected, 'rejects'];
  const rule = `more than ${share} % of them and at least ${numberText(atLeast)}`;
  return (
    `That ${what} ${numberText(rows)} records; the job knows ${numberText(known)} (${shareText(approval, rows)}). ` +
    `Its guard stops a run that changes or rejects ${rule}.`
  );
}

function shareText(approval: Approval, rows: number): string {
  const share = shareOf(approval, rows);
  return `${numberText(share)} %`;
}

/** A moment in the reader's own time zone, wherever that is. */
export function readersMoment(moment: Date): string {
  const fallback = moment.toISOString().slice(0, 16).replace('T', ' ');
  return `<!date^${Math.floor(moment.getTime() / 1_000)}^{date_short_pretty} {time}|${fallback} UTC>`;
}

/** What became of the question; null while it stands, and where nobody asked. */
export function decisionText({ approval, status }: Pick<Run, 'approval' | 'status'>): string | null {
  if (approval === undefined) return null;
  const { decision } = approval;
  if (decision === null)
    return status === 'waiting for approval' ? null : 'Nobody decided: the run was cancelled.';
  const who = actorText({ actor: decision.by, door: decision.door });
  switch (decision.kind) {
    case 'approved':
      return `Approved by ${who}, ${readersMoment(decision.at)}.`;
    case 'rejected':
      return `Rejected by ${who}, ${readersMoment(decision.at)}. Nothing was written.`;
    case 'expired':
      break;
  }
  return `Nobody decided until ${readersMoment(approval.expiresAt)}. Nothing was written.`;
}

/** Whether a run that was approved did what was announced; none where it has not ended, or was not asked about. */
export function approvedLines(run: Pick<Run, 'approval' | 'status' | 'counts' | 'attempt'>): string[] {
  const { approval, counts } = run;
  if (approval?.decision?.kind !== 'approved' || isActive(run.status)) return [];
  const decided = decisionText(run) ?? '';
  if (isAlike(approval.counts, counts)) return [`${decided} It did what was announced.`];
  const announced = `It ${wouldText(approval)}, as it was announced`;
  return [`${decided} ${announced}; what it did is another thing, because ${whyOther(run, approval)}.`];
}

function whyOther(
  { status, attempt, counts }: Pick<Run, 'status' | 'attempt' | 'counts'>,
  { counts: announced }: Approval,
): string {
  if (status === 'failed' || status === 'cancelled') return 'it did not come to its end';
  // A CRM that took records just before an interruption gives no answer that they are new when they come again.
  return attempt > 1 && written(announced) === written(counts)
    ? 'it was interrupted, and counts as updated what it had created just before'
    : 'records changed meanwhile';
}

const written = ({ created, updated }: RunCounts): number => created + updated;

function isAlike(announced: RunCounts, done: RunCounts): boolean {
  return (['created', 'updated', 'deleted', 'rejected'] as const).every(
    (name) => announced[name] === done[name],
  );
}
