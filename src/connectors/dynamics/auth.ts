import { FatalError } from '../../domain/errors.ts';
import type { CrmSession, LogInOptions } from '../connector.ts';
import { fetchAnswer, isSuccess, refusedAnswer } from '../http/fetch-answer.ts';
import { unreadableAnswer } from '../http/network-errors.ts';
import { retrying } from '../http/retry.ts';
import { weekdayNumbers } from '../week-start.ts';
import { errorOfLogin } from './errors.ts';
import type { DynamicsSettings } from './settings.ts';
import type { Tuning } from './tuning.ts';

/**
 * Client credentials at Entra ID. docs/decisions/dynamics-libraries.md says why not by msal-node.
 *
 * @throws UserError where Entra ID refuses the credentials (they are never in its text), RetryableError.
 */
export async function logIn(
  settings: DynamicsSettings,
  tuning: Tuning,
  options: LogInOptions = {},
): Promise<CrmSession> {
  const { serverUrl, auth } = settings;
  return await retrying(
    async () => {
      const askedAtMs = tuning.now();
      const answer = await fetchAnswer(
        {
          method: 'POST',
          url: auth.tokenUrl,
          headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
          body: new URLSearchParams({
            grant_type: 'client_credentials',
            client_id: auth.clientId,
            client_secret: auth.clientSecret,
            scope: `${serverUrl}/.default`,
          }).toString(),
          signal: options.signal,
        },
        tuning,
      );
      if (!isSuccess(answer.status)) throw errorOfLogin(await refusedAnswer(answer, tuning), auth.tokenUrl);
      return readSession(await answer.text(), settings, askedAtMs);
    },
    tuning,
    options,
  );
}

function readSession(
  body: string,
  { serverUrl, apiVersion, weekStart, auth }: DynamicsSettings,
  askedAtMs: number,
): CrmSession {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch (cause) {
    throw unreadableAnswer(auth.tokenUrl, cause);
  }
  if (
    typeof answer !== 'object' ||
    answer === null ||
    !('access_token' in answer && typeof answer.access_token === 'string')
  ) {
    throw new FatalError(
      `${auth.tokenUrl} answered the login without a token. Check that it is the token address of Entra ID.`,
      { code: 'login_refused' },
    );
  }
  const lifetimeS = 'expires_in' in answer ? Number(answer.expires_in) : Number.NaN;
  return {
    accessToken: answer.access_token,
    instanceUrl: serverUrl,
    expiresAtMs: Number.isFinite(lifetimeS) ? askedAtMs + lifetimeS * 1_000 : null,
    apiVersion,
    ...(weekStart === undefined ? {} : { firstWeekday: weekdayNumbers[weekStart] }),
  };
}
