import { WebClient } from '@slack/web-api';
import { expect } from 'chai';
import { consent } from '../support/consent.ts';
import { fakeTime } from '../support/fake-time.ts';
import type { FakeTime } from '../support/fake-time.ts';
import type { TestPlayground } from '../support/playground.ts';
import { until } from '../support/until.ts';
import { clientOf, refusalOf, refusedWith } from './support/client.ts';
import { redirectUri, startTwoWorkspaces } from './support/two-workspaces.ts';

const minuteMs = 60_000;
const halfDayMs = 12 * 60 * minuteMs;

const pageOf = async (address: string) => (await fetch(address)).text();

describe('an app that is installed by OAuth', () => {
  let playground: TestPlayground;
  let time: FakeTime;

  async function start(app: Parameters<typeof startTwoWorkspaces>[0] = {}): Promise<void> {
    time = fakeTime(new Date());
    playground = await startTwoWorkspaces(app, { clock: time });
  }

  beforeEach(() => start());
  afterEach(() => playground.close());

  const globex = () => playground.workspace('Globex');
  const anyone = () => clientOf(playground, '');

  function authorizeUrl(changes: Readonly<Record<string, string | null>> = {}): string {
    const url = new URL(playground.authorizeUrl);
    const query = {
      client_id: playground.clientId,
      scope: 'chat:write,users:read',
      redirect_uri: redirectUri,
      state: 'a state',
      ...changes,
    };
    for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, value);
    return url.toString();
  }

  async function codeFor(changes: Readonly<Record<string, string | null>> = {}): Promise<string> {
    const installer = playground.personId('Hank', 'Globex');
    const { location, text } = await consent(authorizeUrl(changes), 'allow', { installer });
    const code = location?.searchParams.get('code');
    if (code === undefined || code === null) throw new Error(`There is no code: ${text}`);
    return code;
  }

  const credentials = () => ({ client_id: playground.clientId, client_secret: playground.clientSecret });
  const exchange = (code: string, changes: Readonly<Record<string, string>> = {}) =>
    anyone().oauth.v2.access({ ...credentials(), code, redirect_uri: redirectUri, ...changes });
  const refresh = (token = '') =>
    anyone().oauth.v2.access({ ...credentials(), grant_type: 'refresh_token', refresh_token: token });
  const installed = async (changes: Readonly<Record<string, string | null>> = {}) =>
    exchange(await codeFor(changes));
  const toldOf = (name: string) =>
    playground.traffic.find((entry) => entry.direction === 'delivery' && entry.name === name)?.sent;
  const identityOf = (token = '') => clientOf(playground, token).auth.test();

  describe('asks a person on a page that', () => {
    it('names the app, the workspaces, who one can be there, and the scopes', async () => {
      const page = await pageOf(authorizeUrl({ user_scope: 'search:read' }));
      expect(page).to.include('Crosswalk').and.to.include('Acme').and.to.include('Globex');
      expect(page).to.include('Hank Scorpio').and.to.include('chat:write').and.to.include('search:read');
      expect(page).not.to.include('Gil Gunderson').and.not.to.include('<script');
    });

    it('names only the workspace that the app asked for', async () => {
      const page = await pageOf(authorizeUrl({ team: globex().id }));
      expect(page).to.include('to access <strong>Globex</strong>').and.not.to.include('Acme');
    });

    it('gives code and state back when it is allowed', async () => {
      const { status, location } = await consent(authorizeUrl());
      expect(status).to.equal(302);
      expect(location?.href).to.match(/^http:\/\/127\.0\.0\.1:9\/slack\/oauth_redirect\?code=\d/);
      expect(location?.searchParams.get('state')).to.equal('a state');
    });

    it('says so to the app when it is not', async () => {
      const { location } = await consent(authorizeUrl(), 'deny');
      expect([...(location?.searchParams ?? [])]).to.deep.equal([
        ['error', 'access_denied'],
        ['state', 'a state'],
      ]);
    });

    it('is answered once', async () => {
      const page = await pageOf(authorizeUrl());
      const field = /name="page" value="(\w+)"/.exec(page)?.[1] ?? '';
      const answer = () =>
        fetch(playground.authorizeUrl, {
          method: 'POST',
          redirect: 'manual',
          body: new URLSearchParams({ page: field, decision: 'deny' }),
        });
      expect((await answer()).status).to.equal(302);
      expect((await answer()).status).to.equal(400);
    });

    it('lets nobody in who was not on it', async () => {
      const installer = playground.personId('Gil', 'Globex');
      const { location, text } = await consent(authorizeUrl(), 'allow', { installer });
      expect(location).to.equal(null);
      expect(text).to.include('There is no such person');
    });

    it('is not shown for an app that nobody knows, an address that it does not have, or nothing', async () => {
      const problems = {
        'Invalid client_id parameter': { client_id: '1.2' },
        'Passed URI: https://evil.example/back': { redirect_uri: 'https://evil.example/back' },
        'redirect_uri did not match any configured URIs': { redirect_uri: `${redirectUri}s` },
        'No scopes requested': { scope: '' },
        'Invalid permissions requested: &lt;b&gt;': { scope: '<b>' },
        invalid_team: { team: 'T0' },
      };
      for (const [said, changes] of Object.entries(problems)) {
        const { location, status, text } = await consent(authorizeUrl(changes));
        expect({ location, status }).to.deep.equal({ location: null, status: 400 });
        expect(text).to.include(said);
      }
    });

    it('sends people on to an address below the one of the settings, or to that where none is named', async () => {
      const below = await consent(authorizeUrl({ redirect_uri: `${redirectUri}/more` }));
      expect(below.location?.pathname).to.equal('/slack/oauth_redirect/more');
      const usual = await consent(authorizeUrl({ redirect_uri: null }));
      expect(usual.location?.pathname).to.equal('/slack/oauth_redirect');
      playground.redirectTo('http://127.0.0.1:7/back');
      const moved = await consent(authorizeUrl({ redirect_uri: null }));
      expect(moved.location?.host).to.equal('127.0.0.1:7');
    });
  });

  describe('exchanges the code', () => {
    it('for a token of the bot in that workspace', async () => {
      const answer = await installed();
      const { access_token: token, response_metadata: _metadata, ...rest } = answer;
      expect(token).to.match(/^xoxb-/);
      expect(rest).to.deep.equal({
        ok: true,
        app_id: playground.appId,
        authed_user: { id: playground.personId('Hank', 'Globex') },
        scope: 'chat:write,users:read',
        token_type: 'bot',
        bot_user_id: globex().botUserId,
        team: { id: globex().id, name: 'Globex' },
        enterprise: null,
        is_enterprise_install: false,
      });
      expect(await identityOf(token)).to.include({
        team: 'Globex',
        team_id: globex().id,
        user_id: globex().botUserId,
      });
      expect(globex().isInstalled).to.equal(true);
    });

    it('for a token of the person, too, where that was asked for', async () => {
      const { authed_user: user } = await installed({ user_scope: 'search:read' });
      expect(user).to.include({ scope: 'search:read', token_type: 'user' });
      expect(user?.access_token).to.match(/^xoxp-/);
      expect(await identityOf(user?.access_token)).to.include({
        user: 'hank',
        user_id: playground.personId('Hank', 'Globex'),
      });
      const asPerson = clientOf(playground, user?.access_token);
      expect(await refusedWith(asPerson.users.list({}))).to.equal('not_allowed_token_type');
    });

    it('for that alone, where nothing was asked for the bot', async () => {
      const answer = await installed({ scope: '', user_scope: 'search:read' });
      expect(answer).not.to.have.any.keys('access_token', 'bot_user_id', 'scope');
      expect(answer.authed_user?.access_token).to.match(/^xoxp-/);
    });

    it('with its id and secret in the header as well', async () => {
      const { client_id: id, client_secret: secret } = credentials();
      const response = await fetch(`${playground.apiUrl}oauth.v2.access`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ code: await codeFor(), redirect_uri: redirectUri }),
      });
      expect(await response.json()).to.include({ ok: true, token_type: 'bot' });
    });

    it('once, and within ten minutes', async () => {
      const code = await codeFor();
      await exchange(code);
      expect(await refusedWith(exchange(code))).to.equal('code_already_used');
      const late = await codeFor();
      time.pass(10 * minuteMs);
      expect(await refusedWith(exchange(late))).to.equal('invalid_code');
      expect(await refusedWith(exchange('1.2.guessed'))).to.equal('invalid_code');
    });

    it('from where it was given and as who it says it is', async () => {
      const code = await codeFor();
      const wrongs: readonly [Readonly<Record<string, string>>, string][] = [
        [{ redirect_uri: 'http://127.0.0.1:9/other' }, 'bad_redirect_uri'],
        [{ client_id: '1.2' }, 'invalid_client_id'],
        [{ client_secret: 'guessed' }, 'bad_client_secret'],
        [{ grant_type: 'password' }, 'invalid_grant_type'],
      ];
      for (const [changes, error] of wrongs) {
        expect(await refusedWith(exchange(code, changes))).to.equal(error);
      }
      expect(await exchange(code)).to.include({ ok: true });
    });

    it('for the same token again where it was there already, with the scopes of both times', async () => {
      const first = await installed();
      const second = await installed({ scope: 'channels:read' });
      expect(second.access_token).to.equal(first.access_token);
      expect(second.scope).to.equal('chat:write,users:read,channels:read');
      await installed({ user_scope: 'search:read' });
      const { authed_user: user } = await installed({ user_scope: 'reactions:read' });
      expect(user?.scope).to.equal('search:read,reactions:read');
    });

    it('and may do no more there than it was allowed', async () => {
      const client = clientOf(playground, (await installed()).access_token);
      await client.users.list({});
      expect(await refusalOf(client.conversations.list({}))).to.include({
        error: 'missing_scope',
        provided: 'chat:write,users:read',
      });
    });

    it('without a trace of either in the traffic', async () => {
      const code = await codeFor();
      const { access_token: token = '' } = await exchange(code);
      const traffic = JSON.stringify(playground.traffic);
      expect(traffic).to.include('oauth.v2.access');
      expect(traffic).not.to.include(code).and.not.to.include(token);
      expect(traffic).not.to.include(playground.clientSecret);
    });
  });

  describe('and rotates its tokens', () => {
    beforeEach(async () => {
      await playground.close();
      await start({ isRotatingTokens: true });
    });

    it('gets tokens for twelve hours, and one to refresh them with', async () => {
      const answer = await installed({ user_scope: 'search:read' });
      expect(answer.expires_in).to.equal(43_200);
      expect(answer.access_token).to.match(/^xoxe\.xoxb-1-/);
      expect(answer.refresh_token).to.match(/^xoxe-1-/);
      expect(answer.authed_user?.access_token).to.match(/^xoxe\.xoxp-1-/);
      time.pass(halfDayMs - 1);
      await identityOf(answer.access_token);
      time.pass(1);
      expect(await refusedWith(identityOf(answer.access_token))).to.equal('token_expired');
    });

    it('refreshes them, also when they have expired', async () => {
      const before = await installed();
      time.pass(halfDayMs);
      const { response_metadata: _metadata, ...after } = await refresh(before.refresh_token);
      expect(after).to.include({
        token_type: 'bot',
        expires_in: 43_200,
        scope: before.scope,
        bot_user_id: before.bot_user_id,
        app_id: playground.appId,
        enterprise: null,
        is_enterprise_install: false,
      });
      expect(after.team).to.deep.equal({ id: globex().id, name: 'Globex' });
      expect(await identityOf(after.access_token)).to.include({ team: 'Globex' });
    });

    it('uses a refresh token once; what came of it goes on', async () => {
      const first = await installed();
      const second = await refresh(first.refresh_token);
      expect(await refusedWith(refresh(first.refresh_token))).to.equal('invalid_refresh_token');
      const third = await refresh(second.refresh_token);
      await identityOf(third.access_token);
      // A token lives until its time is over, so that who has just read the old one can finish.
      await identityOf(first.access_token);
    });

    it('refreshes nothing as somebody else, or with a token that never was one', async () => {
      const { refresh_token: token = '' } = await installed();
      const other = anyone().oauth.v2.access({
        client_id: playground.clientId,
        client_secret: 'guessed',
        grant_type: 'refresh_token',
        refresh_token: token,
      });
      expect(await refusedWith(other)).to.equal('bad_client_secret');
      expect(await refusedWith(refresh('xoxe-1-guessed'))).to.equal('invalid_refresh_token');
      await refresh(token);
    });

    it('finds them expired on request', async () => {
      const { access_token: token, refresh_token: refreshToken } = await installed();
      globex().expireTokens();
      expect(await refusedWith(identityOf(token))).to.equal('token_expired');
      await identityOf(playground.botToken);
      await refresh(refreshToken);
    });
  });

  describe('leaves', () => {
    it('when an admin removes it: its tokens are revoked, and it is told', async () => {
      const { access_token: token, authed_user: user } = await installed({ user_scope: 'search:read' });
      await globex().uninstall();
      expect(await refusedWith(identityOf(token))).to.equal('account_inactive');
      expect(await refusedWith(identityOf(user?.access_token))).to.equal('token_revoked');
      expect(toldOf('tokens_revoked')).to.deep.include({
        team_id: globex().id,
        api_app_id: playground.appId,
        event: {
          type: 'tokens_revoked',
          tokens: { oauth: [playground.personId('Hank', 'Globex')], bot: [globex().botUserId] },
        },
      });
      expect(toldOf('app_uninstalled')).to.deep.include({
        team_id: globex().id,
        event: { type: 'app_uninstalled' },
      });
      await identityOf(playground.botToken);
    });

    it('when it removes itself', async () => {
      const { access_token: token } = await installed();
      const client = clientOf(playground, token);
      const wrong = client.apps.uninstall({ client_id: playground.clientId, client_secret: 'guessed' });
      expect(await refusedWith(wrong)).to.equal('bad_client_secret');
      await client.apps.uninstall(credentials());
      expect(globex().isInstalled).to.equal(false);
      expect(await refusedWith(client.apps.uninstall(credentials()))).to.equal('account_inactive');
      await until(() => toldOf('app_uninstalled') !== undefined);
    });

    it('with its last token', async () => {
      const { access_token: token, authed_user: user } = await installed({ user_scope: 'search:read' });
      const client = clientOf(playground, token);
      expect(await client.auth.revoke({ test: true })).to.include({ revoked: false });
      expect(await client.auth.revoke()).to.include({ revoked: true });
      expect(await refusedWith(identityOf(token))).to.equal('account_inactive');
      await until(() => toldOf('tokens_revoked') !== undefined);
      expect(toldOf('app_uninstalled')).to.equal(undefined);
      await clientOf(playground, user?.access_token).auth.revoke();
      await until(() => toldOf('app_uninstalled') !== undefined);
    });

    it('and has no refresh token either', async () => {
      await playground.close();
      await start({ isRotatingTokens: true });
      const { refresh_token: token } = await installed();
      await globex().uninstall();
      expect(await refusedWith(refresh(token))).to.equal('invalid_refresh_token');
    });

    it('and comes back with another token and the scopes of then', async () => {
      const first = await installed();
      await globex().uninstall();
      const second = await installed({ scope: 'users:read' });
      expect(second.access_token).not.to.equal(first.access_token);
      expect(second).to.include({ scope: 'users:read', bot_user_id: first.bot_user_id });
      expect(await refusedWith(identityOf(first.access_token))).to.equal('account_inactive');
      await identityOf(second.access_token);
    });
  });

  it('takes a token of a workspace for calls there, with any client', async () => {
    const token = globex().install();
    const client = new WebClient(token, { slackApiUrl: playground.apiUrl });
    expect(await client.auth.test()).to.include({ team: 'Globex' });
  });
});
