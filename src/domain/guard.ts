/** Stops a run before its first write where it would change or reject suspiciously much, until an admin has decided. */
import type { RunCounts } from './run.ts';

export interface GuardRule {
  /** Percent of the records that the job knows: more than that is asked about. */
  readonly share: number;
  /** Fewer rows than these are never asked about. */
  readonly atLeast: number;
  /** How long the question stands. */
  readonly expiresAfterHours: number;
}

/** What a job says of it; what it leaves out is the usual. */
export type Guard = Partial<GuardRule> | 'off';

export const usualGuard: GuardRule = { share: 30, atLeast: 100, expiresAfterHours: 24 };

/** What each number may be. */
export const guardBounds = {
  share: { least: 1, most: 100 },
  atLeast: { least: 1, most: 10_000_000 },
  expiresAfterHours: { least: 1, most: 720 },
} as const satisfies Readonly<Record<keyof GuardRule, { readonly least: number; readonly most: number }>>;

/** null where the job's runs are not guarded. */
export function guardOf(guard: Guard | undefined): GuardRule | null {
  if (guard === 'off') return null;
  const given = Object.entries(guard ?? {}).filter(([, value]) => value !== undefined);
  return { ...usualGuard, ...(Object.fromEntries(given) as Partial<GuardRule>) };
}

/** A rule held against what a job knows. Plain data. */
export interface GuardLimit extends GuardRule {
  /** Records that it brought before, or sent. Never none: nothing can be expected of a first run. */
  readonly known: number;
}

/** Rows of a run that count. */
export interface GuardedRows {
  /** Created, updated or deleted. */
  readonly changed: number;
  readonly rejected: number;
}

/** Why a run is stopped; null where it is not. */
export type GuardReason = 'changes' | 'rejects';

export function guardReason(limit: GuardLimit, { changed, rejected }: GuardedRows): GuardReason | null {
  if (isBeyond(limit, changed)) return 'changes';
  return isBeyond(limit, rejected) ? 'rejects' : null;
}

/** Whether so many rows are more than the share of what is known, and no few. */
export function isBeyond({ share, atLeast, known }: GuardLimit, rows: number): boolean {
  return rows >= atLeast && rows * 100 > known * share;
}

export function changedRows({ created, updated, deleted }: RunCounts): number {
  return created + updated + deleted;
}

export const approvalDecisions = ['approved', 'rejected', 'expired'] as const;

/** What became of a question. */
export interface ApprovalDecision {
  readonly kind: (typeof approvalDecisions)[number];
  /** A person's id, or the name of the account that runs the command; `crosswalk` where nobody decided. */
  readonly by: string;
  readonly door: string;
  readonly at: Date;
}

/** What a run that was stopped would do, and what became of it. */
export interface Approval extends GuardLimit, GuardedRows {
  readonly reason: GuardReason;
  /** As the run would end. */
  readonly counts: RunCounts;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly decision: ApprovalDecision | null;
}

const hourMs = 3_600_000;

/** What is asked, and until when. */
export function approvalOf(
  limit: GuardLimit,
  wanted: GuardedRows & Pick<Approval, 'reason' | 'counts'>,
  now: Date,
): Approval {
  const expiresAt = new Date(now.getTime() + limit.expiresAfterHours * hourMs);
  return { ...limit, ...wanted, askedAt: now, expiresAt, decision: null };
}

/** Percent of what is known, for people. */
export function shareOf({ known }: Pick<GuardLimit, 'known'>, rows: number): number {
  return Math.round((rows * 100) / known);
}

/** The rule in words. */
export function guardText(guard: Guard | undefined): string {
  const rule = guardOf(guard);
  if (rule === null) return 'Off';
  const { share, atLeast, expiresAfterHours } = rule;
  return `Above ${share} % of the known records and ${atLeast} rows, for ${expiresAfterHours} hours`;
}

/** `would create 12, update 3,400, delete 0 and reject 20 records`, without what is nought. */
export function wouldText({ counts }: Pick<Approval, 'counts'>): string {
  const words = (
    [
      ['create', counts.created],
      ['update', counts.updated],
      ['delete', counts.deleted],
      ['reject', counts.rejected],
    ] as const
  ).flatMap(([word, count]) => (count === 0 ? [] : [`${word} ${count.toLocaleString('en-US')}`]));
  const last = words.at(-1) ?? 'change none';
  return `would ${words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`}`;
}
