/** The settings of the bot. Nothing else reads the environment. */
import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from './domain/errors.ts';
import { roles } from './domain/role.ts';
import type { Role } from './domain/role.ts';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Config {
  readonly slack: {
    readonly botToken: string | null;
    readonly signingSecret: string | null;
    /** Given: Socket Mode. Otherwise HTTP events. */
    readonly appToken: string | null;
    readonly apiUrl: string;
    /** Not null: installable in many workspaces. */
    readonly oauth: {
      readonly clientId: string;
      readonly clientSecret: string;
      readonly stateSecret: string;
    } | null;
  };
  readonly host: string;
  readonly port: number;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly databaseUrl: string;
  readonly hubDatabaseUrl: string;
  /** Absolute path of the folder for run files. */
  readonly dataDir: string;
  readonly encryptionKey: KeyObject | null;
  readonly previousEncryptionKey: KeyObject | null;
  /** What the assistant asks; null where too little is set, and the built-in translator answers all. */
  readonly model: ModelConfig | null;
  /** Something is set of a model, and too little to ask it. */
  readonly isModelHalfSet: boolean;
  /** null: runs queue in the database. */
  readonly queueUrl: string | null;
  readonly maxConcurrentRuns: number;
  /** For how many days things are kept: the audit log, runs in the history, and files of runs. */
  readonly keepDays: { readonly audit: number; readonly runs: number; readonly files: number };
  readonly defaultRole: Role;
  /** Whether webhooks may go to this machine and its network, and without TLS. */
  readonly allowsPrivateWebhooks: boolean;
  /** Apps for people's consent, registered for this bot; null: whoever connects a CRM enters one. */
  readonly connectApps: { readonly salesforce: ConnectApp | null; readonly dynamics: ConnectApp | null };
  /** What stands in the forms to begin with, by connector and dotted settings path. */
  readonly connectDefaults: {
    readonly salesforce: Readonly<Record<string, string>>;
    readonly dynamics: Readonly<Record<string, string>>;
  };
  /** Which addresses of CRMs may be typed in a browser: the CRMs' own, or any. */
  readonly connectAddresses: 'crm' | 'any';
  readonly logLevel: LogLevel;
}

export interface ModelConfig {
  readonly baseUrl: string;
  readonly apiKey: string | null;
  /** Of the model. */
  readonly name: string;
  /** Per million tokens, sent and received, in any one currency. */
  readonly prices: { readonly input: number; readonly output: number };
}

const openaiUrl = 'https://api.openai.com/v1';
/** Services on one's own machine often serve one model, whatever its name. */
const anyModel = 'default';

export interface ConnectApp {
  readonly clientId: string;
  readonly clientSecret: string;
}

const maxConcurrentRunsLimit = 64;
const tenYears = 3_660;

