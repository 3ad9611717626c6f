import type { IncomingHttpHeaders } from 'node:http';
import type { TokenOwner } from '../oauth/tokens.ts';
import type { Platform, Slack } from '../slack.ts';
import { ApiError } from './api-error.ts';
import type { Answer, Method, RawArgs } from './method.ts';
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
export async function answerCall(platform: Platform, limits: RateLimits, call: ApiCall): Promise<ApiAnswer> {
  let args: RawArgs = {};
  try {
    args = readArgs(call.query, call.headers, call.body);
    const method = methods[call.name];
    if (method === undefined) throw new ApiError('unknown_method', [], { req_method: call.name });
    const door = doorOf(platform, method, call.headers, args);
    const { perMinute, burst } = method;
    const rateKey = `${door.teamId} ${call.name} ${method.rateKey(args)}`;
    const retryAfter = limits.take(rateKey, perMinute, burst);
    if (retryAfter !== null) return rateLimited(retryAfter, args);
    const answer = await door.run();
    return { status: 200, headers: door.headers, body: { ok: true, ...answer }, args };
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

/** What a call that may be made does, and whose calls it counts among. */
interface Door {
  /** Empty where the call is of no workspace. */
  readonly teamId: string;
  readonly headers: Readonly<Record<string, string>>;
  run(): Answer | Promise<Answer>;
}

/** @throws ApiError where the token or its scopes do not let the caller in. */
function doorOf(platform: Platform, method: Method, headers: IncomingHttpHeaders, args: RawArgs): Door {
  if (method.token === 'none') {
    const named = { ...basicCredentials(headers), ...args };
    return { teamId: '', headers: {}, run: () => method.run(platform, named) };
  }
  const token = tokenOf(headers, args);
  const isOfApp = token === platform.secrets.appToken;
  if (method.token === 'app') {
    if (!isOfApp) throw new ApiError(refusalOf(platform, token) ?? 'not_allowed_token_type');
    return { teamId: '', headers: {}, run: () => method.run(platform, args) };
  }
  if (isOfApp) throw new ApiError('not_allowed_token_type');
  const caller = callerOf(platform, token);
  if ('error' in caller) throw new ApiError(caller.error);
  const { owner, slack } = caller;
  if (owner.kind === 'user' && method.token !== 'any') throw new ApiError('not_allowed_token_type');
  const provided = owner.kind === 'bot' ? slack.workspace.scopes : owner.scopes;
  checkScopes(method, provided);
  return {
    teamId: owner.teamId,
    headers: scopeHeaders(method, provided),
    run: () => method.run(slack, args, owner),
  };
}

function tokenOf(headers: IncomingHttpHeaders, args: RawArgs): string {
  const token = bearerOf(headers) ?? args['token'];
  if (typeof token !== 'string' || token === '') throw new ApiError('not_authed');
  return token;
}

export function bearerOf({ authorization = '' }: IncomingHttpHeaders): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
}

/** Who calls with a token of a bot or a person, and the workspace it is of. */
export function callerOf(
  { tokens, workspaces }: Platform,
  token: string,
): { readonly owner: TokenOwner; readonly slack: Slack } | { readonly error: string } {
  const owner = tokens.ownerOf(token);
  if ('error' in owner) return owner;
  const slack = workspaces.get(owner.teamId);
  return slack === undefined ? { error: 'invalid_auth' } : { owner, slack };
}

function refusalOf(platform: Platform, token: string): string | null {
  const caller = callerOf(platform, token);
  return 'error' in caller ? caller.error : null;
}

/** HTTP's own way to say who an app is (RFC 7617). */
function basicCredentials({ authorization = '' }: IncomingHttpHeaders): RawArgs {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return {};
  const [id, ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { client_id: id, client_secret: secret.join(':') };
}

function checkScopes({ scopes }: Method, provided: readonly string[]): void {
  if (scopes.length === 0 || scopes.some((scope) => provided.includes(scope))) return;
  throw new ApiError('missing_scope', [], { needed: scopes.join(','), provided: provided.join(',') });
}

function scopeHeaders({ scopes }: Method, provided: readonly string[]): Record<string, string> {
  return {
    'x-oauth-scopes': provided.join(','),
    ...(scopes.length === 0 ? {} : { 'x-accepted-oauth-scopes': scopes.join(',') }),
  };
}
