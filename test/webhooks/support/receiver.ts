/** Somebody who is told of runs, and checks what arrives as the documentation says. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly host: string;
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly received: readonly Received[];
  /** What it answers from now on: a status, or nothing at all. */
  answer(status: number | 'nothing', headers?: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answered: number | 'nothing' = 204;
  let extra: Readonly<Record<string, string>> = {};
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { headers, url: path = '' } = request;
      const named = (name: keyof IncomingHttpHeaders): string => String(headers[name] ?? '');
      received.push({
        path,
        host: named('host'),
        id: named('webhook-id'),
        timestamp: named('webhook-timestamp'),
        signature: named('webhook-signature'),
        body: Buffer.concat(parts).toString('utf8'),
      });
      if (answered === 'nothing') response.destroy();
      else response.writeHead(answered, extra).end('x'.repeat(100));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    received,
    answer(status, headers = {}) {
      answered = status;
      extra = headers;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function isGenuine({ id, timestamp, signature, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const [given, wanted] = [signature, `v1,${expected}`].map((each) => Buffer.from(each));
  return given !== undefined && wanted?.length === given.length && timingSafeEqual(given, wanted);
}
