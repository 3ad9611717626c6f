import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { PageFile } from '../options.ts';
import { isFromHere } from './guard.ts';
import { BodyTooLarge, send, sendJson } from './reply.ts';
import { findRoute } from './router.ts';
import type { Route } from './router.ts';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly page: (path: string) => PageFile | null;
  /** Takes a socket over. */
  readonly upgrade: (ticket: string, request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

const linkPath = '/link/';

/** @throws Error where the port is in use. */
export async function startServer(routes: readonly Route[], options: ServerOptions): Promise<RunningServer> {
  let port = 0;
  const server = createServer((request, response) => {
    answer(routes, options, port, request, response).catch((error: unknown) => {
      // A mistake of the playground itself: said loudly, and never taken for an answer of Slack.
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`The playground failed: ${error instanceof Error ? error.stack : String(error)}`);
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!isFromHere(request, port) || url.pathname !== linkPath) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    options.upgrade(url.searchParams.get('ticket') ?? '', request, socket, head);
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  port = portOf(server);
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

async function answer(
  routes: readonly Route[],
  { page }: ServerOptions,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isFromHere(request, port)) {
    send(response, 403, 'text/plain', 'This is meant for this machine only.');
    return;
  }
  const hit = findRoute(routes, request);
  if (hit !== null) {
    try {
      await hit.route.handle(request, response, hit.found);
    } catch (error) {
      if (!(error instanceof BodyTooLarge)) throw error;
      send(response, 413, 'text/plain', error.message, { connection: 'close' });
    }
    return;
  }
  const [path = '/'] = (request.url ?? '/').split('?', 1);
  const file = request.method === 'GET' ? page(path) : null;
  if (file === null) {
    sendJson(response, 404, { error: 'not_found', message: `There is nothing at ${path}.` });
    return;
  }
  send(response, 200, file.contentType, file.body);
}
