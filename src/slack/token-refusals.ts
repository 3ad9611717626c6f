import { WebAPIPlatformError } from '@slack/web-api';

/** What Slack says of a token that does not count, or not any more: nothing was done then. */
const refusals: readonly unknown[] = [
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
];

/** It was given by an app that the workspace has no more. Others may pass, or are a mistake in the settings. */
const removals: readonly unknown[] = ['account_inactive', 'token_revoked'];

export function isRemoval(code: unknown): boolean {
  return removals.includes(code);
}

export function isTokenRefusal(code: unknown): boolean {
  return refusals.includes(code);
}

/** The code of an error by which Slack refuses the token; null for any other. */
export function tokenRefusalOf(error: unknown): string | null {
  const code = error instanceof WebAPIPlatformError ? error.data.error : null;
  return isTokenRefusal(code) ? code : null;
}
