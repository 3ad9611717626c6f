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
import { fetchAnswer, isSuccess, refusedAnswer } from '../http/fetch-answer.ts';
import { retrying } from '../http/retry.ts';
import { appOf, askForToken } from './auth.ts';
import { errorOfLogin } from './errors.ts';
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

export const consentPlace =
  'Salesforce under "OAuth Connected Apps" of the user’s own settings, or in Setup under "Connected Apps OAuth Usage"';

/** A token that is good no longer needs no taking back. https://help.salesforce.com/s/articleView?id=sf.remoteaccess_revoke_token.htm */
const goneAlready = /unsupported_token_type|invalid_token/;

/** With the refresh token go the sessions that were begun with it. */
export async function revoke(
  settings: ConnectionSettings,
  tuning: Tuning,
  signal: AbortSignal,
): Promise<boolean> {
  const { loginUrl, auth } = parseSettings(settings);
  if (auth.grant !== authorizationCode) return false;
  const body = new URLSearchParams({ token: auth.refreshToken }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const url = `${loginUrl}/services/oauth2/revoke`;
  return await retrying(
    async () => {
      const answer = await fetchAnswer({ method: 'POST', url, headers, body, signal }, tuning);
      if (isSuccess(answer.status)) {
        await answer.text();
        return true;
      }
      const refused = await refusedAnswer(answer, tuning);
      if (!goneAlready.test(refused.body)) throw errorOfLogin(refused, loginUrl);
      return true;
    },
    tuning,
    { signal },
  );
}
