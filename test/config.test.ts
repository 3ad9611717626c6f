import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { parseConfig, settingNames } from '../src/config.ts';
import { UserError } from '../src/domain/errors.ts';
import { projectRoot } from './support/project-root.ts';

const key = Buffer.alloc(32, 7).toString('base64');

function refusal(env: NodeJS.ProcessEnv): string {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('The settings were accepted.');
}

/** Address, key and name; or whether it is only half set. */
function modelOf(env: NodeJS.ProcessEnv): unknown {
  const { model, isModelHalfSet } = parseConfig(env);
  return model === null ? { isModelHalfSet } : [model.baseUrl, model.apiKey, model.name];
}

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(parseConfig({})).to.deep.equal({
      slack: {
        botToken: null,
        signingSecret: null,
        appToken: null,
        apiUrl: 'https://slack.com/api/',
        oauth: null,
      },
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      databaseUrl: 'sqlite:./data/crosswalk.db',
      hubDatabaseUrl: 'sqlite:./data/hub.db',
      dataDir: resolve('./data'),
      encryptionKey: null,
      previousEncryptionKey: null,
      model: null,
      isModelHalfSet: false,
      queueUrl: null,
      maxConcurrentRuns: 2,
      keepDays: { audit: 730, runs: 365, files: 30 },
      defaultRole: 'viewer',
      allowsPrivateWebhooks: false,
      connectApps: { salesforce: null, dynamics: null },
      connectDefaults: { salesforce: {}, dynamics: {} },
      connectAddresses: 'crm',
      logLevel: 'info',
    });
  });

  it('takes every setting', () => {
    const config = parseConfig({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'signing',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      SLACK_CLIENT_ID: 'id',
      SLACK_CLIENT_SECRET: 'secret',
      SLACK_STATE_SECRET: 'state',
      HOST: '::1',
      PORT: '8080',
      PUBLIC_URL: 'https://crosswalk.example.com/',
      DATABASE_URL: 'postgres://u:p@localhost:5432/state',
      HUB_DATABASE_URL: 'postgresql://u:p@localhost/hub',
      DATA_DIR: '/var/lib/crosswalk',
      ENCRYPTION_KEY: key,
      ENCRYPTION_KEY_PREVIOUS: Buffer.alloc(32, 8).toString('base64'),
      OPENAI_API_KEY: 'sk-1',
      OPENAI_BASE_URL: 'http://127.0.0.1:8080/v1',
      OPENAI_MODEL: 'small',
      OPENAI_INPUT_PRICE: '0.15',
      OPENAI_OUTPUT_PRICE: '3',
      QUEUE_URL: 'redis://127.0.0.1:6379',
      MAX_CONCURRENT_RUNS: '8',
      DEFAULT_ROLE: 'operator',
      LOG_LEVEL: 'debug',
    });
    expect(config.encryptionKey?.export().toString('base64')).to.equal(key);
    expect(config.previousEncryptionKey?.export()).to.deep.equal(Buffer.alloc(32, 8));
    expect(config).to.deep.include({
      slack: {
        botToken: 'xoxb-1',
        signingSecret: 'signing',
        appToken: 'xapp-1',
        apiUrl: 'http://127.0.0.1:9/api/',
        oauth: { clientId: 'id', clientSecret: 'secret', stateSecret: 'state' },
      },
      host: '::1',
      port: 8080,
      publicUrl: 'https://crosswalk.example.com',
      databaseUrl: 'postgres://u:p@localhost:5432/state',
      hubDatabaseUrl: 'postgresql://u:p@localhost/hub',
      dataDir: '/var/lib/crosswalk',
      model: {
        apiKey: 'sk-1',
        baseUrl: 'http://127.0.0.1:8080/v1',
        name: 'small',
        prices: { input: 0.15, output: 3 },
      },
      queueUrl: 'redis://127.0.0.1:6379',
      maxConcurrentRuns: 8,
      defaultRole: 'operator',
      allowsPrivateWebhooks: false,
      connectApps: { salesforce: null, dynamics: null },
      connectDefaults: { salesforce: {}, dynamics: {} },
      connectAddresses: 'crm',
      logLevel: 'debug',
    });
  });

  it('takes an app for consent, and addresses to begin with', () => {
    const config = parseConfig({
      SALESFORCE_CLIENT_ID: 'the app',
      SALESFORCE_CLIENT_SECRET: 'its secret',
      SALESFORCE_LOGIN_URL: 'https://acme.my.salesforce.com',
      CONNECT_ADDRESSES: 'any',
    });
    expect(config.connectApps).to.deep.equal({
      salesforce: { clientId: 'the app', clientSecret: 'its secret' },
      dynamics: null,
    });
    expect(config.connectDefaults.salesforce).to.deep.equal({ loginUrl: 'https://acme.my.salesforce.com' });
    expect(config.connectAddresses).to.equal('any');
    expect(() => parseConfig({ DYNAMICS_CLIENT_ID: 'x' })).to.throw(/DYNAMICS_CLIENT_SECRET: must be set/);
  });

  it('has a model where an address is set, or a key with a model', () => {
    const local = 'http://127.0.0.1:8080/v1';
    expect(modelOf({ OPENAI_BASE_URL: local })).to.deep.equal([local, null, 'default']);
    expect(modelOf({ OPENAI_API_KEY: 'sk', OPENAI_MODEL: 'm' })).to.deep.equal([
      'https://api.openai.com/v1',
      'sk',
      'm',
    ]);
    expect(modelOf({ OPENAI_API_KEY: 'sk' })).to.deep.equal({ isModelHalfSet: true });
    expect(modelOf({ OPENAI_MODEL: 'm' })).to.deep.equal({ isModelHalfSet: true });
    expect(modelOf({})).to.deep.equal({ isModelHalfSet: false });
  });

  it('takes an empty or blank value as not set', () => {
    const empty = Object.fromEntries(settingNames.map((name, i) => [name, i % 2 === 0 ? '' : '  ']));
    expect(parseConfig(empty)).to.deep.equal(parseConfig({}));
  });

  it('gives an IPv6 address brackets in the public address', () => {
    expect(parseConfig({ HOST: '::1', PORT: '80' }).publicUrl).to.equal('http://[::1]:80');
  });

  it('ignores what is not its own', () => {
    expect(parseConfig({ PATH: '/bin', NODE_ENV: 'test' })).to.deep.equal(parseConfig({}));
  });

  const wrong: readonly (readonly [string, string, string])[] = [
    ['PORT', 'eighty', 'PORT: must be a whole number from 1 to 65535, for example: 3000'],
    ['PORT', '65536', 'PORT: must be a whole number from 1 to 65535, for example: 3000'],
    ['PORT', '-1', 'PORT: must be a whole number from 1 to 65535, for example: 3000'],
    ['HOST', 'http://x', 'HOST: must be a host name or an address to listen on, for example: 127.0.0.1'],
    ['MAX_CONCURRENT_RUNS', '0', 'MAX_CONCURRENT_RUNS: must be a whole number from 1 to 64, for example: 2'],
    [
      'MAX_CONCURRENT_RUNS',
      '2.5',
      'MAX_CONCURRENT_RUNS: must be a whole number from 1 to 64, for example: 2',
    ],
    ['DEFAULT_ROLE', 'root', 'DEFAULT_ROLE: must be one of viewer, operator, admin, for example: viewer'],
    [
      'LOG_LEVEL',
      'loud',
      'LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent, for example: info',
    ],
    [
      'PUBLIC_URL',
      'crosswalk.example.com',
      'PUBLIC_URL: must be an http:// or https:// address, for example: https://crosswalk.example.com',
    ],
    [
      'QUEUE_URL',
      'amqp://x',
      'QUEUE_URL: must be a redis:// or postgres:// address, for example: redis://localhost:6379',
    ],
    ['SLACK_BOT_TOKEN', 'xapp-1', 'SLACK_BOT_TOKEN: must start with xoxb-, for example: xoxb-…'],
  ];
  for (const [name, value, line] of wrong) {
    it(`refuses ${name}=${value}`, () => {
      expect(refusal({ [name]: value })).to.equal(line);
    });
  }

  for (const value of ['mysql://x/y', 'sqlite:', 'sqlite::memory:', 'postgres://localhost', './data/x.db']) {
    it(`refuses ${value} as a database`, () => {
      expect(refusal({ DATABASE_URL: value })).to.match(/^DATABASE_URL: must be sqlite: and the path/);
    });
  }

  for (const value of ['c2hvcnQ=', 'x'.repeat(44), `${key}${key}`, 'not base64 at all']) {
    it(`refuses the encryption key ${value}`, () => {
      expect(refusal({ ENCRYPTION_KEY: value })).to.equal(
        'ENCRYPTION_KEY: must be 32 bytes as base64 (44 characters), for example: what `openssl rand -base64 32` prints',
      );
    });
  }

  it('tells everything that is wrong at once, a line a setting', () => {
    const lines = refusal({ PORT: 'x', LOG_LEVEL: 'x', DATABASE_URL: 'x' }).split('\n');
    expect(lines.map((line) => line.split(':')[0])).to.have.members(['PORT', 'DATABASE_URL', 'LOG_LEVEL']);
  });

  it('never repeats a value, which may hold a secret', () => {
    const secret = 'hunter2hunter2';
    const message = refusal({
      ENCRYPTION_KEY: secret,
      SLACK_BOT_TOKEN: secret,
      DATABASE_URL: `mysql://u:${secret}@h/d`,
      QUEUE_URL: secret,
    });
    expect(message.split('\n')).to.have.length(4);
    expect(message).not.to.contain(secret);
  });

  it('wants the three settings of a distributed Slack app together', () => {
    expect(refusal({ SLACK_CLIENT_ID: 'id' }).split('\n')).to.deep.equal([
      'SLACK_CLIENT_SECRET: must be set where SLACK_CLIENT_ID is, for example: from the app\'s "Basic Information" page',
      'SLACK_STATE_SECRET: must be set where SLACK_CLIENT_ID is, for example: any long random text',
      'ENCRYPTION_KEY: must be set where SLACK_CLIENT_ID is, for example: what `openssl rand -base64 32` prints',
    ]);
  });

  it('wants an address over TLS for a distributed Slack app, but for one on this machine', () => {
    const oauth = {
      SLACK_CLIENT_ID: '1',
      SLACK_CLIENT_SECRET: '2',
      SLACK_STATE_SECRET: '3',
      ENCRYPTION_KEY: key,
    };
    expect(refusal({ ...oauth, PUBLIC_URL: 'http://crosswalk.example.com' })).to.match(
      /^PUBLIC_URL: must begin with https/,
    );
    for (const url of [
      'https://crosswalk.example.com',
      'http://localhost:3000',
      'http://127.0.0.1:3000',
      '',
    ]) {
      expect(parseConfig({ ...oauth, PUBLIC_URL: url }).slack.oauth).not.to.equal(null);
    }
  });

  it('wants a current key beside a previous one', () => {
    expect(refusal({ ENCRYPTION_KEY_PREVIOUS: key })).to.match(
      /^ENCRYPTION_KEY: must be set where ENCRYPTION_KEY_PREVIOUS is/,
    );
  });

  it('does not print its keys', () => {
    const config = parseConfig({ ENCRYPTION_KEY: key });
    expect(JSON.stringify(config)).not.to.contain(key);
  });
});

describe('.env.example', () => {
  const lines = readFileSync(join(projectRoot, '.env.example'), 'utf8').split('\n');
  const settings = lines.filter((line) => /^[A-Z]/.test(line));

  it('names every setting once and no other', () => {
    expect(settings.map((line) => line.split('=')[0])).to.deep.equal([...settingNames]);
  });

  it('has a comment above each', () => {
    const bare = settings.filter((line) => !lines[lines.indexOf(line) - 1]?.startsWith('# '));
    expect(bare).to.deep.equal([]);
  });

  it('holds the defaults', () => {
    const env = Object.fromEntries(
      settings.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
    );
    expect(parseConfig(env)).to.deep.equal(parseConfig({}));
  });
});
