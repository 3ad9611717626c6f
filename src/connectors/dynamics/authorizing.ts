/** Authorization code with PKCE. https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow */
import { FatalError } from '../../domain/errors.ts';
import { beforeConsent, codeGrant, consentAddress, withRefreshToken } from '../authorizing.ts';
import type { AuthorizationRequest, CodeExchange } from '../authorizing.ts';
import type { ConnectionSettings } from '../connector.ts';
import { askForToken, delegatedScope } from './auth.ts';
import { parseSettings } from './settings.ts';
import type { Tuning } from './tuning.ts';

export function authorizationUrl(request: AuthorizationRequest): string {
  const { serverUrl, auth } = beforeConsent(request.settings, parseSettings);
  return consentAddress(auth.tokenUrl.replace(/\/token$/, '/authorize'), auth.clientId, request, {
    response_mode: 'query',
    scope: delegatedScope(serverUrl),
    // Whoever has more than one account is asked which.
    prompt: 'select_account',
  });
}

export async function exchangeCode(
  exchange: CodeExchange,
  tuning: Tuning,
  signal?: AbortSignal,
): Promise<ConnectionSettings> {
  const { settings } = exchange;
  const before = beforeConsent(settings, parseSettings);
  const grant = { ...codeGrant(exchange), scope: delegatedScope(before.serverUrl) };
  const { refreshToken } = await askForToken(before, grant, 'exchange', tuning, signal ? { signal } : {});
  if (refreshToken === null) {
    throw new FatalError(
      'Entra ID let you in, but gives no refresh token. Allow the delegated permission offline_access in the app registration, and begin anew.',
      { code: 'login_refused' },
    );
  }
  return withRefreshToken(settings, refreshToken);
}

export const consentPlace =
  'Entra ID under "My Apps" (the app, "Manage your application", "Revoke consent"), or an Entra admin under "Enterprise applications"';

/**
 * Entra ID has no address by which an app gives back one consent: `revokeSignInSessions` of Microsoft Graph would end
 * whatever the person is signed in to. https://learn.microsoft.com/entra/identity-platform/refresh-tokens
 */
export const revoke = (): Promise<boolean> => Promise.resolve(false);
