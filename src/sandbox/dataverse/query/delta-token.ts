/** Where a link to changes begins: a version of the org, and when that was. */
import { ApiError, badQuery } from '../http/api-error.ts';
import type { Org } from '../org/org.ts';

/** Changes are kept this long. */
const keptMs = 30 * 86_400_000;

export function writeDeltaToken(version: number, nowMs: number): string {
  return `${version}!${new Date(nowMs).toISOString()}`;
}

/** @throws ApiError where the token is none, or too old, or the metadata changed since. */
export function readDeltaToken(token: string, org: Org): number {
  const [, version, moment = ''] = /^(\d+)!(.+)$/.exec(token) ?? [];
  const ms = Date.parse(moment);
  if (version === undefined || Number.isNaN(ms)) throw badQuery(`The delta token '${token}' is malformed.`);
  if (ms < org.nowMs - keptMs || !org.isTracked(Number(version))) {
    throw new ApiError(
      400,
      '0x80044352',
      'Version stamp associated with the client has expired. Please perform a full sync.',
    );
  }
  return Number(version);
}
