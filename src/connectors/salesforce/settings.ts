import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import type { ConnectionSettings } from '../connector.ts';

/** Spring '25, the version the connector was written and tested against. A connection may name another. */
export const defaultApiVersion = '62.0';
/** Bulk API 2.0 queries, and client credentials, are there from here on. */
const oldestApiVersion = 53;

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What each setting looks like when it is right: the second half of every message. */
const examples: Readonly<Record<string, string>> = {
  loginUrl: 'https://login.salesforce.com, https://test.salesforce.com or https://acme.my.salesforce.com',
  apiVersion: `"${defaultApiVersion}"`,
  auth: '{ grant: client-credentials, clientId: "${SF_CLIENT_ID}", clientSecret: "${SF_CLIENT_SECRET}" }',
  'auth.grant': 'client-credentials or jwt-bearer',
  'auth.clientId': 'the consumer key of the connected app, 3MVG9…',
  'auth.clientSecret': '"${SF_CLIENT_SECRET}"',
  'auth.username': 'sync@acme.com, the user in whose name the org is read',
  'auth.privateKey': '"${SF_PRIVATE_KEY}", a PEM text that begins with -----BEGIN PRIVATE KEY-----',
};

const required = z.string('is missing').trim().min(1, 'is empty');

const settingsSchema = z.strictObject({
  loginUrl: required.transform((text, context) => {
    const problem = problemOfUrl(text);
    if (problem === null) return text.replace(/\/+$/, '');
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  }),
  apiVersion: z
    .string('is to be quoted text')
    .regex(/^\d{2,3}\.0$/, 'is no API version')
    .refine((version) => Number.parseInt(version, 10) >= oldestApiVersion, {
      message: `is too old (${oldestApiVersion}.0 is the oldest that works)`,
    })
    .default(defaultApiVersion),
  auth: z.discriminatedUnion(
    'grant',
    [
      z.strictObject({
        grant: z.literal('client-credentials'),
        clientId: required,
        clientSecret: required,
      }),
      z.strictObject({
        grant: z.literal('jwt-bearer'),
        clientId: required,
        username: required,
        privateKey: required.refine(isPrivateKey, 'is no RSA private key in PEM form'),
      }),
    ],
    { error: (issue) => (issue.code === 'invalid_union' ? 'is not a grant that is known' : 'is missing') },
  ),
});

export type SalesforceSettings = z.infer<typeof settingsSchema>;

export const secretPaths = ['auth.clientSecret', 'auth.privateKey'] as const;

/** @throws UserError that names the first setting that is wrong, what is wrong with it, and an example. */
export function parseSettings(settings: unknown): SalesforceSettings & ConnectionSettings {
  const parsed = settingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  throw new UserError(describeIssue(path, issue), {
    code: 'invalid_settings',
    path: placeOf(issue),
    cause: parsed.error,
  });
}

/** Where in the settings a door points at: the name that is not known, or else the setting. */
function placeOf(issue: z.core.$ZodIssue | undefined): (string | number)[] {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return [...(issue?.path ?? []).map((part) => (typeof part === 'number' ? part : String(part))), ...unknown];
}

function describeIssue(path: string, issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') {
    const place = path === '' ? 'a Salesforce connection' : path;
    return `Setting ${issue.keys.map((key) => `"${key}"`).join(', ')} is not known in ${place}; check its spelling or leave it out.`;
  }
  const name = path === '' ? 'The settings of a Salesforce connection' : `Setting "${path}"`;
  const problem = path === '' ? 'are to be a list of names and values' : (issue?.message ?? 'is wrong');
  const example = examples[path === '' ? 'loginUrl' : path];
  return `${name} ${problem}.${example === undefined ? '' : ` Example: ${example}.`}`;
}

/** Tokens and secrets travel over this address, so plain http is for this machine only. */
function problemOfUrl(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return 'must begin with https://';
  if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return 'must be an address without a path';
  return null;
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
