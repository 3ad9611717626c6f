import type { Org } from '../org/org.ts';
import type { FilterContext } from '../query/compile-filter.ts';

/** What answering any request for records needs. */
export interface RestContext {
  readonly org: Org;
  /** IANA name of the user's zone. */
  readonly timeZone: string;
  /** The day that weeks begin with: 0 is Sunday. */
  readonly weekStartDayCode: 0 | 1;
  /** Most rows of a page. */
  readonly pageRows: number;
}

export function filterContextOf({ org, timeZone, weekStartDayCode }: RestContext): FilterContext {
  return { org, userId: org.userId, calendar: { nowMs: org.nowMs, timeZone, weekStartDayCode } };
}
