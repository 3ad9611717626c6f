import { FatalError } from '../../domain/errors.ts';
import { authorizationCode } from '../authorizing.ts';
import type { CrmSession, LogInOptions } from '../connector.ts';
import { fetchAnswer, isSuccess, refusedAnswer } from '../http/fetch-answer.ts';
import { unreadableAnswer } from '../http/network-errors.ts';
import { retrying } from '../http/retry.ts';
import { refreshTokenIn } from '../http/service-words.ts';
import type { LoginStep } from '../http/service-words.ts';
import { weekdayNumbers } from '../week-start.ts';
import { errorOfLogin } from './errors.ts';
import type { DynamicsSettings } from './settings.ts';
import type { Tuning } from './tuning.ts';

/**
 * Client credentials and refresh tokens at Entra ID. docs/decisions/dynamics-libraries.md says why not by msal-node.
 *
 * @throws UserError where Entra ID refuses the credentials (they are never in its text), RetryableError.
 */
export async function logIn(
  settings: DynamicsSettings,
  tuning: Tuning,
  options: LogInOptions = {},
): Promise<CrmSession> {
  const { auth } = settings;
  const step = auth.grant === authorizationCode ? 'refresh' : 'login';
  const { session, refreshToken } = await askForToken(settings, grantOf(settings), step, tuning, options);
  if (auth.grant === authorizationCode && refreshToken !== null && refreshToken !== auth.refreshToken)
    await options.onNewRefreshToken?.(refreshToken);
  return session;
}

export async function askForToken(
  settings: DynamicsSettings,
  grant: Record<string, string>,
  step: LoginStep,
  tuning: Tuning,
  options: Pick<LogInOptions, 'signal' | 'onRetry'>,
): Promise<{ readonly session: CrmSession; readonly refreshToken: string | null }> {
  const { auth } = settings;
  return await retrying(
    async () => {
      const askedAtMs = tuning.now();
      const answer = await fetchAnswer(
        {
          method: 'POST',
          url: auth.tokenUrl,
          headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
          body: new URLSearchParams({
            ...grant,
            client_id: auth.clientId,
            client_secret: auth.clientSecret,
          }).toString(),
          signal: options.signal,
        },
        tuning,
      );
      if (!isSuccess(answer.status))
        throw errorOfLogin(await refusedAnswer(answer, tuning), auth.tokenUrl, step);
      const body = await answer.text();
      return { session: readSession(body, settings, askedAtMs), refreshToken: refreshTokenIn(body) };
    },
    tuning,
    options,
  );
}

function grantOf({ serverUrl, auth }: DynamicsSettings): Record<string, string> {
  if (auth.grant === authorizationCode) {
    const scope = delegatedScope(serverUrl);
    return { grant_type: 'refresh_token', refresh_token: auth.refreshToken, scope };
  }
  return { grant_type: 'client_credentials', scope: `${serverUrl}/.default` };
}

/** To use the environment as the person may who consents, and while they are not there. */
export function delegatedScope(serverUrl: string): string {
  return `${serverUrl}/user_impersonation offline_access`;
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
