import { ApiError, notFound } from './api-error.ts';
import type { Handler } from './http-types.ts';

export interface Route {
  readonly method: string;
  /** Of the path below the API version, or from the root where it begins with a slash. */
  readonly pattern: RegExp;
  readonly handler: Handler;
  readonly createsBulkJob?: boolean;
}

export interface Found {
  readonly route: Route;
  readonly params: readonly string[];
  readonly root: string;
  readonly version: string;
}

const oldestVersion = 31;
export const newestVersion = 64;

/** @throws ApiError where there is no such address, or not for this verb. */
export function findRoute(routes: readonly Route[], method: string, path: string): Found {
  const versioned = /^(\/services\/data\/v(\d{2,3})\.0)(?:\/(.*))?$/.exec(path);
  const [, root = '', version = ''] = versioned ?? [];
  const number = Number(version);
  if (versioned !== null && (number < oldestVersion || number > newestVersion)) throw notFound();
  const below = versioned === null ? path : (versioned[3] ?? '').replace(/\/$/, '');
  let isKnown = false;
  for (const route of routes) {
    const match = route.pattern.exec(below);
    if (match === null) continue;
    isKnown = true;
    if (route.method !== method) continue;
    const params = match.slice(1).map((part: string | undefined) => decode(part ?? ''));
    return { route, params, root, version: `${version}.0` };
  }
  if (!isKnown) throw notFound();
  throw new ApiError(
    405,
    'METHOD_NOT_ALLOWED',
    `HTTP Method '${method}' not allowed. Allowed are ${routes
      .filter((route) => route.pattern.test(below))
      .map((route) => route.method)
      .join(',')}`,
  );
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ApiError(400, 'INVALID_URL', `Unable to decode the address: ${part}`);
  }
}
