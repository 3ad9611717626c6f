/** GET and POST /services/oauth2/authorize: the web server flow, with a page on which a person consents. */
import { errorPage, redirectBack } from '../../http/consent-page.ts';
import type { ConsentRequest, Consents } from '../../http/consent-page.ts';
import type { AuthorizationCodes } from '../../http/authorization-codes.ts';
import type { Answer } from '../../http/http-types.ts';
import type { ApiRequest } from '../http/http-types.ts';
import type { WebApp } from './connected-app.ts';

export interface AuthorizeContext {
  readonly web: WebApp;
  readonly username: string;
  readonly codes: AuthorizationCodes;
  readonly consents: Consents;
}

/** How long a code is good. */
export const codeLifetimeMs = 15 * 60_000;

const scopeWords: Readonly<Record<string, string>> = {
  api: 'Manage user data via APIs',
  id: 'Access the identity URL service',
  openid: 'Access unique user identifiers',
  full: 'Full access',
  refresh_token: 'Perform requests at any time',
  offline_access: 'Perform requests at any time',
};

export function answerAuthorize(request: ApiRequest, context: AuthorizeContext): Answer {
  return request.method === 'POST' ? decide(request, context) : ask(request, context);
}

function ask({ query }: ApiRequest, { web, username, consents }: AuthorizeContext): Answer {
  // Of these two nobody tells the app: who asks may be somebody else.
  if (query.get('client_id') !== web.clientId)
    return refused('invalid_client_id', 'client identifier invalid');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!web.redirectUris.has(redirectUri))
    return refused('redirect_uri_mismatch', 'redirect_uri must match configuration');
  const state = query.get('state');
  const back = (error: string, description: string): Answer =>
    redirectBack({ redirectUri, state }, { error, error_description: description });
  if (query.get('response_type') !== 'code')
    return back('unsupported_response_type', 'response type not supported');
  const codeChallenge = query.get('code_challenge');
  if (codeChallenge === null) return back('invalid_request', 'missing required code challenge');
  const method = query.get('code_challenge_method') ?? 'S256';
  if (method !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge))
    return back('invalid_request', 'invalid code challenge');
  const scope = query.get('scope') ?? 'api id refresh_token';
  const scopes = scope.split(' ').filter((each) => each !== '');
  if (scopes.some((each) => !Object.hasOwn(scopeWords, each)))
    return back('invalid_scope', 'the requested scope is not allowed');
  return consents.ask(
    { redirectUri, state, codeChallenge, scope: scopes.join(' ') },
    {
      service: 'Salesforce',
      username,
      app: 'Crosswalk',
      asks: scopes.map((each) => scopeWords[each] ?? each),
      allow: 'Allow',
      deny: 'Deny',
    },
  );
}

function decide(request: ApiRequest, { web, codes, consents }: AuthorizeContext): Answer {
  const decided = consents.decided(request);
  if (decided === null) return refused('invalid_request', 'the page is no longer valid');
  const { request: asked, isAllowed } = decided;
  if (!isAllowed)
    return redirectBack(asked, {
      error: 'access_denied',
      error_description: 'end-user denied authorization',
    });
  return redirectBack(asked, { code: codes.issue({ clientId: web.clientId, ...grantOf(asked) }) });
}

function grantOf({ redirectUri, codeChallenge, scope }: ConsentRequest): Omit<ConsentRequest, 'state'> {
  return { redirectUri, codeChallenge, scope };
}

function refused(error: string, description: string): Answer {
  return errorPage('Salesforce', `error=${error}`, `error_description=${description}`);
}
