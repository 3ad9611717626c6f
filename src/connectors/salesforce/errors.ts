/** Turns whatever Salesforce did into the four kinds of trouble of domain/errors.ts. */
import { FatalError, RecordError, RetryableError, UserError } from '../../domain/errors.ts';
import { loginExpired } from '../../domain/usable-connection.ts';
import type { RefusedAnswer } from '../http/fetch-answer.ts';
import { asSentence, passingStatuses, readOAuthError, tryParse } from '../http/service-words.ts';
import type { LoginStep } from '../http/service-words.ts';
import { concurrentLimitRule, dailyBulkLimitRule, dailyLimitRule, errorRules } from './error-rules.ts';
import type { ErrorRule } from '../http/error-rule.ts';

/** One error as Salesforce lists them, in answers and in results of single rows. */
export interface SalesforceError {
  readonly errorCode: string;
  readonly message: string;
}

export function errorOfAnswer(answer: RefusedAnswer): Error {
  const error = readError(answer.body);
  const { retryAfterMs } = answer;
  if (error !== null) {
    const found = ruleOf(error);
    if (found !== null) return errorOfRule(found, error.message, retryAfterMs);
  }
  const said = error === null ? '' : ` It says: ${asSentence(error.message)}`;
  const code = error?.errorCode ?? `HTTP ${answer.status}`;
  if (passingStatuses.has(answer.status)) {
    return new RetryableError(
      answer.status === 429
        ? `Salesforce asks for fewer requests (429).${said}`
        : `Salesforce is not available at the moment (${answer.status}).${said}`,
      { code: answer.status === 429 ? 'too_many_requests' : 'server_unavailable', retryAfterMs },
    );
  }
  if (answer.status === 401) return errorOfRule(ruleFor('INVALID_SESSION_ID'), '', undefined);
  if (answer.status === 414 || answer.status === 431) {
    return new FatalError(
      `The query is too long for Salesforce's web address. Take out fields or shorten the filter.`,
      {
        code: 'query_too_long',
      },
    );
  }
  if (answer.status === 404) {
    return new UserError(
      `Salesforce has nothing at this address (404).${said} Check loginUrl and apiVersion of the connection.`,
      {
        code: 'not_found',
      },
    );
  }
  return new FatalError(
    `Salesforce refused the request (${code}).${said} Ask a Salesforce admin what the code stands for, and run the job again.`,
    { code: 'salesforce_error' },
  );
}

/** @param message why a bulk job failed: Salesforce gives a sentence, at times with one of its codes in front. */
export function errorOfJob(message: string): Error {
  const [, code = '', said = message] =
    /^\W*(?:InvalidBatch\s*:\s*)?([A-Z][A-Z_]{4,})\s*:\s*(.*)$/s.exec(message) ?? [];
  const found = ruleOf({ errorCode: code, message: said });
  if (found !== null) return errorOfRule(found, said, undefined);
  return new FatalError(
    `Salesforce could not carry out the bulk query: ${asSentence(message)} Run the job again; where it fails the same way, narrow its filter or take out fields.`,
    { code: 'bulk_job_failed' },
  );
}

/** @param message why a bulk load failed. */
export function errorOfLoad(message: string): Error {
  return new FatalError(
    `Salesforce could not carry out the bulk load: ${asSentence(message)} Check the job's mapping and the user's field-level security.`,
    { code: 'bulk_job_failed' },
  );
}

/** @param error one entry of a result's `errors`, for a row that was written. */
export function errorOfRow(error: SalesforceError): Error {
  const found = ruleOf(error);
  if (found === null) {
    return new RecordError(
      `Salesforce refused the record (${error.errorCode}): ${asSentence(error.message)} Ask a Salesforce admin what the code stands for.`,
      {
        code: 'refused_record',
      },
    );
  }
  // In the answer for one row everything that does not pass is that row's own trouble.
  return errorOfRule(found.next === 'retry' ? found : { ...found, next: 'record' }, error.message, undefined);
}

export function isExpiredSession(answer: RefusedAnswer): boolean {
  if (answer.status === 401) return true;
  // The identity and userinfo addresses say it with 403 and a bare word.
  return answer.status === 403 && /INVALID_SESSION_ID|Bad_OAuth_Token/.test(answer.body);
}

