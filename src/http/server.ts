/** The one HTTP server: whether the process lives and is ready, and what doors mount in it. */
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerOptions, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../domain/errors.ts';
import type { Log } from '../log.ts';
import { securityHeaders } from './security-headers.ts';

/** Against clients that send slowly or never end. */
const limits: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  /** How often the two above are looked after: Node's own half minute would let a slow client stay for that much longer. */
  connectionsCheckingInterval: 5_000,
  /** Of all headers of a request together; a token, a signature and a cookie have some hundred. */
  maxHeaderSize: 16_384,
  /** A request that says two things about its length, or its host, is refused. */
  insecureHTTPParser: false,
  requireHostHeader: true,
};
const maxHeaders = 100;
const maxConnections = 1_000;
const defaultCloseWithinMs = 5_000;
const checkWithinMs = 5_000;
/** Of the event loop, in which clients that keep connecting are still taken. */
const maxRounds = 20;

export interface Route {
  /** Exactly this path, or all below it where it ends with a slash. */
  readonly path: string;
  readonly listener: RequestListener;
}

export interface ReadyCheck {
  readonly name: string;
  /** There is work to be done without it: that it failed is told, and the process is ready all the same. */
  readonly isDispensable?: boolean;
  /** @throws where it cannot be used. */
  readonly check: () => Promise<unknown>;
}

export interface MetricsText {
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  /** Under which it is known outside; whoever ends TLS for it is told so by browsers. */
  readonly publicUrl?: string;
  readonly routes: readonly Route[];
  readonly checks: readonly ReadyCheck[];
  /** For Prometheus, at `/metrics`; nothing is there where it is left out. */
  readonly metrics?: MetricsText;
  readonly log: Log;
  /** What is in progress when it is closed gets this long. */
  readonly closeWithinMs?: number;
  /** As `limits`, where they differ. */
  readonly patience?: Partial<Patience>;
}

/** With clients that send slowly. Milliseconds. */
export interface Patience {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly connectionsCheckingInterval: number;
}

export interface HttpServer {
  /** As it can be called on this machine. */
  readonly url: string;
  /** What is mounted in it, as `Route.path`. */
  readonly paths: readonly string[];
  /** Takes no new requests, and ends when those in progress are answered. */
  close(): Promise<void>;
}

/** @throws UserError where the address cannot be listened on. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host, port, checks, metrics, log, closeWithinMs = defaultCloseWithinMs } = options;
  const routes: readonly Route[] = [
    { path: '/health', listener: getOnly((_, response) => answer(response, 200, { status: 'alive' })) },
    { path: '/ready', listener: getOnly((_, response) => void tellReady(checks, response, log)) },
    ...(metrics === undefined
      ? []
      : [
          {
            path: '/metrics',
            listener: getOnly((_, response) => void tellMetrics(metrics, response, log)),
          },
        ]),
    ...options.routes,
  ];
  const headers = Object.entries(securityHeaders(options.publicUrl ?? ''));
  const server = createServer({ ...limits, ...options.patience }, (request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    const route = routeOf(routes, request.url ?? '/');
    if (route === undefined) return answer(response, 404, { error: 'not_found' });
    try {
      route.listener(request, response);
    } catch (error) {
      log.error({ err: error }, `HTTP: ${route.path} failed`);
      if (response.headersSent) response.destroy();
      else answer(response, 500, { error: 'internal_error' });
    }
  });
  server.maxConnections = maxConnections;
  server.maxHeadersCount = maxHeaders;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, options) ?? error));
    server.listen({ host, port }, resolve);
  });
  const { port: actualPort } = server.address() as AddressInfo;
  return {
    paths: routes.map(({ path }) => path),
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    async close() {
      await takeConnected(server);
      await new Promise<void>((resolve) => {
        const late = setTimeout(() => server.closeAllConnections(), closeWithinMs);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        server.closeIdleConnections();
      });
    },
  };
}

/**
 * The system connects clients before this process hears of them, and resets those that it has not heard of when it stops
 * listening: a click would be lost that a refused connection would have sent to another instance.
 */
async function takeConnected(server: Server): Promise<void> {
  let isNew = false;
  const note = (): void => void (isNew = true);
  server.on('connection', note);
  for (let round = 0; round < maxRounds; round += 1) {
    isNew = false;
    // The first one ends the round that goes on already, the second one is after all that a whole round brings.
    await setImmediate();
    await setImmediate();
    if (!isNew) break;
  }
  server.off('connection', note);
}

function routeOf(routes: readonly Route[], url: string): Route | undefined {
  const [path = '/'] = url.split('?', 1);
  return routes.find(
    (route) => path === route.path || (route.path.endsWith('/') && path.startsWith(route.path)),
  );
}

function getOnly(listener: RequestListener): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET' || request.method === 'HEAD') listener(request, response);
    else answer(response, 405, { error: 'method_not_allowed' });
  };
}

/** What is wrong stands in the log; outside only which part it is. */
async function tellReady(checks: readonly ReadyCheck[], response: ServerResponse, log: Log): Promise<void> {
  const found = await Promise.all(
    checks.map(async ({ name, check, isDispensable = false }) => {
      try {
        await inTime(check());
        return { name, state: 'ok', isInTheWay: false } as const;
      } catch (error) {
        log.warn({ err: error }, `Not ready: ${name}`);
        return { name, state: 'failed', isInTheWay: !isDispensable } as const;
      }
    }),
  );
  const isReady = !found.some(({ isInTheWay }) => isInTheWay);
  const status = isReady ? 'ready' : 'not ready';
  answer(response, isReady ? 200 : 503, {
    status,
    checks: Object.fromEntries(found.map(({ name, state }) => [name, state])),
  });
}

async function tellMetrics(
  { contentType, text }: MetricsText,
  response: ServerResponse,
  log: Log,
): Promise<void> {
  try {
    const body = await text();
    response.writeHead(200, { 'content-type': contentType });
    response.end(body);
  } catch (error) {
    log.warn({ err: error }, 'Metrics could not be read');
    answer(response, 503, { error: 'unavailable' });
  }
}

async function inTime(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('There was no answer in time.')), checkWithinMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function listenError(error: Error, { host, port }: HttpServerOptions): UserError | null {
  const code = 'code' in error ? error.code : null;
  const told: Readonly<Record<string, string>> = {
    EADDRINUSE: `PORT: ${port} is in use. Stop what listens there, or set PORT to another one, for example: ${port + 1}`,
    EACCES: `PORT: ${port} may not be used by this account. Set PORT to one above 1023, for example: 3000`,
    EADDRNOTAVAIL: `HOST: ${host} is no address of this machine, for example: 127.0.0.1`,
    ENOTFOUND: `HOST: ${host} is not known, for example: 127.0.0.1`,
  };
  const message = typeof code === 'string' ? told[code] : undefined;
  return message === undefined ? null : new UserError(message, { code: 'invalid_config', cause: error });
}
