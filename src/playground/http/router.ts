import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'ANY';
  readonly pattern: RegExp;
  handle(request: IncomingMessage, response: ServerResponse, found: Found): Promise<void> | void;
}

export interface Found {
  /** What the pattern caught. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
}

export function findRoute(
  routes: readonly Route[],
  { method = 'GET', url = '/' }: IncomingMessage,
): { readonly route: Route; readonly found: Found } | null {
  const [path = '/', query = ''] = url.split('?', 2);
  for (const route of routes) {
    const match = route.pattern.exec(path);
    if (match === null || (route.method !== 'ANY' && route.method !== method)) continue;
    return { route, found: { params: match.slice(1), query: new URLSearchParams(query) } };
  }
  return null;
}
