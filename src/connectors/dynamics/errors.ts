/** Turns whatever Dataverse did into the four kinds of trouble of domain/errors.ts. */
import { FatalError, RecordError, RetryableError, UserError } from '../../domain/errors.ts';
import { loginExpired } from '../../domain/usable-connection.ts';
import type { RefusedAnswer } from '../http/fetch-answer.ts';
import { asSentence, passingStatuses, readOAuthError, tryParse } from '../http/service-words.ts';
import type { LoginStep } from '../http/service-words.ts';
import { errorRules, sessionRule } from './error-rules.ts';
import type { ErrorRule } from '../http/error-rule.ts';

/** What Dataverse says is wrong: a code of eight hexadecimal digits and a sentence. */
export interface DataverseError {
  readonly code: string;
  readonly message: string;
}

export function errorOfAnswer(answer: RefusedAnswer): Error {
  const { status, retryAfterMs } = answer;
  const error = readError(answer.body);
  if (error !== null) {
    const found = ruleOf(error);
    // The code of a query that cannot be read is also that of an address that leads nowhere.
    if (found !== null && !(status === 404 && found.next === 'fatal'))
      return errorOfRule(found, error.message, retryAfterMs);
  }
  const said = error === null ? '' : ` It says: ${asSentence(error.message)}`;
  if (passingStatuses.has(status)) {
    return new RetryableError(
      status === 429
        ? `Dynamics 365 asks for fewer requests (429).${said}`
        : `Dynamics 365 is not available at the moment (${status}).${said}`,
      { code: status === 429 ? 'too_many_requests' : 'server_unavailable', retryAfterMs },
    );
  }
  if (status === 401) return errorOfRule(sessionRule, '', undefined);
  if (status === 403) {
    return new UserError(
      `Dynamics 365 does not let the connection's application user do this (403).${said} Ask a Dynamics admin for the user's security roles.`,
      { code: 'insufficient_access' },
    );
  }
  if (status === 404) {
    return new UserError(
      `Dynamics 365 has nothing at this address (404).${said} Check serverUrl and apiVersion of the connection.`,
      { code: 'not_found' },
    );
  }
  if (status === 414 || status === 431) {
    return new FatalError(
      `The query is too long for the web address of Dynamics 365. Take out fields or shorten the filter.`,
      { code: 'query_too_long' },
    );
  }
  const code = error === null ? `HTTP ${status}` : error.code;
  return new FatalError(
    `Dynamics 365 refused the request (${code}).${said} Ask a Dynamics admin what the code stands for, and run the job again.`,
    { code: 'dynamics_error' },
  );
}

/** The token address and the Web API both say it with 401. */
export function isExpiredSession({ status }: RefusedAnswer): boolean {
  return status === 401;
}

/** The first error that an answer's body tells of, or null: a proxy's page, or nothing. */
export function readError(body: string): DataverseError | null {
  const parsed = tryParse(body);
  const error = typeof parsed === 'object' && parsed !== null && 'error' in parsed ? parsed.error : null;
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  const { code } = error;
  const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
  return typeof code === 'string' && code !== '' ? { code: code.toLowerCase(), message } : null;
}

/** What becomes of a single row that was refused so; null where no rule speaks of the code. */
export function ruleOf({ code, message }: DataverseError): ErrorRule | null {
  if (/^Could not find a property named/i.test(message)) return errorRules['0x80041103'] ?? null;
  return Object.hasOwn(errorRules, code) ? (errorRules[code] ?? null) : null;
}

const makers: Readonly<
  Record<ErrorRule['next'], (text: string, code: string, retryAfterMs: number | undefined) => Error>
> = {
  user: (text, code) => new UserError(text, { code }),
  retry: (text, code, retryAfterMs) => new RetryableError(text, { code, retryAfterMs }),
  record: (text, code) => new RecordError(text, { code }),
  fatal: (text, code) => new FatalError(text, { code }),
};

function errorOfRule(found: ErrorRule, message: string, retryAfterMs: number | undefined): Error {
  return makers[found.next](found.message(asSentence(message)), found.code, retryAfterMs);
}

/** What only a person can mend, by consenting anew. */
const consentErrors: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'consent_required',
]);
const blockedByPolicy = 'AADSTS53003';

const exchangeRules: Readonly<Record<string, string>> = {
  AADSTS54005: `The code that your browser brought was used before. Begin anew.`,
  AADSTS70008: `The code that your browser brought is too old. Begin anew.`,
  AADSTS501481: `The code that your browser brought was not asked for here. Begin anew.`,
};

/** Entra ID's numbers, which say more than OAuth's words. https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const loginRules: Readonly<Record<string, string>> = {
  AADSTS7000215: `Entra ID refused the client secret. Check auth.clientSecret: it is the secret's value, not its id.`,
  AADSTS7000222: `The client secret has expired. Make a new one in the app registration, and check auth.clientSecret.`,
  AADSTS700016: `Entra ID does not know the client id in this directory. Check auth.clientId, and the directory in auth.tokenUrl.`,
  AADSTS90002: `Entra ID does not know the directory. Check the id of the directory in auth.tokenUrl.`,
  AADSTS500011: `Entra ID does not know the environment as a resource. Check serverUrl, and that the directory in auth.tokenUrl is the environment's.`,
  AADSTS65001: `The app registration has no consent for Dynamics 365. Check its API permissions.`,
  AADSTS7000112: `The app registration is disabled. Ask an admin of Entra ID.`,
  AADSTS53003: `A conditional access policy of the directory blocks the app. Ask an admin of Entra ID to check its policies.`,
};

/** OAuth's error words at the token address. */
export function errorOfLogin(answer: RefusedAnswer, tokenUrl: string, step: LoginStep = 'login'): Error {
  const { error, description } = readOAuthError(answer.body);
  const number = /^(AADSTS\d+)/.exec(description)?.[1] ?? '';
  const rules = step === 'exchange' ? { ...loginRules, ...exchangeRules } : loginRules;
  const known = Object.hasOwn(rules, number) ? rules[number] : undefined;
  // Behind the sentence stand ids of the request, which say nothing to people.
  const sentence = description.replace(/\s*Trace ID:.*$/s, '');
  const said = sentence === '' ? '' : ` Entra ID says: ${asSentence(sentence)}`;
  if (step === 'refresh' && consentErrors.has(error) && number !== blockedByPolicy) {
    return new UserError(
      `The login to Dynamics 365 has expired, or was taken back. An admin connects it anew by "Reconnect".${said}`,
      { code: loginExpired },
    );
  }
  if (known !== undefined) return new UserError(`${known}${said}`, { code: 'login_refused' });
  if (passingStatuses.has(answer.status) || error === 'temporarily_unavailable') {
    return new RetryableError(`Entra ID takes no logins at the moment (${answer.status}).${said}`, {
      code: 'login_unavailable',
      retryAfterMs: answer.retryAfterMs,
    });
  }
  const word = error === '' ? `HTTP ${answer.status}` : error;
  return new UserError(
    `Entra ID refused the login at ${tokenUrl} (${word}).${said} Check auth.tokenUrl, auth.clientId and auth.clientSecret.`,
    { code: 'login_refused' },
  );
}
