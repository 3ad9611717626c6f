import { createClock } from '../http/service-clock.ts';
import type { DynamicsHttp } from './request.ts';

/** The environment's clock, as the cheapest answer tells it. */
export function createServerTime(http: DynamicsHttp): () => Promise<string> {
  return createClock(http, 'WhoAmI');
}
