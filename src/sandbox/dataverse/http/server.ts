import type { IncomingMessage } from 'node:http';
import type { Answer, ReceivedRequest } from '../../http/http-types.ts';
import { listen, pathOf } from '../../http/listen.ts';
import type { Exchange, RunningServer } from '../../http/listen.ts';
import type { Traffic } from '../../http/traffic.ts';
import type { AccessTokens } from '../auth/access-tokens.ts';
import { ApiError } from './api-error.ts';
import { errorAnswer } from './error-answer.ts';
import { answerOfFault } from './fault-answers.ts';
import type { Faults } from './faults.ts';
import { findRoute } from './router.ts';
import type { Route } from './router.ts';
import type { ServiceProtection } from './service-limits.ts';

/** The service's bound on an address; a query that is longer goes into a batch. */
const maxAddressChars = 32_768;
const maxBodyBytes = 134_217_728;

export interface ServerContext {
  readonly routes: readonly Route[];
  readonly origin: () => string;
  readonly isLogin: (path: string) => boolean;
  readonly answerLogin: (request: ReceivedRequest) => Answer;
  readonly tokens: AccessTokens;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly protection: ServiceProtection;
  readonly now: () => number;
  /** Whether answers are compressed for who takes that. */
  readonly gzip: boolean;
}

export async function startServer(
  context: (origin: () => string) => ServerContext,
  port: number,
): Promise<RunningServer> {
  return await listen((origin) => {
    const ready = context(origin);
    return { maxBodyBytes, meet: (request) => meet(request, ready) };
  }, port);
}

function meet(request: IncomingMessage, context: ServerContext): Exchange {
  const { traffic, protection, gzip } = context;
  const { url = '/', method = 'GET' } = request;
  const isLogin = context.isLogin(pathOf(request));
  if (isLogin) traffic.logins += method === 'POST' && pathOf(request).endsWith('/token') ? 1 : 0;
  else traffic.requests += 1;
  const fault = context.faults.take({ method, url, isLogin });
  const isAnswered = fault?.kind !== 'reset' && fault?.kind !== 'silent';
  const tooMany = isLogin || !isAnswered ? null : admit(protection);
  const answered = (act: () => Answer): Answer => {
    try {
      return act();
    } finally {
      if (isAnswered && !isLogin && tooMany === null) protection.end();
    }
  };
  return {
    fault,
    answer(received) {
      if (fault?.kind === 'expired session') context.tokens.expire(tokenOf(received));
      const answer = answered(() => {
        const refused = fault === null ? null : answerOfFault(fault);
        return refused ?? (isLogin ? context.answerLogin(received) : settle(received, context, tooMany));
      });
      traffic.note({ method, url, status: answer.status });
      const headers = {
        date: new Date(context.now()).toUTCString(),
        ...(isLogin
          ? { 'cache-control': 'no-store' }
          : {
              'odata-version': '4.0',
              'x-ms-ratelimit-burst-remaining-xrm-requests': String(protection.remaining),
            }),
      };
      return Promise.resolve({ answer, headers, gzip });
    },
  };
}

/** Counts a request from its head to its answer. @returns what it is refused with, or null. */
function admit(protection: ServiceProtection): ApiError | null {
  try {
    protection.begin();
    return null;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function settle(received: ReceivedRequest, context: ServerContext, tooMany: ApiError | null): Answer {
  if (!context.tokens.isOpen(tokenOf(received))) return unauthorized;
  if (tooMany !== null) return errorAnswer(tooMany);
  try {
    checkAddress(received);
    const { route, params, root } = findRoute(context.routes, received.method, received.path);
    return route.handler({ ...received, params, root: context.origin() + root });
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error);
    throw error;
  }
}

function checkAddress({ path, query }: ReceivedRequest): void {
  if (path.length + query.toString().length > maxAddressChars)
    throw new ApiError(414, '0x80060888', 'The request address is too long.');
}

/** Without a word: the reason stands in a header. */
const unauthorized: Answer = {
  status: 401,
  headers: {
    'www-authenticate':
      'Bearer error="invalid_token", error_description="The access token expired or is not valid"',
  },
};

function tokenOf({ headers }: ReceivedRequest): string {
  return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}
