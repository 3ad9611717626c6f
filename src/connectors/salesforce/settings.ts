import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { authorizationCode, refreshTokenPath } from '../authorizing.ts';
import type { ConnectionSettings } from '../connector.ts';
import { readSettings, requiredText } from '../read-settings.ts';
import { serviceAddress } from '../service-address.ts';
import { weekStart } from '../week-start.ts';
import { defaultApiVersion } from './api-version.ts';

/** Bulk API 2.0 queries, and client credentials, are there from here on. */
const oldestApiVersion = 53;

/** What each setting looks like when it is right: the second half of every message. */
const examples: Readonly<Record<string, string>> = {
  loginUrl: 'https://login.salesforce.com, https://test.salesforce.com or https://acme.my.salesforce.com',
  apiVersion: `"${defaultApiVersion}"`,
  weekStart: 'sunday',
  auth: '{ grant: client-credentials, clientId: "${SF_CLIENT_ID}", clientSecret: "${SF_CLIENT_SECRET}" }',
  'auth.grant': 'client-credentials, jwt-bearer or authorization-code',
  'auth.clientId': 'the consumer key of the connected app, 3MVG9…',
  'auth.clientSecret': '"${SF_CLIENT_SECRET}"',
  'auth.refreshToken':
    '"${SF_REFRESH_TOKEN}"; Crosswalk keeps it by itself where the connection is made by "Connect"',
  'auth.username': 'sync@acme.com, the user in whose name the org is read',
  'auth.privateKey': '"${SF_PRIVATE_KEY}", a PEM text that begins with -----BEGIN PRIVATE KEY-----',
};

const settingsSchema = z.strictObject({
  loginUrl: serviceAddress,
  apiVersion: z
    .string('is to be quoted text')
    .regex(/^\d{2,3}\.0$/, 'is no API version')
    .refine((version) => Number.parseInt(version, 10) >= oldestApiVersion, {
      message: `is too old (${oldestApiVersion}.0 is the oldest that works)`,
    })
    .default(defaultApiVersion),
  weekStart,
  auth: z.discriminatedUnion(
    'grant',
    [
      z.strictObject({
        grant: z.literal('client-credentials'),
        clientId: requiredText,
        clientSecret: requiredText,
      }),
      z.strictObject({
        grant: z.literal('jwt-bearer'),
        clientId: requiredText,
        username: requiredText,
        privateKey: requiredText.refine(isPrivateKey, 'is no RSA private key in PEM form'),
      }),
      z.strictObject({
        grant: z.literal(authorizationCode),
        clientId: requiredText,
        /** Apps may be set up to be believed by PKCE alone. */
        clientSecret: requiredText.optional(),
        refreshToken: requiredText,
      }),
    ],
    { error: (issue) => (issue.code === 'invalid_union' ? 'is not a grant that is known' : 'is missing') },
  ),
});

export type SalesforceSettings = z.infer<typeof settingsSchema>;

export const secretPaths = ['auth.clientSecret', 'auth.privateKey', refreshTokenPath] as const;

/** @throws UserError that names the first setting that is wrong, what is wrong with it, and an example. */
export function parseSettings(settings: unknown): SalesforceSettings & ConnectionSettings {
  return readSettings({ schema: settingsSchema, title: 'Salesforce', examples, first: 'loginUrl' }, settings);
}

function isPrivateKey(text: string): boolean {
  try {
    return readPrivateKey(text).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/** Environment files often hold a PEM on one line, with `\\n` for its line ends. */
export function readPrivateKey(pem: string): KeyObject {
  return createPrivateKey(pem.replaceAll('\\n', '\n'));
}
