import type { IncomingMessage } from 'node:http';

const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

/** @throws Error where others than this machine could reach it. */
export function checkHost(host: string): void {
  if (loopbackNames.has(host)) return;
  throw new Error(
    `The playground runs on this machine only: 127.0.0.1, localhost or ::1, not ${host}. It has no passwords.`,
  );
}

/**
 * Whether a request was meant for this server and, where a page sent it, for this server's page: a page from elsewhere
 * could otherwise act through a browser on this machine, under a name that it makes point here.
 */
export function isFromHere({ headers }: IncomingMessage, port: number): boolean {
  if (!isOwnAddress(headers.host, port)) return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  return origin.startsWith('http://') && isOwnAddress(origin.slice('http://'.length), port);
}

function isOwnAddress(address: string | undefined, port: number): boolean {
  const [, host = '', givenPort = '80'] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(address ?? '') ?? [];
  return loopbackNames.has(host.toLowerCase()) && givenPort === String(port);
}