const schema = z
  .object({
    SLACK_BOT_TOKEN: token('xoxb-'),
    SLACK_SIGNING_SECRET: optionalText(),
    SLACK_APP_TOKEN: token('xapp-'),
    SLACK_API_URL: webAddress().default('https://slack.com/api/'),
    SLACK_CLIENT_ID: optionalText(),
    SLACK_CLIENT_SECRET: optionalText(),
    SLACK_STATE_SECRET: optionalText(),
    HOST: z
      .string()
      .regex(/^[^\s/]+$/, 'must be a host name or an address to listen on')
      .default('127.0.0.1'),
    PORT: wholeNumber(1, 65_535).default(3000),
    PUBLIC_URL: webAddress().optional(),
    DATABASE_URL: databaseUrl().default('sqlite:./data/crosswalk.db'),
    HUB_DATABASE_URL: databaseUrl().default('sqlite:./data/hub.db'),
    DATA_DIR: z.string().default('./data'),
    ENCRYPTION_KEY: encryptionKey(),
    ENCRYPTION_KEY_PREVIOUS: encryptionKey(),
    OPENAI_API_KEY: optionalText(),
    OPENAI_BASE_URL: webAddress().optional(),
    OPENAI_MODEL: optionalText(),
    OPENAI_INPUT_PRICE: price(),
    OPENAI_OUTPUT_PRICE: price(),
    QUEUE_URL: z
      .string()
      .refine(
        (text) => hasScheme(text, ['redis:', 'rediss:', 'postgres:', 'postgresql:']),
        'must be a redis:// or postgres:// address',
      )
      .optional(),
    MAX_CONCURRENT_RUNS: wholeNumber(1, maxConcurrentRunsLimit).default(2),
    KEEP_AUDIT_DAYS: wholeNumber(30, tenYears).default(730),
    KEEP_RUNS_DAYS: wholeNumber(1, tenYears).default(365),
    KEEP_FILES_DAYS: wholeNumber(1, tenYears).default(30),
    SALESFORCE_CLIENT_ID: optionalText(),
    SALESFORCE_CLIENT_SECRET: optionalText(),
    DYNAMICS_CLIENT_ID: optionalText(),
    DYNAMICS_CLIENT_SECRET: optionalText(),
    SALESFORCE_LOGIN_URL: webAddress().optional(),
    DYNAMICS_SERVER_URL: webAddress().optional(),
    DYNAMICS_TOKEN_URL: webAddress().optional(),
    CONNECT_ADDRESSES: z.enum(['crm', 'any'], 'must be crm or any').default('crm'),
    DEFAULT_ROLE: z.enum(roles, `must be one of ${roles.join(', ')}`).default('viewer'),
    WEBHOOK_PRIVATE_ADDRESSES: z.enum(['refuse', 'allow'], 'must be refuse or allow').default('refuse'),
    LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  })
  .superRefine((settings, context) => {
    const missing = (name: keyof typeof settings, because: string): void => {
      if (settings[name] !== undefined) return;
      context.addIssue({ code: 'custom', path: [name], message: `must be set where ${because} is` });
    };
    const oauth = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;
    const given = oauth.find((name) => settings[name] !== undefined);
    if (given !== undefined) for (const name of [...oauth, 'ENCRYPTION_KEY'] as const) missing(name, given);
    if (given !== undefined && !isSecure(settings.PUBLIC_URL)) {
      const message = `must begin with https:// where ${given} is set: browsers bring the cookie of an installation back to such an address only`;
      context.addIssue({ code: 'custom', path: ['PUBLIC_URL'], message });
    }
    for (const crm of ['SALESFORCE', 'DYNAMICS'] as const) {
      const [id, secret] = [`${crm}_CLIENT_ID`, `${crm}_CLIENT_SECRET`] as const;
      if (settings[id] !== undefined) missing(secret, id);
      if (settings[secret] !== undefined) missing(id, secret);
    }
    if (settings.ENCRYPTION_KEY_PREVIOUS !== undefined) missing('ENCRYPTION_KEY', 'ENCRYPTION_KEY_PREVIOUS');
  });

export type SettingName = keyof z.output<typeof schema>;

