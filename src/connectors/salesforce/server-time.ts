import type { SalesforceHttp } from './request.ts';

/**
 * The org's clock. `Date` has whole seconds, like every stamp in Salesforce, and comes from whichever server
 * answers: their clocks may differ by a little, and a bound that was given out is never taken back.
 */
export function createServerTime(http: SalesforceHttp): () => Promise<string> {
  let latest = 0;
  return async () => {
    const { headers } = await http.send({ path: 'limits' });
    const told = Date.parse(headers.get('date') ?? '');
    latest = Math.max(latest, Number.isNaN(told) ? http.tuning.now() : told);
    return new Date(latest).toISOString();
  };
}
