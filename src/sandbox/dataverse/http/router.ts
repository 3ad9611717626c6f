import { ApiError, badQuery, noSuchSegment } from './api-error.ts';
import type { Handler } from './api-request.ts';

export interface Route {
  readonly method: string;
  /** Of the decoded path below the API's version. */
  readonly pattern: RegExp;
  readonly handler: Handler;
}

export interface Found {
  readonly route: Route;
  readonly params: readonly string[];
  /** Path of the version, such as `/api/data/v9.2`. */
  readonly root: string;
}

/** @throws ApiError where there is no such address, or not for this verb. */
export function findRoute(routes: readonly Route[], method: string, path: string): Found {
  const versioned = /^(\/api\/data\/v9\.[0-2])(?:\/(.*))?$/.exec(path);
  if (versioned === null) throw noSuchSegment(path.split('/')[1] ?? '');
  const [, root = '', below = ''] = versioned;
  const decoded = decode(below);
  let isKnown = false;
  for (const route of routes) {
    const match = route.pattern.exec(decoded);
    if (match === null) continue;
    isKnown = true;
    if (route.method !== method) continue;
    return { route, params: match.slice(1).map((part: string | undefined) => part ?? ''), root };
  }
  if (!isKnown) throw noSuchSegment(decoded.split(/[/(]/)[0] ?? '');
  throw new ApiError(405, '0x80060888', `The requested resource does not support http method '${method}'.`);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw badQuery(`The address could not be decoded: ${path}`);
  }
}
