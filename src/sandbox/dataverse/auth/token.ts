/** POST /{tenant}/oauth2/v2.0/token: client credentials, as Entra ID takes and refuses them. */
import { randomUUID, timingSafeEqual } from 'node:crypto';
import { jsonAnswer } from '../../http/http-types.ts';
import type { Answer, ReceivedRequest } from '../../http/http-types.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Credentials } from './app-registration.ts';
import { instanceDiscovery, openIdConfiguration } from './authority.ts';

export interface LoginContext {
  readonly app: Credentials;
  readonly tokens: AccessTokens;
  readonly lifetimeS: number;
  /** The address of this server: authority and organization are one. */
  readonly origin: () => string;
  readonly now: () => number;
}

class OAuthError extends Error {
  readonly status: number;
  readonly error: string;
  readonly number: number;

  constructor(status: number, error: string, number: number, description: string) {
    super(`AADSTS${number}: ${description}`);
    this.status = status;
    this.error = error;
    this.number = number;
  }
}

const discoveryPath = '/common/discovery/instance';
const loginAddress = /^\/([^/]+)\/(oauth2\/v2\.0\/token|v2\.0\/\.well-known\/openid-configuration)$/;

export function isLogin(path: string): boolean {
  return path === discoveryPath || loginAddress.test(path);
}

export function answerLogin(request: ReceivedRequest, context: LoginContext): Answer {
  const { app, origin } = context;
  if (request.path === discoveryPath) return instanceDiscovery(origin(), app.tenantId);
  const [, tenant = '', address] = loginAddress.exec(request.path) ?? [];
  try {
    if (tenant.toLowerCase() !== app.tenantId) throw noSuchTenant(tenant);
    if (address !== 'oauth2/v2.0/token') return openIdConfiguration(origin(), app.tenantId);
    checkGrant(request, context);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return refusal(error, context.now());
  }
  return jsonAnswer({
    token_type: 'Bearer',
    expires_in: context.lifetimeS,
    ext_expires_in: context.lifetimeS,
    access_token: context.tokens.open(),
  });
}

function noSuchTenant(tenant: string): OAuthError {
  return new OAuthError(
    400,
    'invalid_request',
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
  );
}

function checkGrant(request: ReceivedRequest, { app, origin }: LoginContext): void {
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
  if (grant !== 'client_credentials') {
    const said = `The app requested an unsupported grant type '${grant}'.`;
    throw new OAuthError(400, 'unsupported_grant_type', 70003, said);
  }
  const clientId = required('client_id');
  if (clientId.toLowerCase() !== app.clientId) {
    const said = `Application with identifier '${clientId}' was not found in the directory '${app.tenantId}'.`;
    throw new OAuthError(400, 'unauthorized_client', 700016, said);
  }
  if (!isSame(required('client_secret'), app.clientSecret)) {
    const said = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.clientId}'.`;
    throw new OAuthError(401, 'invalid_client', 7000215, said);
  }
  checkScope(required('scope'), origin());
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

function refusal({ status, error, number, message }: OAuthError, nowMs: number): Answer {
  const trace = randomUUID();
  const timestamp = new Date(nowMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z/, 'Z');
  return jsonAnswer(
    {
      error,
      error_description: `${message} Trace ID: ${trace} Correlation ID: ${trace} Timestamp: ${timestamp}`,
      error_codes: [number],
      timestamp,
      trace_id: trace,
      correlation_id: trace,
      error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    },
    status,
  );
}
