/** Authorization code with PKCE. https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow */
import { FatalError } from '../../domain/errors.ts';
import { beforeConsent, withRefreshToken } from '../authorizing.ts';
import type { AuthorizationRequest, CodeExchange } from '../authorizing.ts';
import type { ConnectionSettings } from '../connector.ts';
import { askForToken, delegatedScope } from './auth.ts';
import { parseSettings } from './settings.ts';
import type { Tuning } from './tuning.ts';

export function authorizationUrl({
  settings,
  redirectUri,
  state,
  codeChallenge,
}: AuthorizationRequest): string {
  const { serverUrl, auth } = beforeConsent(settings, parseSettings);
  const url = new URL(auth.tokenUrl.replace(/\/token$/, '/authorize'));
  url.search = new URLSearchParams({
    response_type: 'code',
    response_mode: 'query',
    client_id: auth.clientId,
    redirect_uri: redirectUri,
    scope: delegatedScope(serverUrl),
    state,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    // Whoever has more than one account is asked which.
    prompt: 'select_account',
  }).toString();
  return url.toString();
}

export async function exchangeCode(
  { settings, redirectUri, code, codeVerifier }: CodeExchange,
  tuning: Tuning,
  signal?: AbortSignal,
): Promise<ConnectionSettings> {
  const before = beforeConsent(settings, parseSettings);
  const grant = {
    grant_type: 'authorization_code',
    code,
    code_verifier: codeVerifier,
    redirect_uri: redirectUri,
    scope: delegatedScope(before.serverUrl),
  };
  const { refreshToken } = await askForToken(before, grant, 'exchange', tuning, signal ? { signal } : {});
  if (refreshToken === null) {
    throw new FatalError(
      'Entra ID let you in, but gives no refresh token. Allow the delegated permission offline_access in the app registration, and begin anew.',
      { code: 'login_refused' },
    );
  }
  return withRefreshToken(settings, refreshToken);
}
