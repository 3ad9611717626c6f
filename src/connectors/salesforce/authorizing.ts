/** The web server flow with PKCE. https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm */
import { FatalError } from '../../domain/errors.ts';
import {
  authorizationCode,
  beforeConsent,
  codeGrant,
  consentAddress,
  withRefreshToken,
} from '../authorizing.ts';
import type { AuthorizationRequest, CodeExchange } from '../authorizing.ts';
import type { ConnectionSettings } from '../connector.ts';
import { appOf, askForToken } from './auth.ts';
import { parseSettings } from './settings.ts';
import type { Tuning } from './tuning.ts';

/** Data, who the user is, and to do both while nobody is there. */
const scope = 'api id refresh_token';

export function authorizationUrl(request: AuthorizationRequest): string {
  const { loginUrl, auth } = beforeConsent(request.settings, parseSettings);
  return consentAddress(`${loginUrl}/services/oauth2/authorize`, auth.clientId, request, { scope });
}

export async function exchangeCode(
  exchange: CodeExchange,
  tuning: Tuning,
  signal?: AbortSignal,
): Promise<ConnectionSettings> {
  const { settings } = exchange;
  const before = beforeConsent(settings, parseSettings);
  const { auth } = before;
  if (auth.grant !== authorizationCode) throw new TypeError(`Grant ${auth.grant} has no code.`);
  const grant = { ...codeGrant(exchange), ...appOf(auth) };
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
