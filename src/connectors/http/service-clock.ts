import type { RetryTuning } from './retry.ts';
import type { SessionHttp } from './session-http.ts';

/**
 * The service's clock. `Date` has whole seconds, like every stamp in a CRM, and comes from whichever server
 * answers: their clocks may differ by a little, and a bound that was given out is never taken back.
 *
 * @param path of something small to ask for
 */
export function createClock(http: SessionHttp<RetryTuning>, path: string): () => Promise<string> {
  let latest = 0;
  return async () => {
    const { headers } = await http.send({ path });
    const told = Date.parse(headers.get('date') ?? '');
    latest = Math.max(latest, Number.isNaN(told) ? http.tuning.now() : told);
    return new Date(latest).toISOString();
  };
}
