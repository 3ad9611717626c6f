import { SignJWT } from 'jose';
import { FatalError } from '../../domain/errors.ts';
import { authorizationCode } from '../authorizing.ts';
import type { CrmSession, LogInOptions } from '../connector.ts';
import { unreadableAnswer } from '../http/network-errors.ts';
import { refreshTokenIn } from '../http/service-words.ts';
import type { LoginStep } from '../http/service-words.ts';
import { isOwnAddress } from './connect-forms.ts';
import { errorOfLogin } from './errors.ts';
import { fetchAnswer, isSuccess, refusedAnswer } from '../http/fetch-answer.ts';
import { retrying } from '../http/retry.ts';
import { readPrivateKey } from './settings.ts';
import type { SalesforceSettings } from './settings.ts';
import { weekdayNumbers } from '../week-start.ts';
import type { Tuning } from './tuning.ts';

/** Salesforce refuses assertions that end more than a few minutes ahead; three allow for clocks that differ. */
const assertionLifetimeS = 180;

/** @throws UserError where Salesforce refuses the credentials (they are never in its text), RetryableError. */
export async function logIn(
  settings: SalesforceSettings,
  tuning: Tuning,
  options: LogInOptions = {},
): Promise<CrmSession> {
  const { auth } = settings;
  const step = auth.grant === authorizationCode ? 'refresh' : 'login';
  const grant = (): Promise<Record<string, string>> => grantOf(settings, tuning);
  const { session, refreshToken } = await askForToken(settings, grant, step, tuning, options);
  if (auth.grant === authorizationCode && refreshToken !== null && refreshToken !== auth.refreshToken)
    await options.onNewRefreshToken?.(refreshToken);
  return session;
}

export async function askForToken(
  settings: SalesforceSettings,
  grant: () => Promise<Record<string, string>> | Record<string, string>,
  step: LoginStep,
  tuning: Tuning,
  options: Pick<LogInOptions, 'signal' | 'onRetry'>,
): Promise<{ readonly session: CrmSession; readonly refreshToken: string | null }> {
  const { loginUrl } = settings;
  return await retrying(
    async () => {
      const answer = await fetchAnswer(
        {
          method: 'POST',
          url: `${loginUrl}/services/oauth2/token`,
          headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
          body: new URLSearchParams(await grant()).toString(),
          signal: options.signal,
        },
        tuning,
      );
      if (!isSuccess(answer.status)) throw errorOfLogin(await refusedAnswer(answer, tuning), loginUrl, step);
      const body = await answer.text();
      return { session: readSession(body, settings), refreshToken: refreshTokenIn(body) };
    },
    tuning,
    options,
  );
}

async function grantOf(settings: SalesforceSettings, tuning: Tuning): Promise<Record<string, string>> {
  const { auth } = settings;
  if (auth.grant === 'client-credentials') {
    return { grant_type: 'client_credentials', client_id: auth.clientId, client_secret: auth.clientSecret };
  }
  if (auth.grant === authorizationCode) {
    return { grant_type: 'refresh_token', refresh_token: auth.refreshToken, ...appOf(auth) };
  }
  return {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: await new SignJWT()
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(auth.clientId)
      .setSubject(auth.username)
      .setAudience(audienceOf(settings.loginUrl))
      .setExpirationTime(Math.floor(tuning.now() / 1000) + assertionLifetimeS)
      .sign(readPrivateKey(auth.privateKey)),
  };
}

/** The app, as it makes itself known. */
export function appOf({
  clientId,
  clientSecret,
}: {
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
}): Record<string, string> {
  return { client_id: clientId, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) };
}

/** Salesforce takes only its two shared login hosts as the audience, also where the org has its own address. */
export function audienceOf(loginUrl: string): string {
  const { hostname } = new URL(loginUrl);
  if (!hostname.endsWith('.my.salesforce.com')) return loginUrl;
  const isSandbox = hostname.endsWith('.sandbox.my.salesforce.com') || hostname.includes('--');
  return isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
}

function readSession(body: string, { loginUrl, apiVersion, weekStart }: SalesforceSettings): CrmSession {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch (cause) {
    throw unreadableAnswer(loginUrl, cause);
  }
  if (
    typeof answer !== 'object' ||
    answer === null ||
    !('access_token' in answer && typeof answer.access_token === 'string') ||
    !('instance_url' in answer && typeof answer.instance_url === 'string')
  ) {
    throw new FatalError(
      `${loginUrl} answered the login without a session. Check that it is a Salesforce address.`,
      {
        code: 'login_refused',
      },
    );
  }
  return {
    accessToken: answer.access_token,
    instanceUrl: instanceOf(answer.instance_url, loginUrl),
    // Salesforce does not say: a session lives for as long as it is used, by the org's settings.
    expiresAtMs: null,
    apiVersion,
    ...(weekStart === undefined ? {} : { firstWeekday: weekdayNumbers[weekStart] }),
  };
}

/**
 * Where the org is, by what the login says. The session is shown there with every request: it goes to the place that the
 * connection names, or to Salesforce's own hosts, and nowhere else.
 */
function instanceOf(text: string, loginUrl: string): string {
  const instance = URL.canParse(text) ? new URL(text) : null;
  const login = new URL(loginUrl);
  const isThere = instance?.host === login.host && instance.protocol === login.protocol;
  if (instance !== null && (isThere || (instance.protocol === 'https:' && isOwnAddress(instance)))) {
    return instance.origin;
  }
  throw new FatalError(
    `${loginUrl} answered the login with the address of an org that is none of Salesforce's. Nothing was sent there. Check the login address of the connection.`,
    { code: 'foreign_instance' },
  );
}