const examples: Readonly<Record<SettingName, string>> = {
  SLACK_BOT_TOKEN: 'xoxb-…',
  SLACK_SIGNING_SECRET: '32 hexadecimal digits from the app\'s "Basic Information" page',
  SLACK_APP_TOKEN: 'xapp-…',
  SLACK_API_URL: 'https://slack.com/api/',
  SLACK_CLIENT_ID: '1234567890.1234567890',
  SLACK_CLIENT_SECRET: 'from the app\'s "Basic Information" page',
  SLACK_STATE_SECRET: 'any long random text',
  HOST: '127.0.0.1',
  PORT: '3000',
  PUBLIC_URL: 'https://crosswalk.example.com',
  DATABASE_URL: 'sqlite:./data/crosswalk.db or postgres://user:password@localhost:5432/crosswalk',
  HUB_DATABASE_URL: 'sqlite:./data/hub.db or postgres://user:password@localhost:5432/hub',
  DATA_DIR: './data',
  ENCRYPTION_KEY: 'what `openssl rand -base64 32` prints',
  ENCRYPTION_KEY_PREVIOUS: 'the ENCRYPTION_KEY that was set before',
  OPENAI_API_KEY: 'sk-…',
  OPENAI_BASE_URL: 'http://localhost:8080/v1',
  OPENAI_MODEL: 'gpt-4o-mini',
  OPENAI_INPUT_PRICE: '0.15',
  OPENAI_OUTPUT_PRICE: '0.60',
  QUEUE_URL: 'redis://localhost:6379',
  MAX_CONCURRENT_RUNS: '2',
  KEEP_AUDIT_DAYS: '730',
  KEEP_RUNS_DAYS: '365',
  KEEP_FILES_DAYS: '30',
  DEFAULT_ROLE: 'viewer',
  WEBHOOK_PRIVATE_ADDRESSES: 'refuse',
  SALESFORCE_CLIENT_ID: '3MVG9…, the consumer key of your connected app',
  SALESFORCE_CLIENT_SECRET: 'the consumer secret of your connected app',
  DYNAMICS_CLIENT_ID: '0c9f34d1-…, the application (client) ID of your app registration',
  DYNAMICS_CLIENT_SECRET: 'the value of a client secret of your app registration',
  SALESFORCE_LOGIN_URL: 'https://acme.my.salesforce.com',
  DYNAMICS_SERVER_URL: 'https://acme.crm.dynamics.com',
  DYNAMICS_TOKEN_URL: 'https://login.microsoftonline.com/TENANT/oauth2/v2.0/token',
  CONNECT_ADDRESSES: 'crm',
  LOG_LEVEL: 'info',
};

export const settingNames: readonly SettingName[] = schema.keyof().options;

/** @throws UserError with one line a wrong setting: its name, what is wrong, an example. Values are never repeated. */
export function parseConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const result = schema.safeParse(givenSettings(env));
  if (!result.success) throw new UserError(describeIssues(result.error), { code: 'invalid_config' });
  const settings = result.data;
  const model = modelConfig(settings);
  return {
    slack: {
      botToken: settings.SLACK_BOT_TOKEN ?? null,
      signingSecret: settings.SLACK_SIGNING_SECRET ?? null,
      appToken: settings.SLACK_APP_TOKEN ?? null,
      apiUrl: settings.SLACK_API_URL,
      oauth: slackOauth(settings),
    },
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: (settings.PUBLIC_URL ?? listeningAddress(settings.HOST, settings.PORT)).replace(/\/+$/, ''),
    databaseUrl: settings.DATABASE_URL,
    hubDatabaseUrl: settings.HUB_DATABASE_URL,
    dataDir: resolve(settings.DATA_DIR),
    encryptionKey: settings.ENCRYPTION_KEY ?? null,
    previousEncryptionKey: settings.ENCRYPTION_KEY_PREVIOUS ?? null,
    model,
    isModelHalfSet: model === null && Boolean(settings.OPENAI_API_KEY ?? settings.OPENAI_MODEL),
    queueUrl: settings.QUEUE_URL ?? null,
    maxConcurrentRuns: settings.MAX_CONCURRENT_RUNS,
    keepDays: {
      audit: settings.KEEP_AUDIT_DAYS,
      runs: settings.KEEP_RUNS_DAYS,
      files: settings.KEEP_FILES_DAYS,
    },
    defaultRole: settings.DEFAULT_ROLE,
    allowsPrivateWebhooks: settings.WEBHOOK_PRIVATE_ADDRESSES === 'allow',
    connectApps: {
      salesforce: appOf(settings.SALESFORCE_CLIENT_ID, settings.SALESFORCE_CLIENT_SECRET),
      dynamics: appOf(settings.DYNAMICS_CLIENT_ID, settings.DYNAMICS_CLIENT_SECRET),
    },
    connectDefaults: {
      salesforce: givenOf({ loginUrl: settings.SALESFORCE_LOGIN_URL }),
      dynamics: givenOf({
        serverUrl: settings.DYNAMICS_SERVER_URL,
        'auth.tokenUrl': settings.DYNAMICS_TOKEN_URL,
      }),
    },
    connectAddresses: settings.CONNECT_ADDRESSES,
    logLevel: settings.LOG_LEVEL,
  };
}

/** A variable that a jobs file names in a placeholder. */
export function environmentVariable(name: string): string | undefined {
  return process.env[name];
}

