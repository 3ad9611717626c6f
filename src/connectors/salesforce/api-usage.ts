import { FatalError } from '../../domain/errors.ts';
import type { ApiUsage } from '../connector.ts';

/** `Sforce-Limit-Info: api-usage=18/5000; per-app-api-usage=17/250(appName=…)`, on every REST answer. */
export function parseLimitInfo(header: string | null): ApiUsage | null {
  const found = /(?:^|[\s;,])api-usage=(\d+)\/(\d+)/.exec(header ?? '');
  if (!found) return null;
  return { used: Number(found[1]), limit: Number(found[2]) };
}

export const defaultReserve = 0.1;

/** @throws FatalError `api_reserve` once the org's day has less left than the share that is kept for others. */
export function checkReserve(usage: ApiUsage | null, reserve: number): void {
  if (usage === null || usage.limit <= 0) return;
  if (usage.used <= usage.limit * (1 - reserve)) return;
  throw new FatalError(
    `The Salesforce org has used ${usage.used} of its ${usage.limit} API requests of the last 24 hours, and ` +
      `${Math.round(reserve * 100)} % are kept in reserve for other users of the org. ` +
      `Run the job again later, or lower the reserve.`,
    { code: 'api_reserve' },
  );
}
