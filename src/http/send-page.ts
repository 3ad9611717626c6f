import type { ServerResponse } from 'node:http';
import { contentSecurityPolicy } from './html.ts';

export interface Page {
  readonly status: number;
  readonly body: string;
}

/** Beside those that every answer has. */
const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentSecurityPolicy,
  // What stands in the address is told to nobody else. Not less, or forms would not say where they are from.
  'referrer-policy': 'same-origin',
  connection: 'close',
};

export function sendPage(response: ServerResponse, { status, body }: Page): void {
  if (response.destroyed) return;
  response.writeHead(status, { ...pageHeaders, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
