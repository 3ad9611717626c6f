import { z } from 'zod';
import { authorizationCode, refreshTokenPath } from '../authorizing.ts';
import type { ConnectionSettings } from '../connector.ts';
import { readSettings, requiredText } from '../read-settings.ts';
import { addressThat, serviceAddress } from '../service-address.ts';
import { weekStart } from '../week-start.ts';
import { defaultApiVersion } from './api-version.ts';

const tokenPath = /^\/[^/]+\/oauth2\/v2\.0\/token$/;

/** Of the directory that the app is registered in. */
const tokenUrl = addressThat(({ pathname, search, hash }) =>
  tokenPath.test(pathname) && search === '' && hash === ''
    ? null
    : "must be the token address of Entra ID's version 2.0",
);

const settingsSchema = z.strictObject({
  serverUrl: serviceAddress,
  apiVersion: z
    .string('is to be quoted text')
    .regex(/^9\.[0-2]$/, 'is no API version that works')
    .default(defaultApiVersion),
  weekStart,
  auth: z.discriminatedUnion(
    'grant',
    [
      z.strictObject({
        grant: z.literal('client-credentials'),
        tokenUrl,
        clientId: requiredText,
        clientSecret: requiredText,
      }),
      z.strictObject({
        grant: z.literal(authorizationCode),
        tokenUrl,
        clientId: requiredText,
        clientSecret: requiredText,
        refreshToken: requiredText,
      }),
    ],
    { error: (issue) => (issue.code === 'invalid_union' ? 'is not a grant that is known' : 'is missing') },
  ),
});

export type DynamicsSettings = z.infer<typeof settingsSchema>;

export const secretPaths = ['auth.clientSecret', refreshTokenPath] as const;

const reader = {
  schema: settingsSchema,
  title: 'Dynamics 365',
  first: 'serverUrl',
  examples: {
    serverUrl: 'https://acme.crm.dynamics.com, as it stands in the browser when Dynamics 365 is open',
    apiVersion: `"${defaultApiVersion}"`,
    weekStart: 'sunday',
    auth: '{ grant: client-credentials, tokenUrl: "https://login.microsoftonline.com/TENANT/oauth2/v2.0/token", clientId: "${D_ID}", clientSecret: "${D_SECRET}" }',
    'auth.grant': 'client-credentials or authorization-code',
    'auth.tokenUrl':
      'https://login.microsoftonline.com/TENANT/oauth2/v2.0/token, with the id of the directory',
    'auth.clientId': 'the application (client) id of the app registration, 0c9f34d1-…',
    'auth.clientSecret': '"${D_SECRET}"',
    'auth.refreshToken':
      '"${D_REFRESH_TOKEN}"; Crosswalk keeps it by itself where the connection is made by "Connect"',
  },
} as const;

/** @throws UserError that names the first setting that is wrong, what is wrong with it, and an example. */
export function parseSettings(settings: unknown): DynamicsSettings & ConnectionSettings {
  return readSettings(reader, settings);
}
