/** A person in front of a service's page who is asked whether an app may act in their name. */
import { createHash } from 'node:crypto';
import type { ConnectionSettings, Connector } from '../../src/connectors/connector.ts';

export const redirectUri = 'http://127.0.0.1:9/connect/callback';
export const verifier = 'a-verifier-of-forty-three-characters-at-least';
export const codeChallenge = createHash('sha256').update(verifier).digest('base64url');

/** Where an app sends the person, with what is changed of that; null = left out. */
export function consentUrl(
  endpoint: string,
  given: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
): string {
  const url = new URL(endpoint);
  const query = {
    response_type: 'code',
    redirect_uri: redirectUri,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    ...given,
    ...changes,
  };
  for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, value);
  return url.toString();
}

export interface Consented {
  /** Where they are sent back to; null where they are not. */
  readonly location: URL | null;
  readonly status: number;
  /** Of the page that they see instead. */
  readonly text: string;
}

/** Opens the page, chooses on it, and presses a button where there is one. */
export async function consent(
  address: string,
  decision: 'allow' | 'deny' = 'allow',
  choices: Readonly<Record<string, string>> = {},
): Promise<Consented> {
  const shown = await fetch(address, { redirect: 'manual' });
  const page = await shown.text();
  const field = /name="page" value="([\w-]+)"/.exec(page)?.[1];
  if (field === undefined) return consented(shown, page);
  const answered = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...choices, page: field, decision }),
  });
  return consented(answered, await answered.text());
}

function consented({ headers, status }: Response, text: string): Consented {
  const location = headers.get('location');
  return { location: location === null ? null : new URL(location), status, text };
}

/** What a service has of the app that asks. */
interface AskingApp {
  readonly redirectUris: Set<string>;
}

/** Lets an app in, as a person does. @returns settings by which it logs in from then on */
export async function consentedTo(
  { authorizing }: Pick<Connector, 'authorizing'>,
  settings: ConnectionSettings,
  { redirectUris }: AskingApp,
): Promise<ConnectionSettings> {
  redirectUris.add(redirectUri);
  const url = authorizing.authorizationUrl({ settings, redirectUri, state: 'a state', codeChallenge });
  const { location } = await consent(url);
  const code = location?.searchParams.get('code') ?? '';
  return await authorizing.exchangeCode({ settings, redirectUri, code, codeVerifier: verifier });
}
