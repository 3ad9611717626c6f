/** The web server flow with PKCE. https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm */
import { FatalError } from '../../domain/errors.ts';
import { authorizationCode, beforeConsent, withRefreshToken } from '../authorizing.ts';
import type { AuthorizationRequest, CodeExchange } from '../authorizing.ts';
import type { ConnectionSettings } from '../connector.ts';
import { appOf, askForToken } from './auth.ts';
import { parseSettings } from './settings.ts';
import type { Tuning } from './tuning.ts';

/** Data, who the user is, and to do both while nobody is there. */
const scope = 'api id refresh_token';

export function authorizationUrl({
  settings,
  redirectUri,
  state,
  codeChallenge,
}: AuthorizationRequest): string {
  const { loginUrl, auth } = beforeConsent(settings, parseSettings);
  const url = new URL(`${loginUrl}/services/oauth2/authorize`);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: auth.clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  }).toString();
  return url.toString();
}

export async function exchangeCode(
  { settings, redirectUri, code, codeVerifier }: CodeExchange,
  tuning: Tuning,
  signal?: AbortSignal,
): Promise<ConnectionSettings> {
  const before = beforeConsent(settings, parseSettings);
  const { auth } = before;
  if (auth.grant !== authorizationCode) throw new TypeError(`Grant ${auth.grant} has no code.`);
  const grant = {
    grant_type: 'authorization_code',
    code,
    code_verifier: codeVerifier,
    redirect_uri: redirectUri,
    ...appOf(auth),
  };
  const { refreshToken } = await askForToken(
    before,
    () => grant,
    'exchange',
    tuning,
    signal ? { signal } : {},
  );
  if (refreshToken === null) {
    throw new FatalError(
      'Salesforce let you in, but gives no refresh token. Add the scope "Perform requests at any time (refresh_token)" to the connected app, and begin anew.',
      { code: 'login_refused' },
    );
  }
  return withRefreshToken(settings, refreshToken);
}
