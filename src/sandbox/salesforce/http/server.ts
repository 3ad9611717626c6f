import type { IncomingMessage } from 'node:http';
import type { Answer } from '../../http/http-types.ts';
import { jsonAnswer } from '../../http/http-types.ts';
import { listen, pathOf } from '../../http/listen.ts';
import type { Exchange, RunningServer, Service } from '../../http/listen.ts';
import type { Sessions } from '../auth/sessions.ts';
import { ApiError } from './api-error.ts';
import type { ApiLimit } from './api-limit.ts';
import { answerOfFault } from './fault-answers.ts';
import type { Faults } from './faults.ts';
import type { ApiRequest } from './http-types.ts';
import { findRoute } from './router.ts';
import type { Found, Route } from './router.ts';
import type { Traffic } from './traffic.ts';

/** Salesforce's bound on the address and all headers of a request. */
const maxHeadBytes = 16_384;
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

const loginPath = '/services/oauth2/token';
/** Where a person consents, and where an app gives a token back: neither counts as a login, nor needs a session. */
const consentPaths: ReadonlySet<string> = new Set(['/services/oauth2/authorize', '/services/oauth2/revoke']);

export async function startServer(
  context: (origin: () => string) => ServerContext,
  port: number,
): Promise<RunningServer> {
  return await listen((origin) => serviceOf(context(origin)), port);
}

function serviceOf(context: ServerContext): Service {
  return { maxBodyBytes, meet: (request) => meet(request, context) };
}

function meet(request: IncomingMessage, context: ServerContext): Exchange {
  const { traffic, apiLimit } = context;
  const { url = '/', method = 'GET' } = request;
  const path = pathOf(request);
  const isLogin = path === loginPath || consentPaths.has(path);
  if (path === loginPath) traffic.logins += 1;
  else if (!isLogin) {
    traffic.requests += 1;
    apiLimit.used += 1;
  }
  const found = isLogin ? null : lookUp(context.routes, method, path);
  const createsBulkJob =
    found !== null && !(found instanceof ApiError) && found.route.createsBulkJob === true;
  const fault = context.faults.take({ method, url, isLogin, createsBulkJob });
  return {
    fault,
    async answer(received) {
      const answer =
        (fault === null ? null : answerOfFault(fault)) ??
        (await settle(async () => {
          checkHead(request);
          const common = { ...received, fault };
          if (found === null)
            return await context.answerLogin({ ...common, params: [], root: '', version: '' });
          if (fault?.kind === 'expired session') context.sessions.expire(tokenOf(request));
          checkSession(request, path, context.sessions);
          if (apiLimit.isUsedUp) throw dailyLimit();
          if (found instanceof ApiError) throw found;
          const { route, params, root, version } = found;
          return await route.handler({ ...common, params, root, version });
        }));
      traffic.note({ method, url, status: answer.status });
      const headers = {
        date: new Date(context.now()).toUTCString(),
        ...(isLogin ? { 'cache-control': 'no-store' } : { 'sforce-limit-info': apiLimit.header }),
      };
      return { answer, headers, gzip: context.gzip };
    },
  };
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
