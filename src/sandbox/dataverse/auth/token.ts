/** POST /{tenant}/oauth2/v2.0/token: client credentials, and what follows a person's consent, as Entra ID has them. */
import { timingSafeEqual } from 'node:crypto';
import { isVerifierOf } from '../../http/authorization-codes.ts';
import { jsonAnswer } from '../../http/http-types.ts';
import type { Answer, ReceivedRequest } from '../../http/http-types.ts';
import type { RefreshTokens } from '../../http/refresh-tokens.ts';
import type { AccessTokens } from './access-tokens.ts';
import { answerAuthorize, problemOfScope } from './authorize.ts';
import type { AuthorizeContext } from './authorize.ts';
import { instanceDiscovery, openIdConfiguration } from './authority.ts';
import { OAuthError, refusal } from './oauth-error.ts';

export interface LoginContext extends AuthorizeContext {
  readonly tokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly lifetimeS: number;
}

const discoveryPath = '/common/discovery/instance';
const loginAddress =
  /^\/([^/]+)\/(oauth2\/v2\.0\/(?:token|authorize)|v2\.0\/\.well-known\/openid-configuration)$/;

export function isLogin(path: string): boolean {
  return path === discoveryPath || loginAddress.test(path);
}

export function answerLogin(request: ReceivedRequest, context: LoginContext): Answer {
  const { app, origin } = context;
  if (request.path === discoveryPath) return instanceDiscovery(origin(), app.tenantId);
  const [, tenant = '', address] = loginAddress.exec(request.path) ?? [];
  try {
    if (tenant.toLowerCase() !== app.tenantId) throw noSuchTenant(tenant);
    if (address === 'oauth2/v2.0/authorize') return answerAuthorize(request, context);
    if (address !== 'oauth2/v2.0/token') return openIdConfiguration(origin(), app.tenantId);
    return jsonAnswer({
      token_type: 'Bearer',
      ...checkGrant(request, context),
      expires_in: context.lifetimeS,
      ext_expires_in: context.lifetimeS,
      access_token: context.tokens.open(),
    });
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return refusal(error, context.now());
  }
}

function noSuchTenant(tenant: string): OAuthError {
  return new OAuthError(
    400,
    'invalid_request',
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
  );
}

/** @returns what belongs to the answer beside the access token. */
function checkGrant(request: ReceivedRequest, context: LoginContext): object {
  const { app, origin } = context;
  if (request.method !== 'POST')
    throw new OAuthError(400, 'invalid_request', 900561, 'The endpoint only accepts POST requests.');
  const form = new URLSearchParams(request.body.toString('utf8'));
  const required = (name: string): string => {
    const value = form.get(name) ?? '';
    if (value !== '') return value;
    const said = `The request body must contain the following parameter: '${name}'.`;
    throw new OAuthError(400, 'invalid_request', 900144, said);
  };
  const grant = required('grant_type');
  if (!['client_credentials', 'authorization_code', 'refresh_token'].includes(grant)) {
    const said = `The app requested an unsupported grant type '${grant}'.`;
    throw new OAuthError(400, 'unsupported_grant_type', 70003, said);
  }
  const clientId = required('client_id');
  if (clientId.toLowerCase() !== app.clientId) {
    const said = `Application with identifier '${clientId}' was not found in the directory '${app.tenantId}'.`;
    throw new OAuthError(400, 'unauthorized_client', 700016, said);
  }
  if (grant !== 'client_credentials' && !form.has('client_secret')) {
    const said = `The request body must contain the following parameter: 'client_assertion' or 'client_secret'.`;
    throw new OAuthError(401, 'invalid_client', 7000218, said);
  }
  if (!isSame(required('client_secret'), app.clientSecret)) {
    const said = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.clientId}'.`;
    throw new OAuthError(401, 'invalid_client', 7000215, said);
  }
  if (grant === 'authorization_code') return redeemCode(required, context);
  if (grant === 'refresh_token') return refresh(required, context);
  checkScope(required('scope'), origin());
  return {};
}

type Required = (name: string) => string;

function redeemCode(required: Required, { codes, app, refreshTokens }: LoginContext): object {
  const grant = codes.redeem(required('code'));
  if (grant === 'unknown') throw invalidGrant(9002313, 'Invalid request. Request is malformed or invalid.');
  if (grant === 'expired')
    throw invalidGrant(
      70008,
      'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    );
  if (grant === 'redeemed')
    throw invalidGrant(
      54005,
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    );
  const redirectUri = required('redirect_uri');
  if (redirectUri !== grant.redirectUri) {
    const said = `The reply address '${redirectUri}' does not match the reply address '${grant.redirectUri}' provided when requesting Authorization code.`;
    throw invalidGrant(500112, said);
  }
  if (grant.codeChallenge !== null && !isVerifierOf(grant.codeChallenge, required('code_verifier'))) {
    const said = 'The Code_Verifier does not match the code_challenge supplied in the authorization request.';
    throw invalidGrant(501481, said);
  }
  const refreshes = grant.scope.split(' ').includes('offline_access');
  return {
    scope: grant.scope,
    ...(refreshes ? { refresh_token: refreshTokens.issue(app.clientId) } : {}),
  };
}

/** Each answer brings another refresh token; the one before stays good, as Entra's do for a while. */
function refresh(required: Required, { app, origin, refreshTokens }: LoginContext): object {
  if (refreshTokens.ownerOf(required('refresh_token')) !== app.clientId)
    throw invalidGrant(
      50173,
      'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
    );
  const scope = required('scope');
  const refused = problemOfScope(scope, origin());
  if (refused !== null) throw refused;
  return { scope, refresh_token: refreshTokens.issue(app.clientId) };
}

function invalidGrant(number: number, description: string): OAuthError {
  return new OAuthError(400, 'invalid_grant', number, description);
}

/** The resource's address and `/.default`: an app has no other scopes of its own. */
function checkScope(scope: string, origin: string): void {
  const resource = /^(.*?)\/*\/\.default$/.exec(scope)?.[1];
  if (resource === undefined) {
    const said = `The provided request must include a 'scope' input parameter that ends with '/.default'. The scope '${scope}' is not valid.`;
    throw new OAuthError(400, 'invalid_scope', 1002012, said);
  }
  if (resource !== origin) {
    const said = `The resource principal named ${resource} was not found in the tenant.`;
    throw new OAuthError(400, 'invalid_resource', 500011, said);
  }
}

function isSame(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
