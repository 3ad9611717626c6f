/** POST /services/oauth2/token: client credentials, JWT bearer, and what follows a person's consent. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { isVerifierOf } from '../../http/authorization-codes.ts';
import type { AuthorizationCodes } from '../../http/authorization-codes.ts';
import { jsonAnswer } from '../../http/http-types.ts';
import type { RefreshTokens } from '../../http/refresh-tokens.ts';
import type { Answer } from '../../http/http-types.ts';
import type { ApiRequest } from '../http/http-types.ts';
import type { ConnectedApp, WebApp } from './connected-app.ts';
import type { Sessions } from './sessions.ts';

export interface TokenContext {
  readonly app: ConnectedApp;
  readonly sessions: Sessions;
  readonly codes: AuthorizationCodes;
  readonly refreshTokens: RefreshTokens;
  readonly orgId: string;
  readonly userId: string;
  /** The address of this server: login and instance are one. */
  readonly origin: () => string;
  readonly now: () => number;
}

/** Salesforce's own hosts, for which an assertion may be made whatever the org's address. */
const sharedAudiences = ['https://login.salesforce.com', 'https://test.salesforce.com'];
/** How far ahead an assertion may end: three minutes, and as much for clocks that differ. */
const maxAssertionAheadS = 360;
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

class OAuthError extends Error {
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }
}

export async function answerToken(request: ApiRequest, context: TokenContext): Promise<Answer> {
  try {
    if (request.method !== 'POST') throw new OAuthError('invalid_request', 'must use HTTP POST');
    const given = await checkGrant(request, context);
    return jsonAnswer({ ...openSession(context, given.secret ?? context.app.clientSecret), ...given.answer });
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return jsonAnswer({ error: error.error, error_description: error.message }, 400);
  }
}

/** What belongs to the answer beside the session. */
interface Given {
  readonly answer?: { readonly scope: string; readonly refresh_token?: string };
  /** Of the app, by which the answer is signed. */
  readonly secret?: string;
}

async function checkGrant(request: ApiRequest, context: TokenContext): Promise<Given> {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const grant = form.get('grant_type');
  if (grant === 'client_credentials')
    checkClientCredentials(form, request.headers.authorization, context.app);
  else if (grant === jwtBearer) await checkAssertion(form.get('assertion') ?? '', context);
  else if (grant === 'authorization_code') return redeemCode(form, context);
  else if (grant === 'refresh_token') return refresh(form, context);
  else throw new OAuthError('unsupported_grant_type', 'grant type not supported');
  return {};
}

function redeemCode(form: URLSearchParams, { app: { web }, codes, refreshTokens }: TokenContext): Given {
  checkWebApp(form, web);
  const grant = codes.redeem(form.get('code') ?? '');
  if (grant === 'unknown') throw new OAuthError('invalid_grant', 'invalid authorization code');
  if (grant === 'expired' || grant === 'redeemed')
    throw new OAuthError('invalid_grant', 'expired authorization code');
  if (form.get('redirect_uri') !== grant.redirectUri)
    throw new OAuthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
  const verifier = form.get('code_verifier') ?? '';
  if (grant.codeChallenge !== null && !isVerifierOf(grant.codeChallenge, verifier))
    throw new OAuthError('invalid_grant', 'invalid code verifier');
  const scopes = grant.scope.split(' ');
  const refreshes = scopes.includes('refresh_token') || scopes.includes('offline_access');
  const { scope } = grant;
  const answer = refreshes ? { scope, refresh_token: refreshTokens.issue(web.clientId) } : { scope };
  return { answer, secret: web.clientSecret };
}

