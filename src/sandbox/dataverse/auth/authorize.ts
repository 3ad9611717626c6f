/** GET and POST /{tenant}/oauth2/v2.0/authorize: a page on which a person consents, as Entra ID has it. */
import type { AuthorizationCodes } from '../../http/authorization-codes.ts';
import { errorPage, redirectBack } from '../../http/consent-page.ts';
import type { Consents } from '../../http/consent-page.ts';
import type { Answer, ReceivedRequest } from '../../http/http-types.ts';
import type { Credentials, WebPlatform } from './app-registration.ts';
import { describe, OAuthError } from './oauth-error.ts';

export interface AuthorizeContext {
  readonly app: Credentials;
  readonly web: WebPlatform;
  readonly username: string;
  readonly codes: AuthorizationCodes;
  readonly consents: Consents;
  readonly origin: () => string;
  readonly now: () => number;
}

/** How long a code is good. */
export const codeLifetimeMs = 10 * 60_000;

export function answerAuthorize(request: ReceivedRequest, context: AuthorizeContext): Answer {
  return request.method === 'POST' ? decide(request, context) : ask(request, context);
}

function ask({ query }: ReceivedRequest, context: AuthorizeContext): Answer {
  const { app, web, username, consents } = context;
  const clientId = query.get('client_id') ?? '';
  // Of these two nobody tells the app: who asks may be somebody else.
  if (clientId.toLowerCase() !== app.clientId)
    return page(700016, `Application with identifier '${clientId}' was not found in the directory.`);
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!web.redirectUris.has(redirectUri)) {
    const said = `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${app.clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`;
    return page(50011, said);
  }
  const state = query.get('state');
  const scope = query.get('scope') ?? '';
  const refused = problemOf(query) ?? problemOfScope(scope, context.origin());
  if (refused !== null) {
    const { description } = describe(refused, context.now());
    return redirectBack({ redirectUri, state }, { error: refused.error, error_description: description });
  }
  return consents.ask(
    { redirectUri, state, codeChallenge: query.get('code_challenge'), scope },
    {
      service: 'Microsoft',
      username,
      app: 'Crosswalk',
      asks: ['Access Dynamics 365 as you', 'Maintain access to data you have given it access to'],
      allow: 'Accept',
      deny: 'Cancel',
    },
  );
}

function problemOf(query: URLSearchParams): OAuthError | null {
  if (query.get('response_type') !== 'code') {
    const said = `The provided value for the input parameter 'response_type' is not allowed for this client. Expected value is 'code'.`;
    return new OAuthError(400, 'unsupported_response_type', 70005, said);
  }
  const challenge = query.get('code_challenge');
  if (challenge === null) return null;
  if (!/^[\w.~-]{43,128}$/.test(challenge)) {
    const said = 'Invalid size of Code_Challenge parameter.';
    return new OAuthError(400, 'invalid_request', 501491, said);
  }
  if (query.get('code_challenge_method') === 'S256') return null;
  const said = 'The code_challenge_method parameter has an invalid value.';
  return new OAuthError(400, 'invalid_request', 501492, said);
}

/** What a person is asked for: of one resource, and beside it what OpenID Connect has. */
export function problemOfScope(scope: string, origin: string): OAuthError | null {
  const beside = new Set(['openid', 'profile', 'email', 'offline_access']);
  const asked = scope.split(' ').filter((each) => each !== '' && !beside.has(each));
  if (scope.trim() === '') {
    const said = `The request body must contain the following parameter: 'scope'.`;
    return new OAuthError(400, 'invalid_request', 900144, said);
  }
  const isKnown = (each: string): boolean =>
    each === `${origin}/user_impersonation` || each.replace(/\/+\.default$/, '') === origin;
  const wrong = asked.find((each) => !isKnown(each));
  if (wrong === undefined) return null;
  if (wrong.startsWith('http') && !wrong.startsWith(`${origin}/`)) {
    const resource = wrong.replace(/\/[^/]*$/, '');
    const said = `The resource principal named ${resource} was not found in the tenant.`;
    return new OAuthError(400, 'invalid_resource', 500011, said);
  }
  const said = `The application '${wrong}' asked for scope '${wrong}' that doesn't exist.`;
  return new OAuthError(400, 'invalid_scope', 650053, said);
}

function decide(request: ReceivedRequest, { app, codes, consents, now }: AuthorizeContext): Answer {
  const decided = consents.decided(request);
  if (decided === null)
    return page(165000, 'The page is no longer valid. Go back to the app, and begin anew.');
  const { request: asked, isAllowed } = decided;
  if (isAllowed) {
    const { redirectUri, codeChallenge, scope } = asked;
    return redirectBack(asked, {
      code: codes.issue({ clientId: app.clientId, redirectUri, codeChallenge, scope }),
    });
  }
  const refused = new OAuthError(400, 'access_denied', 65004, 'User declined to consent to access the app.');
  return redirectBack(asked, {
    error: 'access_denied',
    error_subcode: 'cancel',
    error_description: describe(refused, now()).description,
  });
}

function page(number: number, description: string): Answer {
  return errorPage('Microsoft', `AADSTS${number}`, description, 200);
}
