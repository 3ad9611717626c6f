/** What stands before several instances: gives each request to the next one of them that takes connections. */
import { createServer, request as send } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface LoadBalancer {
  readonly url: string;
  /** How many requests each port was given. */
  readonly served: ReadonlyMap<number, number>;
  close(): Promise<void>;
}

const keepAliveMs = 600_000;

/** One that takes no connection is passed over, as every balancer does; what was begun is not begun elsewhere. */
export async function startLoadBalancer(ports: readonly number[]): Promise<LoadBalancer> {
  const served = new Map<number, number>();
  let turn = 0;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    for (let tries = 0; tries < ports.length; tries += 1) {
      turn += 1;
      const port = ports[turn % ports.length] ?? 0;
      const answer = await forward(request, port, body);
      if (answer === null) continue;
      served.set(port, (served.get(port) ?? 0) + 1);
      const { statusCode = 502, headers } = answer;
      response.writeHead(statusCode, headers);
      answer.pipe(response);
      return;
    }
    response.writeHead(503).end();
  }

  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.writeHead(502).end());
  });
  // Longer than a test: whoever sends in the moment in which it closes what was idle would have to send again.
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    served,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** null where nobody listens. */
function forward(
  { method, url, headers }: IncomingMessage,
  port: number,
  body: Buffer,
): Promise<IncomingMessage | null> {
  return new Promise((resolve, reject) => {
    const sent = send({ host: '127.0.0.1', port, method, path: url, headers, agent: false }, resolve);
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') resolve(null);
      else reject(error);
    });
    sent.end(body);
  });
}
