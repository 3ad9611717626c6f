import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ApiAnswer } from './route.ts';
import { problemBody } from './problem.ts';
import type { Problem } from './problem.ts';

/** Answers are for programs: nothing in a browser is to keep, run, frame or guess at them. */
const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
const overTls: Readonly<Record<string, string>> = { 'strict-transport-security': 'max-age=31536000' };
/** Whoever takes nothing for this long has gone. */
const idleMs = 60_000;

export function baseHeaders(publicUrl: string): Readonly<Record<string, string>> {
  return publicUrl.startsWith('https:') ? { ...securityHeaders, ...overTls } : securityHeaders;
}

type Headers = Readonly<Record<string, string>>;

export function sendJson(
  response: ServerResponse,
  { status, body, headers }: { readonly status: number; readonly body: object; readonly headers: Headers },
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
export function sendProblem(
  response: ServerResponse,
  problem: Problem,
  { headers, statusUrl }: { readonly headers: Headers; readonly statusUrl: string | null },
): void {
  const link = statusUrl === null ? {} : { statusUrl };
  sendJson(response, {
    status: problem.status,
    body: { ...problemBody(problem), ...link },
    headers: { ...headers, ...problem.headers, 'content-type': 'application/problem+json; charset=utf-8' },
  });
}

/** As it is read from the disk, no faster than it is taken. @throws where either end breaks off */
export async function sendFile(
  response: ServerResponse,
  { name, bytes, content }: Extract<ApiAnswer, { readonly kind: 'file' }>,
  headers: Headers,
): Promise<void> {
  response.setTimeout(idleMs, () => response.destroy());
  response.writeHead(200, {
    ...headers,
    'content-type': 'application/gzip',
    'content-length': bytes,
    'content-disposition': disposition(name),
  });
  await pipeline(content, response);
}

/** RFC 6266: in ASCII for those who know nothing else, and as it is. */
function disposition(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
