import { ProblemError } from './problem.ts';
import type { ApiRoute } from './route.ts';

export interface FoundRoute {
  readonly route: ApiRoute;
  /** What stands for `{id}`; empty where there is none. */
  readonly id: string;
}

/** @throws ProblemError where nothing is at that path, or not by that method */
export function findRoute(routes: readonly ApiRoute[], method: string, path: string): FoundRoute {
  const parts = path.split('/');
  const here = routes.flatMap((route) => {
    const id = idIn(route.path.split('/'), parts);
    return id === null ? [] : [{ route, id }];
  });
  const found = here.find(({ route }) => route.method === method);
  if (found !== undefined) return found;
  if (here.length === 0) throw nothingThere();
  throw methodNotAllowed(here.map(({ route }) => route.method));
}

export function nothingThere(): ProblemError {
  const detail = 'There is nothing at this address. /api/v1/openapi.json says what there is.';
  return new ProblemError({ status: 404, code: 'unknown_address', detail });
}

export function methodNotAllowed(allowed: readonly string[]): ProblemError {
  const list = allowed.join(', ');
  return new ProblemError({
    status: 405,
    code: 'method_not_allowed',
    detail: `This address takes ${list}.`,
    headers: { allow: list },
  });
}

function idIn(template: readonly string[], parts: readonly string[]): string | null {
  if (template.length !== parts.length) return null;
  let id = '';
  for (const [i, expected] of template.entries()) {
    const part = parts[i] ?? '';
    if (expected === '{id}') {
      const decoded = decodedPart(part);
      if (decoded === null || decoded === '') return null;
      id = decoded;
    } else if (part !== expected) {
      return null;
    }
  }
  return id;
}

/** null where it is none that anything could have: `%zz`, or a NUL, which PostgreSQL refuses. */
function decodedPart(part: string): string | null {
  try {
    const text = decodeURIComponent(part);
    return text.length > maxIdLength || /\p{Cc}/u.test(text) ? null : text;
  } catch {
    return null;
  }
}

const maxIdLength = 200;
