/** The token of a workspace, which several instances renew. */
import { createSecretKey } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { expect } from 'chai';
import type { BotTokens } from '../../src/domain/installation.ts';
import { eitherToken, installedToken } from '../../src/slack/bot-token.ts';
import type { BotToken } from '../../src/slack/bot-token.ts';
import { createInstaller } from '../../src/slack/installer.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { startTwoWorkspaces } from '../playground/support/two-workspaces.ts';
import { consent } from '../support/consent.ts';
import { fakeTime } from '../support/fake-time.ts';
import type { FakeTime } from '../support/fake-time.ts';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import type { TestPlayground } from '../support/playground.ts';
import { testSqliteUrl } from '../support/postgres.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { anInstallation } from '../support/records.ts';
import { rejection } from '../support/rejection.ts';
import { untilSlowly } from '../support/until-slowly.ts';

const hourMs = 60 * 60_000;
const redirectUri = 'http://127.0.0.1:9/slack/oauth_redirect';

describe('the token of a workspace that has installed the app', () => {
  let playground: TestPlayground;
  let time: FakeTime;
  let store: Store;
  let log: ReturnType<typeof recordedLog>;
  let first: BotTokens;
  beforeEach(async () => {
    time = fakeTime(new Date());
    log = recordedLog();
    playground = await startTwoWorkspaces({ isRotatingTokens: true }, { clock: time });
    store = await openStore({ url: testSqliteUrl(), encryptionKey: createSecretKey(Buffer.alloc(32, 7)) });
    first = await exchanged();
    await store.state.teams.install(anInstallation({ id: playground.teamId }, first));
  });
  afterEach(async () => {
    await store.close();
    await playground.close();
  });

  async function exchanged(): Promise<BotTokens> {
    const { clientId, clientSecret, authorizeUrl, apiUrl } = playground;
    const asked = new URLSearchParams({
      client_id: clientId,
      scope: 'chat:write',
      redirect_uri: redirectUri,
    });
    const installer = playground.personId('Ada', 'Acme');
    const { location } = await consent(`${authorizeUrl}?${asked.toString()}`, 'allow', { installer });
    const answer = await new WebClient(undefined, { slackApiUrl: apiUrl }).oauth.v2.access({
      client_id: clientId,
      client_secret: clientSecret,
      code: location?.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
    });
    const { access_token: access = '', refresh_token: refresh = '', expires_in: seconds = 0 } = answer;
    return { access, refresh, expiresAt: new Date(time.now().getTime() + seconds * 1_000) };
  }

  /** As another process has it. */
  function instance(): BotToken {
    const { clientId, clientSecret, apiUrl } = playground;
    const installer = createInstaller({
      oauth: { clientId, clientSecret, stateSecret: 'x' },
      apiUrl,
      publicUrl: 'http://crosswalk.test',
      install: (each) => store.state.teams.install(each),
      now: time.now,
      log: log.log,
    });
    const { installation, leases } = store;
    const exchange = (refresh: string) => installer.exchange(refresh);
    return installedToken({ installation, leases, exchange, now: time.now, log: log.log });
  }

  const renewals = () =>
    playground.traffic.filter(
      ({ name, sent }) => name === 'oauth.v2.access' && JSON.stringify(sent).includes('refresh_token'),
    );
  const failures = () => log.messages(50).filter((line) => String(line).includes('could not be renewed'));
  const whoIs = (token: BotToken) => createWebClient(token, playground.apiUrl, log.log).auth.test();

  it('is used as it is while it lives, and renewed two hours before it ends, by one of many', async () => {
    const instances = [instance(), instance(), instance()];
    time.pass(9 * hourMs);
    expect(await instances[0]?.get()).to.equal(first.access);
    time.pass(1.5 * hourMs);
    // It counts yet, and nobody waits for the next one.
    for (const each of [...instances, ...instances]) expect(await each.get()).to.equal(first.access);
    for (const each of instances) await untilSlowly(async () => (await each.get()) !== first.access);
    expect(new Set(await Promise.all(instances.map((each) => each.get()))).size).to.equal(1);
    expect(renewals()).to.have.length(1);
    for (const each of instances) expect((await whoIs(each)).team_id).to.equal(playground.teamId);
  });

  it('is renewed in the middle of a call where Slack says that it has expired, and the call is made again', async () => {
    const instances = [instance(), instance()];
    for (const each of instances) expect((await whoIs(each)).ok).to.equal(true);
    playground.workspace('Acme').expireTokens();
    const said = await Promise.all([...instances, ...instances].map(whoIs));
    expect(said.every(({ ok }) => ok)).to.equal(true);
    expect(renewals()).to.have.length(1);
  });

  it('is another one once the app was installed anew, also where it was known before', async () => {
    const [one, other] = [instance(), instance()];
    await whoIs(other);
    await playground.workspace('Acme').uninstall();
    const next = await exchanged();
    await store.state.teams.install(anInstallation({ id: playground.teamId }, next));
    expect((await whoIs(other)).ok).to.equal(true);
    expect(await one.get()).to.equal(next.access);
  });

  it('is none once the app was removed, and calls are refused then', async () => {
    const token = instance();
    await whoIs(token);
    await playground.workspace('Acme').uninstall();
    const refused = await rejection(whoIs(token));
    expect(refused.message).to.match(/token_revoked|account_inactive|invalid_auth/);
  });

  it('is used to its end where it cannot be renewed, which is tried once a minute', async () => {
    playground.disturb({ kind: 'unavailable', times: 100, of: ['oauth.v2.access'] });
    const token = instance();
    time.pass(11 * hourMs);
    for (let call = 0; call < 3; call += 1) expect(await token.get()).to.equal(first.access);
    await untilSlowly(() => failures().length > 0);
    for (let call = 0; call < 3; call += 1) expect(await token.get()).to.equal(first.access);
    expect(failures()).to.have.length(1);
    playground.calm();
    time.pass(61_000);
    await untilSlowly(async () => (await token.get()) !== first.access);
  });

  it('is renewed by the next one where an instance died over it', async () => {
    time.pass(13 * hourMs);
    const until = new Date(time.now().getTime() + 30_000);
    expect(await store.leases.take('token of Slack', { holder: 'dead', until }, time.now())).to.equal(true);
    const waiting = instance().get();
    // It has looked for its turn, and not got it.
    await setTimeout(600);
    expect(renewals()).to.have.length(0);
    time.pass(31_000);
    expect(await waiting).not.to.equal(first.access);
    expect(renewals()).to.have.length(1);
  });

  it('is that of the settings, and the one of the installation where Slack refuses that', async () => {
    const token = eitherToken('xoxb-of-old', instance());
    expect(await token.get()).to.equal('xoxb-of-old');
    expect((await whoIs(token)).team_id).to.equal(playground.teamId);
    expect(await token.get()).to.equal(first.access);
  });
});
