import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Sessions } from '../auth/sessions.ts';
import { ApiError } from './api-error.ts';
import type { ApiLimit } from './api-limit.ts';
import { answerOfFault } from './fault-answers.ts';
import type { Faults } from './faults.ts';
import { jsonAnswer } from './http-types.ts';
import type { Answer, ApiRequest } from './http-types.ts';
import { findRoute } from './router.ts';
import type { Found, Route } from './router.ts';
import { send } from './send.ts';
import type { Traffic } from './traffic.ts';

/** Salesforce's bound on the address and all headers of a request. */
const maxHeadBytes = 16_384;
/** Higher than that, so that it is this code that refuses and not Node. */
const parserHeadBytes = 1_048_576;
/** Bulk uploads are the largest bodies: 150 MB. */
const maxBodyBytes = 157_286_400;

export interface ServerContext {
  /** Those that need a session. */
  readonly routes: readonly Route[];
  readonly answerLogin: (request: ApiRequest) => Promise<Answer>;
  readonly sessions: Sessions;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly apiLimit: ApiLimit;
  readonly now: () => number;
  /** Whether answers are compressed for who takes that. */
  readonly gzip: boolean;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

const loginPath = '/services/oauth2/token';

export async function startServer(
  context: (origin: () => string) => ServerContext,
  port: number,
): Promise<RunningServer> {
  let url = '';
  const waiting = new Set<NodeJS.Timeout>();
  const ready = context(() => url);
  const server = createServer(
    { maxHeaderSize: parserHeadBytes, keepAliveTimeout: 30_000 },
    (request, response) => {
      answer(request, response, ready, waiting).catch((error: unknown) => {
        // A mistake of the sandbox itself: said loudly, and never taken for an answer of Salesforce.
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

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: ServerContext,
  waiting: Set<NodeJS.Timeout>,
): Promise<void> {
  const { traffic, apiLimit, faults } = context;
  const url = request.url ?? '/';
  const method = request.method ?? 'GET';
  const path = url.split('?', 1)[0] ?? '/';
  const isLogin = path === loginPath;
  if (isLogin) traffic.logins += 1;
  else {
    traffic.requests += 1;
    apiLimit.used += 1;
  }
  const found = isLogin ? null : lookUp(context.routes, method, path);
  const createsBulkJob =
    found !== null && !(found instanceof ApiError) && found.route.createsBulkJob === true;
  const fault = faults.take({ method, url, isLogin, createsBulkJob });
  if (fault?.kind === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  const body = await readBody(request);
  if (fault?.kind === 'silent') return;
  if (fault?.kind === 'slow') {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        waiting.delete(timer);
        resolve();
      }, fault.delayMs ?? 50);
      waiting.add(timer);
    });
  }
  const result =
    (fault === null ? null : answerOfFault(fault)) ??
    (await settle(async () => {
      checkHead(request);
      const common = { method, path, query: queryOf(url), headers: request.headers, body, fault };
      if (found === null) return await context.answerLogin({ ...common, params: [], root: '', version: '' });
      if (fault?.kind === 'expired session') context.sessions.expire(tokenOf(request));
      checkSession(request, path, context.sessions);
      if (apiLimit.isUsedUp) throw dailyLimit();
      if (found instanceof ApiError) throw found;
      const { route, params, root, version } = found;
      return await route.handler({ ...common, params, root, version });
    }));
  traffic.note({ method, url, status: result.status });
  await send(response, result, {
    acceptEncoding: context.gzip ? acceptedEncodings(request) : '',
    fault,
    headers: {
      date: new Date(context.now()).toUTCString(),
      ...(isLogin ? { 'cache-control': 'no-store' } : { 'sforce-limit-info': apiLimit.header }),
    },
  });
}

function lookUp(routes: readonly Route[], method: string, path: string): Found | ApiError {
  try {
    return findRoute(routes, method, path);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

async function settle(act: () => Promise<Answer>): Promise<Answer> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    if (!(error instanceof ApiError)) throw error;
    const { errorCode, message, fields } = error;
    return jsonAnswer([{ message, errorCode, ...(fields === null ? {} : { fields }) }], error.status);
  }
}

/** An answer that is not in Salesforce's error format. */
class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

function acceptedEncodings({ headers }: IncomingMessage): string {
  const accepted = headers['accept-encoding'];
  return Array.isArray(accepted) ? accepted.join(', ') : (accepted ?? '');
}

function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes: Buffer = part;
    size += bytes.length;
    if (size > maxBodyBytes) break;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** The servlet container answers these itself, in HTML. */
function checkHead(request: IncomingMessage): void {
  const addressBytes = Buffer.byteLength(request.url ?? '');
  const headerBytes = request.rawHeaders.reduce((sum, text) => sum + Buffer.byteLength(text) + 2, 0);
  if (addressBytes > maxHeadBytes) throw new Refusal(htmlAnswer(414, 'URI Too Long'));
  if (addressBytes + headerBytes > maxHeadBytes)
    throw new Refusal(htmlAnswer(431, 'Request Header Fields Too Large'));
}

function htmlAnswer(status: number, reason: string): Answer {
  return {
    status,
    contentType: 'text/html;charset=iso-8859-1',
    body: `<h1>Bad Message ${status}</h1><pre>reason: ${reason}</pre>`,
  };
}

function tokenOf(request: IncomingMessage): string {
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

function checkSession(request: IncomingMessage, path: string, sessions: Sessions): void {
  if (sessions.isOpen(tokenOf(request))) return;
  // The addresses about the user say it with a bare word.
  if (path.startsWith('/services/oauth2/') || path.startsWith('/id/'))
    throw new Refusal({ status: 403, contentType: 'text/html;charset=UTF-8', body: 'Bad_OAuth_Token' });
  throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
}

function dailyLimit(): ApiError {
  return new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
}
