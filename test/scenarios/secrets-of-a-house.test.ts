/** A whole Crosswalk that is connected in every way, fails and breaks; and then all that it left is searched for secrets. */
import { execFileSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { Client } from 'pg';
import { callbackPath } from '../../src/http/connect/index.ts';
import { openStore } from '../support/open-store.ts';
import { consent } from '../support/consent.ts';
import { connectionYaml, openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { createPageBrowser } from '../support/page-browser.ts';
import type { ShownPage } from '../support/page-browser.ts';
import type { Person } from '../support/person.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { TestPlayground } from '../support/playground.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { projectRoot } from '../support/project-root.ts';
import { untilSlowly } from '../support/until-slowly.ts';

const channel = '#crm-syncs';
const jobs = `${connectionYaml}jobs:
  - name: Accounts
    direction: inbound
    connection: By consent
    source: { object: Account }
    target: { object: accounts }
    mapping:
      - { from: Id, to: account_id }
      - { from: Name, to: name }
    schedule: { run: daily, at: "06:30", timezone: UTC, enabled: false }
    notify: { channel: "${channel}", on: [failed] }
`;
/** Shorter ones would be found by chance. */
const shortest = 12;

describeOnBothDatabases('the secrets of a whole house', (fresh) => {
  let house: House;
  let playground: TestPlayground;
  let breaks: string;
  let bot: ChildProcess | null = null;
  let ada: Person;
  /** All that the processes said, and with which arguments they were started. */
  const said: string[] = [];
  /** By what they are. */
  const secrets = new Map<string, string>();

  before(async () => {
    playground = await startTestPlayground({ waitMs: 60_000 });
    house = await openHouse({ stateUrl: await fresh(), hubUrl: await fresh() });
    breaks = mkdtempSync(join(tmpdir(), 'crosswalk-breaks-'));
    const breaking = pathToFileURL(join(projectRoot, 'dist/test/support/programs/breaking.js'));
    const { apiUrl: SLACK_API_URL, botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN } = playground;
    Object.assign(house.env, {
      SLACK_API_URL,
      SLACK_BOT_TOKEN,
      SLACK_APP_TOKEN,
      CONNECT_ADDRESSES: 'any',
      LOG_LEVEL: 'trace',
      NODE_OPTIONS: `--import ${breaking.href}`,
      BREAK_FOLDER: breaks,
    });
    const { org, web, credentials } = house.sandbox;
    org.insert('Account', [{ Name: 'One' }, { Name: 'Another' }]);
    web.redirectUris.add(`${address()}${callbackPath}`);
    know('the key of all secrets', house.env['ENCRYPTION_KEY'] ?? '');
    know('the secret of the app', credentials.clientSecret);
    know('the secret of the app for consent', credentials.web.clientSecret);
    know('the bot’s token', SLACK_BOT_TOKEN);
    know('the app’s token', SLACK_APP_TOKEN);
  });
  after(async () => {
    bot?.kill('SIGKILL');
    await house.close();
    await playground.close();
    rmSync(breaks, { recursive: true, force: true });
  });

  const address = (): string => `http://127.0.0.1:${house.env['PORT'] ?? ''}`;

  function know(what: string, secret: string): void {
    expect(secret.length, what).to.be.at.least(shortest);
    secrets.set(what, secret);
  }

  async function start(): Promise<ChildProcess> {
    const begun = house.start('start');
    for (const stream of [begun.stdout, begun.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => said.push(text));
    }
    await untilSlowly(async () => (await fetch(`${address()}/ready`).catch(() => null))?.ok === true);
    said.push(execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(begun.pid)], { encoding: 'utf8' }));
    return begun;
  }

  async function command(...args: readonly string[]): Promise<void> {
    const { stdout, stderr } = await house.crosswalk(...args);
    said.push(stdout, stderr);
  }

  /** As Ada is given it in Slack; nobody else sees it there. */
  async function link(): Promise<string> {
    await ada.runs('/crosswalk connect', channel);
    await ada.sees('The link is for you alone.');
    const found = JSON.stringify(playground.traffic).matchAll(/\/connect\/([\w-]{43})/g);
    const token = [...found].at(-1)?.[1] ?? '';
    know(`the link number ${secrets.size}`, token);
    await ada.closes();
    return `${address()}/connect/${token}`;
  }

  async function connects(
    grant: string,
    filled: Readonly<Record<string, string>>,
    thenRight: Readonly<Record<string, string>> | null = null,
  ): Promise<ShownPage> {
    const browser = createPageBrowser();
    let page = await browser.open(`${await link()}?connector=salesforce&grant=${grant}`);
    page = await browser.submit(page, filled);
    if (thenRight !== null) page = await browser.submit(page, { ...filled, ...thenRight });
    know(`the cookie number ${secrets.size}`, [...browser.cookies.values()][0] ?? '');
    if (page.refreshTo === null) return page;
    const { location } = await consent(page.refreshTo);
    for (const name of ['state', 'code']) {
      know(`the ${name} number ${secrets.size}`, location?.searchParams.get(name) ?? '');
    }
    return await browser.open(location?.href ?? '');
  }

  it('are in nothing that it says, writes or stores', async function () {
    this.timeout(240_000);
    const { url, credentials } = house.sandbox;
    bot = await start();
    ada = await playground.person('Ada');
    await ada.invitesApp(channel);

    const typed = { secret: 'MARKED-a-wrong-secret-0123456789', key: otherKey() };
    know('a secret that was typed wrong', typed.secret);
    know('a key that was typed wrong', typed.key.split('\n')[2] ?? '');
    const consented = await connects('authorization-code', {
      Name: 'By consent',
      'Login address': url,
      'Consumer key': credentials.web.clientId,
      'Consumer secret (optional)': credentials.web.clientSecret,
    });
    expect(consented.heading).to.equal('It worked: By consent is connected');
    const bySecret = {
      Name: 'By secret',
      'Login address': url,
      'Consumer key': credentials.clientId,
      'Consumer secret': typed.secret,
    };
    const connected = await connects('client-credentials', bySecret, {
      'Consumer secret': credentials.clientSecret,
    });
    expect(connected.heading).to.equal('It worked: By secret is connected');
    const byKey = {
      Name: 'By key',
      'Login address': url,
      'Consumer key': credentials.jwt.clientId,
      'User name': credentials.jwt.username,
      'Private key': typed.key,
    };
    expect((await connects('jwt-bearer', byKey)).status).to.equal(422);
    await house.apply(jobs);

    writeFileSync(join(breaks, 'worker'), '');
    await ada.runs('/crosswalk run Accounts', channel);
    await ada.sees(/Accounts · full sync succeeded/);
    expect(existsSync(join(breaks, 'worker'))).to.equal(false);
    await knowStored();
    house.sandbox.revokeConsents();
    await ada.runs('/crosswalk fullsync Accounts', channel);
    await ada.sees(/The login to Salesforce has expired/);
    await command('doctor');
    await command('export');
    await command('run', 'Accounts', '--json');

    bot.kill('SIGUSR2');
    const [status] = (await once(bot, 'close')) as [number | null];
    expect(status).to.equal(1);
    const held = readFileSync(join(breaks, 'held'), 'utf8');
    know('the session of a run', /Bearer ([^"\\]+)/.exec(held)?.[1] ?? '');
    expect(held).to.include(house.env['ENCRYPTION_KEY']);

    const places = new Map<string, string>([
      ['what processes said and were started with', said.join('\n')],
      ...filesBelow(house.folder),
      ...(await rowsOf(house.env['DATABASE_URL'] ?? '')),
      ...(await rowsOf(house.env['HUB_DATABASE_URL'] ?? '')),
      ['what Slack was told', toldSlack()],
    ]);
    const all = [...places.values()].join('');
    expect(all).to.include('By consent').and.include('a run was interrupted by an error');
    for (const [what, secret] of secrets) {
      for (const [place, text] of places) {
        // Slack knows its own tokens, and shows a link to the one it is for.
        if (place === 'what Slack was told' && /^the (?:link|bot|app)/.test(what)) continue;
        for (const form of formsOf(secret)) {
          expect(text.includes(form), `${what} in ${place}`).to.equal(false);
        }
      }
    }
  });

  /** What the CRM gave, out of the rows in which it is encrypted. */
  async function knowStored(): Promise<void> {
    const key = createSecretKey(Buffer.from(house.env['ENCRYPTION_KEY'] ?? '', 'base64'));
    const store = await openStore({ url: house.env['DATABASE_URL'] ?? '', encryptionKey: key });
    for (const { id, name } of await store.connections.list()) {
      const { auth } = (await store.connections.secretSettings(id)) as { auth: Record<string, string> };
      for (const path of await store.connections.secretNames(id)) {
        know(`${path} of ${name}`, auth[path.replace('auth.', '')] ?? '');
      }
    }
    await store.close();
    expect([...secrets.keys()]).to.include('auth.refreshToken of By consent');
  }

  function toldSlack(): string {
    return playground.traffic.map((each) => JSON.stringify(each)).join('\n');
  }
});

function otherKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** As it is, and as it would look in a header, an address and a JSON text. */
function formsOf(secret: string): string[] {
  const text = JSON.stringify(secret).slice(1, -1);
  return [secret, text, encodeURIComponent(secret), Buffer.from(secret).toString('base64').slice(0, -4)];
}

/** Also what is packed. */
function filesBelow(folder: string): [place: string, text: string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const bytes = readFileSync(join(parentPath, name));
      const whole = name.endsWith('.gz') ? Buffer.concat([bytes, gunzipSync(bytes)]) : bytes;
      return [`the file ${name}`, whole.toString('latin1')] satisfies [string, string];
    });
}

/** Every row of a PostgreSQL database; of the others the files are looked at. */
async function rowsOf(url: string): Promise<[place: string, text: string][]> {
  if (!url.startsWith('postgres')) {
    const file = url.replace('sqlite:', '');
    return ['', '-wal', '-shm']
      .filter((ending) => existsSync(`${file}${ending}`))
      .map((ending) => [
        `the database ${file}${ending}`,
        readFileSync(`${file}${ending}`).toString('latin1'),
      ]);
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const places: [string, string][] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`SELECT t::text AS text FROM ${name} AS t`);
      places.push([`the table ${name}`, rows.map(({ text }) => text).join('\n')]);
    }
    return places;
  } finally {
    await client.end();
  }
}
