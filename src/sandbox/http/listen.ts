/** What every sandbox's server does the same way: it listens, reads requests and answers them, or goes wrong. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import type { FaultOf } from './faults.ts';
import type { Answer, ReceivedRequest } from './http-types.ts';
import { send } from './send.ts';

/** Higher than any service's own bound, so that it is the sandbox that refuses and not Node. */
const parserHeadBytes = 1_048_576;
const slowAnswerMs = 50;

export interface Reply {
  readonly answer: Answer;
  /** Those that every answer has. */
  readonly headers: Readonly<Record<string, string>>;
  readonly gzip: boolean;
}

/** One request, as far as its head tells. */
export interface Exchange {
  readonly fault: FaultOf<string> | null;
  answer(received: ReceivedRequest): Promise<Reply>;
}

export interface Service {
  readonly maxBodyBytes: number;
  /** Called as soon as the head of a request has come. */
  meet(request: IncomingMessage): Exchange;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** @param serviceAt is given the server's address, which is known once it listens. */
export async function listen(
  serviceAt: (origin: () => string) => Service,
  port: number,
): Promise<RunningServer> {
  let url = '';
  const waiting = new Set<NodeJS.Timeout>();
  const service = serviceAt(() => url);
  const server = createServer(
    { maxHeaderSize: parserHeadBytes, keepAliveTimeout: 30_000 },
    (request, response) => {
      respond(request, response, service, waiting).catch((error: unknown) => {
        // A mistake of the sandbox itself: said loudly, and never taken for an answer of the service.
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
        response.end(`The sandbox failed: ${error instanceof Error ? error.stack : String(error)}`);
      });
    },
  );
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  url = addressOf(server);
  return {
    url,
    async close() {
      for (const timer of waiting) clearTimeout(timer);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox has no port.');
  const host = isIPv6(address.address) ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  service: Service,
  waiting: Set<NodeJS.Timeout>,
): Promise<void> {
  const exchange = service.meet(request);
  const { fault } = exchange;
  if (fault?.kind === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  const received = await receive(request, service.maxBodyBytes);
  if (fault?.kind === 'silent') return;
  if (fault?.kind === 'slow') {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        waiting.delete(timer);
        resolve();
      }, fault.delayMs ?? slowAnswerMs);
      waiting.add(timer);
    });
  }
  const { answer, headers, gzip } = await exchange.answer(received);
  await send(response, answer, { acceptEncoding: gzip ? acceptedEncodings(request) : '', headers, fault });
}

export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

async function receive(request: IncomingMessage, maxBodyBytes: number): Promise<ReceivedRequest> {
  const url = request.url ?? '/';
  const at = url.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: pathOf(request),
    query: new URLSearchParams(at < 0 ? '' : url.slice(at + 1)),
    headers: request.headers,
    body: await readBody(request, maxBodyBytes),
  };
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes: Buffer = part;
    size += bytes.length;
    if (size > maxBytes) break;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function acceptedEncodings({ headers }: IncomingMessage): string {
  const accepted = headers['accept-encoding'];
  return Array.isArray(accepted) ? accepted.join(', ') : (accepted ?? '');
}
