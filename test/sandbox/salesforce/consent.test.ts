import { expect } from 'chai';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { consent, consentUrl, redirectUri, verifier } from '../../support/consent.ts';

describe('the sandbox lets a person consent, as Salesforce does:', () => {
  let nowMs = Date.parse('2026-03-20T12:00:00Z');
  let sandbox: SalesforceSandbox;
  before(async () => {
    sandbox = await startSalesforceSandbox({ now: () => nowMs });
    sandbox.web.redirectUris.add(redirectUri);
  });
  after(() => sandbox.close());
  afterEach(() => {
    sandbox.web.rotatesRefreshTokens = false;
    sandbox.web.requiresSecret = true;
  });

  function address(changes: Readonly<Record<string, string | null>> = {}): string {
    const given = {
      client_id: sandbox.credentials.web.clientId,
      scope: 'api id refresh_token',
      state: 'a state & more',
    };
    return consentUrl(`${sandbox.url}/services/oauth2/authorize`, given, changes);
  }
  async function error(changes: Readonly<Record<string, string | null>>): Promise<unknown> {
    return (await consent(address(changes))).location?.searchParams.get('error');
  }
  async function code(): Promise<string> {
    return (await consent(address())).location?.searchParams.get('code') ?? '';
  }
  async function token(form: Record<string, string>): Promise<Record<string, string>> {
    const { clientId, clientSecret } = sandbox.credentials.web;
    const response = await fetch(`${sandbox.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form }),
    });
    return (await response.json()) as Record<string, string>;
  }
  const redeem = (given: string, changes: Record<string, string> = {}): Promise<Record<string, string>> =>
    token({
      grant_type: 'authorization_code',
      code: given,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...changes,
    });
  const refresh = (refreshToken: string | undefined): Promise<Record<string, string>> =>
    token({ grant_type: 'refresh_token', refresh_token: refreshToken ?? '' });

  it('a page asks, and sends back with a code and the state as it came', async () => {
    const { location } = await consent(address());
    expect(location?.href.startsWith(`${redirectUri}?`)).to.equal(true);
    expect(location?.searchParams.get('state')).to.equal('a state & more');
    const session = await redeem(location?.searchParams.get('code') ?? '');
    expect(session).to.include({ instance_url: sandbox.url, scope: 'api id refresh_token' });
    const limits = await fetch(`${sandbox.url}/services/data/v62.0/limits`, {
      headers: { authorization: `Bearer ${session['access_token'] ?? ''}` },
    });
    expect(limits.status).to.equal(200);
    expect(await refresh(session['refresh_token']))
      .to.have.property('access_token')
      .that.is.a('string');
  });

  it('a person who says no is sent back with that', async () => {
    const { location } = await consent(address(), 'deny');
    expect(Object.fromEntries(location?.searchParams ?? [])).to.deep.equal({
      error: 'access_denied',
      error_description: 'end-user denied authorization',
      state: 'a state & more',
    });
  });

  it('an app that is not known, or an address that is not registered, is told to nobody but the person', async () => {
    for (const [changes, word] of [
      [{ client_id: 'x' }, 'invalid_client_id'],
      [{ redirect_uri: `${redirectUri}/../elsewhere` }, 'redirect_uri_mismatch'],
      [{ redirect_uri: 'https://evil.example/' }, 'redirect_uri_mismatch'],
    ] as const) {
      const { location, status, text } = await consent(address(changes));
      expect([location, status]).to.deep.equal([null, 400]);
      expect(text).to.include(word);
    }
  });

  it('a request without PKCE, of another kind, or for a scope that there is not, is sent back with the reason', async () => {
    expect(await error({ code_challenge: null })).to.equal('invalid_request');
    expect(await error({ code_challenge_method: 'plain' })).to.equal('invalid_request');
    expect(await error({ response_type: 'token' })).to.equal('unsupported_response_type');
    expect(await error({ scope: 'api everything' })).to.equal('invalid_scope');
  });

  it('a code is good once, for a quarter of an hour, for who asked for it', async () => {
    const used = await code();
    await redeem(used);
    expect(await redeem(used)).to.deep.equal({
      error: 'invalid_grant',
      error_description: 'expired authorization code',
    });
    expect(await redeem('x')).to.include({ error: 'invalid_grant' });
    expect(await redeem(await code(), { code_verifier: `${verifier}x` })).to.deep.equal({
      error: 'invalid_grant',
      error_description: 'invalid code verifier',
    });
    expect(await redeem(await code(), { redirect_uri: 'http://127.0.0.1:9/' })).to.include({
      error: 'redirect_uri_mismatch',
    });
    expect(await redeem(await code(), { client_secret: 'x' })).to.include({ error: 'invalid_client' });
    const old = await code();
    nowMs += 15 * 60_000 + 1;
    expect(await redeem(old)).to.include({ error: 'invalid_grant' });
  });

  it('without the secret only where the app is set up so', async () => {
    const { clientId } = sandbox.credentials.web;
    const redeemOpenly = async (): Promise<unknown> => {
      const form = { grant_type: 'authorization_code', code: await code(), client_id: clientId };
      const response = await fetch(`${sandbox.url}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({ ...form, redirect_uri: redirectUri, code_verifier: verifier }),
      });
      return response.status;
    };
    expect(await redeemOpenly()).to.equal(400);
    sandbox.web.requiresSecret = false;
    expect(await redeemOpenly()).to.equal(200);
  });

  it('where refresh tokens rotate, each is good once', async () => {
    sandbox.web.rotatesRefreshTokens = true;
    const { refresh_token: first } = await redeem(await code());
    const { refresh_token: second } = await refresh(first);
    expect(second).to.be.a('string').and.not.equal(first);
    expect(await refresh(first)).to.deep.equal({
      error: 'invalid_grant',
      error_description: 'expired access/refresh token',
    });
    expect(await refresh(second)).to.have.property('refresh_token');
  });

  it('a refresh token that was given back or taken away is good no longer', async () => {
    const { refresh_token: one = '' } = await redeem(await code());
    const revoked = await fetch(`${sandbox.url}/services/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: one }),
    });
    expect(revoked.status).to.equal(200);
    expect(await refresh(one)).to.include({ error: 'invalid_grant' });
    const { refresh_token: other } = await redeem(await code());
    sandbox.revokeConsents();
    expect(await refresh(other)).to.include({ error: 'invalid_grant' });
  });
});
