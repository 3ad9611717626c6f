import { createClock } from '../http/service-clock.ts';
import type { SalesforceHttp } from './request.ts';

/** The org's clock. */
export function createServerTime(http: SalesforceHttp): () => Promise<string> {
  return createClock(http, 'limits');
}