/** Adds what a file `.env` in the working directory says; what is set already stays. */
export function loadEnvFile(): void {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw new UserError('The file .env in this folder cannot be read. Look at its rights, or take it away.', {
      code: 'invalid_config',
      cause: error,
    });
  }
}

/** Over TLS, or on this machine, which browsers trust as much. */
function isSecure(url: string | undefined): boolean {
  if (url === undefined) return true;
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'https:' || hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
  );
}

/** Only what is ours and set: an empty or blank value is as good as none. */
function givenSettings(env: NodeJS.ProcessEnv): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of settingNames) {
    const value = env[name]?.trim();
    if (value !== undefined && value !== '') given[name] = value;
  }
  return given;
}

function describeIssues(error: z.ZodError): string {
  const lines = new Map<SettingName, string>();
  for (const { path, message } of error.issues) {
    const name = settingNames.find((each) => each === path[0]);
    if (name === undefined || lines.has(name)) continue;
    lines.set(name, `${name}: ${message}, for example: ${examples[name]}`);
  }
  return [...lines.values()].join('\n');
}

function slackOauth(settings: z.output<typeof schema>): Config['slack']['oauth'] {
  const { SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_STATE_SECRET } = settings;
  if (!SLACK_CLIENT_ID || !SLACK_CLIENT_SECRET || !SLACK_STATE_SECRET) return null;
  return { clientId: SLACK_CLIENT_ID, clientSecret: SLACK_CLIENT_SECRET, stateSecret: SLACK_STATE_SECRET };
}

/** An address alone will do; a key alone may be meant for other programs, and no model's name alone is enough. */
function modelConfig(settings: z.output<typeof schema>): ModelConfig | null {
  const { OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL } = settings;
  if (OPENAI_BASE_URL === undefined && (OPENAI_API_KEY === undefined || OPENAI_MODEL === undefined))
    return null;
  return {
    baseUrl: OPENAI_BASE_URL ?? openaiUrl,
    apiKey: OPENAI_API_KEY ?? null,
    name: OPENAI_MODEL ?? anyModel,
    prices: { input: settings.OPENAI_INPUT_PRICE, output: settings.OPENAI_OUTPUT_PRICE },
  };
}

function appOf(clientId: string | undefined, clientSecret: string | undefined): ConnectApp | null {
  return clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret };
}

function givenOf(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function listeningAddress(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function optionalText() {
  return z.string().optional();
}

function token(prefix: string) {
  return z.string().startsWith(prefix, `must start with ${prefix}`).optional();
}

function wholeNumber(smallest: number, largest: number) {
  const wrong = `must be a whole number from ${smallest} to ${largest}`;
  return z
    .string()
    .regex(/^\d+$/, wrong)
    .transform(Number)
    .pipe(z.number().min(smallest, wrong).max(largest, wrong));
}

/** Per million tokens; 0 where nobody says. */
function price() {
  const wrong = 'must be a number such as 0.15, without a currency';
  return z
    .string()
    .regex(/^\d{1,6}(?:\.\d{1,6})?$/, wrong)
    .default('0')
    .transform(Number);
}

function webAddress() {
  return z
    .string()
    .refine((text) => hasScheme(text, ['http:', 'https:']), 'must be an http:// or https:// address');
}

/** `sqlite:PATH` or `postgres://…/name`. A database in memory would be a new one on every connection. */
function databaseUrl() {
  return z.string().refine((text) => {
    if (text.startsWith('sqlite:')) return text.length > 'sqlite:'.length && !text.includes(':memory:');
    return hasScheme(text, ['postgres:', 'postgresql:']) && new URL(text).pathname.length > 1;
  }, 'must be sqlite: and the path of a file, or a postgres:// address that names a database');
}

function encryptionKey() {
  return z
    .string()
    .refine(isKeyText, 'must be 32 bytes as base64 (44 characters)')
    .transform((text) => createSecretKey(text, 'base64'))
    .optional();
}

function isKeyText(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=?$/.test(text) && Buffer.from(text, 'base64').length === 32;
}

function hasScheme(text: string, schemes: readonly string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol);
}
