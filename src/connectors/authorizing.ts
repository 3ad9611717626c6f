/**
 * Part of the contract: how a person consents, in a browser, to what a connection may do (OAuth 2.0 authorization
 * code with PKCE), and what is asked of whoever makes a connection.
 */
import type { ConnectionSettings } from './connector.ts';

export interface Authorizing {
  /**
   * Where the person consents.
   *
   * @throws UserError that names the setting that is wrong
   */
  authorizationUrl(request: AuthorizationRequest): string;
  /**
   * Turns the code that came back into settings by which `logIn` works from then on: those that were given, and a
   * refresh token.
   *
   * @throws UserError `login_refused` where the CRM does not take it, RetryableError
   */
  exchangeCode(exchange: CodeExchange, signal?: AbortSignal): Promise<ConnectionSettings>;
  /**
   * Takes back at the CRM what a person has consented to, for the refresh token of these settings.
   *
   * @returns false where the CRM has no way to do that for a single consent
   * @throws UserError, RetryableError where it was not taken back
   */
  revoke(settings: ConnectionSettings, signal: AbortSignal): Promise<boolean>;
  /** Where people take it back by themselves: follows "in" in a sentence. */
  readonly consentPlace: string;
}

interface Authorization {
  /** As `parseSettings` wants them, but without the refresh token: that is what is to be got. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Where the CRM sends the person back to; the same for both. */
  readonly redirectUri: string;
}

export interface AuthorizationRequest extends Authorization {
  /** Comes back with the code. */
  readonly state: string;
  /** Base64url of the SHA-256 of the verifier. */
  readonly codeChallenge: string;
}

export interface CodeExchange extends Authorization {
  readonly code: string;
  readonly codeVerifier: string;
}

export const authorizationCode = 'authorization-code';

/** One way to log in that a person may choose, and what has to be known for it. */
export interface ConnectForm {
  /** As in `auth.grant`. */
  readonly grant: string;
  /** "Sign in with your browser" */
  readonly title: string;
  /** A sentence: for whom it is, and what it needs. */
  readonly summary: string;
  readonly fields: readonly ConnectField[];
}

export interface ConnectField {
  /** Dotted path in the settings. */
  readonly path: string;
  readonly label: string;
  readonly hint: string;
  /** An address of the CRM, a secret, or some other text. */
  readonly kind: 'address' | 'text' | 'secret' | 'secret lines';
  readonly isOptional?: boolean;
  /** What stands there to begin with. */
  readonly value?: string;
}

/** @param parameters of the CRM's own, beside those that OAuth 2.0 and PKCE have */
export function consentAddress(
  endpoint: string,
  clientId: string,
  { redirectUri, state, codeChallenge }: AuthorizationRequest,
  parameters: Readonly<Record<string, string>>,
): string {
  const url = new URL(endpoint);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    ...parameters,
  }).toString();
  return url.toString();
}

/** What a code is exchanged with, as a form. */
export function codeGrant({
  redirectUri,
  code,
  codeVerifier,
}: CodeExchange): Readonly<Record<string, string>> {
  return {
    grant_type: 'authorization_code',
    code,
    code_verifier: codeVerifier,
    redirect_uri: redirectUri,
  };
}

/** Whether an address is one of these domains, or below one. */
export function isBelow({ hostname }: URL, domains: readonly string[]): boolean {
  return domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

/** Where the refresh token is kept, for every connector. */
export const refreshTokenPath = 'auth.refreshToken';

/** Stands where the refresh token will, so that all else can be checked before there is one. */
const notYetGiven = 'not given yet';

/** All that is to be known before a person has consented, checked as `parseSettings` does. */
export function beforeConsent<Settings>(
  settings: Readonly<Record<string, unknown>>,
  parseSettings: (settings: unknown) => Settings,
): Settings {
  return parseSettings(withRefreshToken(settings, notYetGiven));
}

export function withRefreshToken(
  settings: Readonly<Record<string, unknown>>,
  refreshToken: string,
): Readonly<Record<string, unknown>> {
  const { auth } = settings;
  return { ...settings, auth: { ...(typeof auth === 'object' ? auth : {}), refreshToken } };
}
