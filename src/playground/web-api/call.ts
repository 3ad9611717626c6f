import type { IncomingHttpHeaders } from 'node:http';
import type { Slack } from '../slack.ts';
import { ApiError } from './api-error.ts';
import type { Method, RawArgs } from './method.ts';
import type { RateLimits } from './rate-limits.ts';
import { readArgs } from './read-args.ts';
import { methods } from './registry.ts';

export interface ApiCall {
  readonly name: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly args: RawArgs;
}

/** Answers a call as Slack does: 200 whatever happens, but for 429. */
export async function answerCall(slack: Slack, limits: RateLimits, call: ApiCall): Promise<ApiAnswer> {
  let args: RawArgs = {};
  try {
    args = readArgs(call.query, call.headers, call.body);
    const method = methods[call.name];
    if (method === undefined) throw new ApiError('unknown_method', [], { req_method: call.name });
    checkToken(slack, method, call.headers, args);
    checkScopes(slack, method);
    const { perMinute, burst } = method;
    const retryAfter = limits.take(`${call.name} ${method.rateKey(args)}`, perMinute, burst);
    if (retryAfter !== null) return rateLimited(retryAfter, args);
    const answer = await method.run(slack, args);
    return { status: 200, headers: scopeHeaders(slack, method), body: { ok: true, ...answer }, args };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: 200, headers: {}, body: errorBody(error), args };
  }
}

export function rateLimited(retryAfter: number, args: RawArgs): ApiAnswer {
  return {
    status: 429,
    headers: { 'retry-after': String(retryAfter) },
    body: { ok: false, error: 'ratelimited' },
    args,
  };
}

function errorBody({ code, details, more }: ApiError): Readonly<Record<string, unknown>> {
  const isAboutBlocks = code === 'invalid_blocks' || code === 'invalid_attachments';
  return {
    ok: false,
    error: code,
    ...more,
    ...(isAboutBlocks ? { errors: details } : {}),
    ...(details.length === 0
      ? {}
      : { response_metadata: { messages: details.map((detail) => `[ERROR] ${detail}`) } }),
  };
}

function checkToken(slack: Slack, method: Method, headers: IncomingHttpHeaders, args: RawArgs): void {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const token = bearer ?? args['token'];
  if (token === undefined || token === '') throw new ApiError('not_authed');
  const { botToken, appToken } = slack.secrets;
  if (token !== botToken && token !== appToken) throw new ApiError('invalid_auth');
  const isRightKind = token === (method.token === 'bot' ? botToken : appToken);
  if (!isRightKind) throw new ApiError('not_allowed_token_type');
}

function checkScopes({ workspace }: Slack, { scopes, token }: Method): void {
  const { scopes: provided } = workspace.app;
  const isAllowed =
    token === 'app' || scopes.length === 0 || scopes.some((scope) => provided.includes(scope));
  if (isAllowed) return;
  throw new ApiError('missing_scope', [], { needed: scopes.join(','), provided: provided.join(',') });
}

function scopeHeaders({ workspace }: Slack, { scopes }: Method): Record<string, string> {
  return {
    'x-oauth-scopes': workspace.app.scopes.join(','),
    ...(scopes.length === 0 ? {} : { 'x-accepted-oauth-scopes': scopes.join(',') }),
  };
}