/** OAuth's error words at the token address. */
export function errorOfLogin(answer: RefusedAnswer, loginUrl: string, step: LoginStep = 'login'): Error {
  const { error, description } = readOAuthError(answer.body);
  const said = description === '' ? '' : ` Salesforce says: ${asSentence(description)}`;
  if (error === 'invalid_grant' && step === 'refresh' && !passingRefusal.test(description)) {
    return new UserError(
      `The login to Salesforce has expired, or was taken back. An admin connects it anew by "Reconnect".${said}`,
      { code: loginExpired },
    );
  }
  const rules = step === 'exchange' ? { ...loginRules, ...exchangeRules } : loginRules;
  const known = Object.hasOwn(rules, error) ? rules[error] : undefined;
  if (known !== undefined) return new UserError(`${known}${said}`, { code: 'login_refused' });
  if (error === 'rate_limit_exceeded' || passingStatuses.has(answer.status)) {
    return new RetryableError(`Salesforce takes no logins at the moment (${answer.status}).${said}`, {
      code: 'login_unavailable',
      retryAfterMs: answer.retryAfterMs,
    });
  }
  const word = error === '' ? `HTTP ${answer.status}` : error;
  return new UserError(
    `Salesforce refused the login at ${loginUrl} (${word}).${said} Check loginUrl: it is the org's own address (My Domain), without a path.`,
    { code: 'login_refused' },
  );
}

/** The consent stands, and is good again from another place or at another hour. */
const passingRefusal = /ip restricted|login hours/i;

const exchangeRules: Readonly<Record<string, string>> = {
  invalid_grant: `Salesforce does not take the code that your browser brought: it is too old, or was used before. Begin anew.`,
  redirect_uri_mismatch: `Salesforce does not know the address that it sent you back to. Add it to the callback URLs of the connected app.`,
};

const loginRules: Readonly<Record<string, string>> = {
  invalid_client_id: `Salesforce does not know the client id. Check auth.clientId against the consumer key of the connected app, and that loginUrl is the org it belongs to.`,
  invalid_client: `Salesforce refused the client secret. Check auth.clientSecret against the consumer secret of the connected app.`,
  invalid_grant: `Salesforce refused the login. Check that the connected app allows this grant, that its run-as user (client credentials) or auth.username (JWT) is active and approved for the app, and that the certificate in the app belongs to auth.privateKey.`,
  invalid_assertion: `Salesforce refused the signed login. Check auth.clientId, auth.username, and that the certificate in the connected app belongs to auth.privateKey.`,
  inactive_user: `The connection's user is not active in Salesforce. Activate it, or name another.`,
  inactive_org: `The Salesforce org is locked or closed. Ask its admin.`,
  unsupported_grant_type: `The connected app does not allow this grant. Switch on the client credentials flow (with a run-as user) or the JWT bearer flow in its OAuth settings.`,
  unauthorized_client: `The connected app may not use this grant. Switch it on in the app's OAuth settings.`,
  invalid_app_access: `The user may not use the connected app. Approve the app for the user's profile or permission set.`,
};

function ruleFor(code: string): ErrorRule {
  const found = errorRules[code];
  if (found === undefined) throw new Error(`No rule for ${code}`);
  return found;
}

function ruleOf(error: SalesforceError): ErrorRule | null {
  if (error.errorCode === 'REQUEST_LIMIT_EXCEEDED') {
    return /concurrent/i.test(error.message) ? concurrentLimitRule : dailyLimitRule;
  }
  // Bulk says in words what it has no code for.
  if (/not supported by the Bulk API/i.test(error.message)) return ruleFor('INVALIDENTITY');
  if (/^Max bulk v2 query (jobs|result size)/i.test(error.message)) return dailyBulkLimitRule;
  return Object.hasOwn(errorRules, error.errorCode) ? ruleFor(error.errorCode) : null;
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

/** REST answers with a list of errors, some addresses with a single one, proxies with HTML. */
function readError(body: string): SalesforceError | null {
  const parsed = tryParse(body);
  const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  if (typeof first !== 'object' || first === null) return null;
  const errorCode = 'errorCode' in first ? first.errorCode : undefined;
  const message = 'message' in first ? first.message : undefined;
  if (typeof errorCode !== 'string') return null;
  return { errorCode, message: typeof message === 'string' ? message : '' };
}
