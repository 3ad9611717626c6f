/** What becomes of a message after a try. */
import type { ClaimedDelivery, DeliveryOutcome } from '../domain/webhook.ts';
import type { Posted } from './post.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** After each try that failed: eight tries within a day, and then no more. */
const waitsMs = [5 * second, 30 * second, 2 * minute, 10 * minute, hour, 4 * hour, 12 * hour] as const;
/** The longest that a receiver may ask to be left alone for. */
const maxRetryAfterMs = hour;
const gone = 410;

export function outcomeOf(
  posted: Posted,
  { tries }: Pick<ClaimedDelivery, 'tries'>,
  now: Date,
): DeliveryOutcome {
  if (posted.kind === 'answered' && posted.status >= 200 && posted.status < 300) return { kind: 'delivered' };
  const problem = posted.kind === 'answered' ? `It answered with status ${posted.status}.` : posted.reason;
  const waitMs = waitsMs[tries];
  const isGone = posted.kind === 'answered' && posted.status === gone;
  if (waitMs === undefined || isGone) return { kind: 'given up', problem };
  const askedMs = posted.kind === 'answered' ? secondsOf(posted.retryAfter) * second : 0;
  const untilMs = now.getTime() + Math.max(waitMs, Math.min(askedMs, maxRetryAfterMs));
  return { kind: 'waits', until: new Date(untilMs), problem };
}

/** Dates, which may stand there too, are as good as nothing. */
function secondsOf(retryAfter: string | undefined): number {
  return /^\d{1,9}$/.test(retryAfter ?? '') ? Number(retryAfter) : 0;
}
