import type { ServerResponse } from 'node:http';
import { problemBody } from './problem.ts';
import type { Problem } from './problem.ts';

type Headers = Readonly<Record<string, string>>;

export function sendJson(
  response: ServerResponse,
  {
    status,
    body,
    headers = {},
  }: { readonly status: number; readonly body: object; readonly headers?: Headers | undefined },
): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    ...headers,
    'content-type': headers['content-type'] ?? 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** @param statusUrl of the run that stands in the way */
export function sendProblem(response: ServerResponse, problem: Problem, statusUrl: string | null): void {
  const link = statusUrl === null ? {} : { statusUrl };
  sendJson(response, {
    status: problem.status,
    body: { ...problemBody(problem), ...link },
    headers: { ...problem.headers, 'content-type': 'application/problem+json; charset=utf-8' },
  });
}