function refresh(form: URLSearchParams, { app: { web }, refreshTokens }: TokenContext): Given {
  checkWebApp(form, web);
  const token = form.get('refresh_token') ?? '';
  if (refreshTokens.ownerOf(token) !== web.clientId)
    throw new OAuthError('invalid_grant', 'expired access/refresh token');
  const answer = { scope: 'refresh_token id api' };
  if (!web.rotatesRefreshTokens) return { answer, secret: web.clientSecret };
  refreshTokens.revoke(token);
  return {
    answer: { ...answer, refresh_token: refreshTokens.issue(web.clientId) },
    secret: web.clientSecret,
  };
}

function checkWebApp(form: URLSearchParams, web: WebApp): void {
  if (form.get('client_id') !== web.clientId)
    throw new OAuthError('invalid_client_id', 'client identifier invalid');
  const secret = form.get('client_secret');
  if (secret === null && !web.requiresSecret) return;
  if (!isSame(secret ?? '', web.clientSecret))
    throw new OAuthError('invalid_client', 'invalid client credentials');
}

/** POST /services/oauth2/revoke */
export function answerRevoke(request: ApiRequest, { refreshTokens, sessions }: TokenContext): Answer {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const token = form.get('token') ?? request.query.get('token') ?? '';
  if (!refreshTokens.revoke(token) && !sessions.isOpen(token))
    return jsonAnswer(
      { error: 'unsupported_token_type', error_description: 'this token type is not supported' },
      400,
    );
  sessions.expire(token);
  return { status: 200 };
}

/** Id and secret come in the body or as Basic authentication. */
function checkClientCredentials(
  form: URLSearchParams,
  authorization: string | undefined,
  app: ConnectedApp,
): void {
  const basic = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  const [basicId, basicSecret] =
    basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':');
  const clientId = basicId ?? form.get('client_id') ?? '';
  const secret = basicSecret ?? form.get('client_secret') ?? '';
  if (clientId === app.jwtClientId)
    throw new OAuthError('invalid_grant', 'no client credentials user enabled');
  if (clientId !== app.clientId) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!isSame(secret, app.clientSecret)) throw new OAuthError('invalid_client', 'invalid client credentials');
}

function isSame(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

async function checkAssertion(assertion: string, context: TokenContext): Promise<void> {
  const { app } = context;
  let issuer: string | undefined;
  try {
    issuer = decodeJwt(assertion).iss;
  } catch (cause) {
    if (cause instanceof errors.JOSEError) throw new OAuthError('invalid_grant', 'invalid assertion');
    throw cause;
  }
  if (issuer !== app.jwtClientId) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  const nowMs = context.now();
  const { sub, exp = 0 } = await verified(assertion, context, nowMs);
  if (exp > nowMs / 1000 + maxAssertionAheadS)
    throw new OAuthError('invalid_grant', 'assertion expires too far in the future');
  if (sub !== app.username) throw new OAuthError('invalid_grant', "user hasn't approved this consumer");
}

async function verified(
  assertion: string,
  { app, origin }: TokenContext,
  nowMs: number,
): Promise<{ sub?: string | undefined; exp?: number | undefined }> {
  try {
    const { payload } = await jwtVerify(assertion, app.publicKey(), {
      algorithms: ['RS256'],
      audience: [origin(), ...sharedAudiences],
      requiredClaims: ['exp', 'sub', 'aud'],
      currentDate: new Date(nowMs),
    });
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JWTExpired)
      throw new OAuthError('invalid_grant', 'expired authorization code');
    if (cause instanceof errors.JWTClaimValidationFailed && cause.claim === 'aud')
      throw new OAuthError('invalid_grant', 'audience is invalid');
    if (cause instanceof errors.JOSEError) throw new OAuthError('invalid_grant', 'invalid assertion');
    throw cause;
  }
}

function openSession({ sessions, orgId, userId, origin, now }: TokenContext, secret: string): object {
  const id = `${origin()}/id/${orgId}/${userId}`;
  const issuedAt = String(now());
  return {
    access_token: sessions.open(),
    signature: createHmac('sha256', secret)
      .update(id + issuedAt)
      .digest('base64'),
    scope: 'api',
    instance_url: origin(),
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  };
}
