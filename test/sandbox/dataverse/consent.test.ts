import { expect } from 'chai';
import { startDataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import type { DataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import { consent, consentUrl, redirectUri, verifier } from '../../support/consent.ts';

interface TokenAnswer {
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly error?: string;
  readonly error_codes?: readonly number[];
}

async function numbers(answer: Promise<TokenAnswer>): Promise<unknown> {
  return (await answer).error_codes;
}

describe('the sandbox lets a person consent, as Entra ID does:', () => {
  let nowMs = Date.parse('2026-03-20T12:00:00Z');
  let sandbox: DataverseSandbox;
  before(async () => {
    sandbox = await startDataverseSandbox({ now: () => nowMs });
    sandbox.web.redirectUris.add(redirectUri);
  });
  after(() => sandbox.close());

  const scope = (): string => `${sandbox.url}/user_impersonation offline_access`;
  function address(changes: Readonly<Record<string, string | null>> = {}): string {
    const given = { client_id: sandbox.credentials.clientId, scope: scope(), state: 'a state' };
    return consentUrl(sandbox.tokenUrl.replace(/token$/, 'authorize'), given, changes);
  }
  async function error(changes: Readonly<Record<string, string | null>>): Promise<unknown> {
    return (await consent(address(changes))).location?.searchParams.get('error');
  }
  async function code(): Promise<string> {
    return (await consent(address())).location?.searchParams.get('code') ?? '';
  }
  async function token(form: Record<string, string>): Promise<TokenAnswer> {
    const { clientId, clientSecret } = sandbox.credentials;
    const response = await fetch(sandbox.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: clientId,
        client_secret: clientSecret,
        scope: scope(),
        ...form,
      }),
    });
    return (await response.json()) as TokenAnswer;
  }
  const redeem = (given: string, changes: Record<string, string> = {}): Promise<TokenAnswer> =>
    token({
      grant_type: 'authorization_code',
      code: given,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...changes,
    });
  const refresh = (refreshToken: string | undefined): Promise<TokenAnswer> =>
    token({ grant_type: 'refresh_token', refresh_token: refreshToken ?? '' });

  it('a page asks, and sends back with a code and the state as it came', async () => {
    const { location } = await consent(address());
    expect(location?.searchParams.get('state')).to.equal('a state');
    const { access_token: accessToken = '' } = await redeem(location?.searchParams.get('code') ?? '');
    const who = await fetch(`${sandbox.url}/api/data/v9.2/WhoAmI`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(who.status).to.equal(200);
  });

  it('a person who says no is sent back with that', async () => {
    const { location } = await consent(address(), 'deny');
    expect(location?.searchParams.get('error')).to.equal('access_denied');
    expect(location?.searchParams.get('error_description')).to.match(/^AADSTS65004: User declined/);
    expect(location?.searchParams.get('state')).to.equal('a state');
  });

  it('an app that is not known, or an address that is not registered, is told to nobody but the person', async () => {
    for (const [changes, word] of [
      [{ client_id: '<b>x</b>' }, 'AADSTS700016'],
      [{ redirect_uri: 'https://evil.example/' }, 'AADSTS50011'],
    ] as const) {
      const { location, text } = await consent(address(changes));
      expect(location).to.equal(null);
      expect(text).to.include(word).and.not.include('<b>');
    }
  });

  it('what else is wrong is sent back', async () => {
    expect(await error({ response_type: 'token' })).to.equal('unsupported_response_type');
    expect(await error({ code_challenge: 'short' })).to.equal('invalid_request');
    expect(await error({ scope: 'https://other.example/user_impersonation' })).to.equal('invalid_resource');
    expect(await error({ scope: `${sandbox.url}/everything` })).to.equal('invalid_scope');
  });

  it('a code is good once, for ten minutes, for who asked for it', async () => {
    const used = await code();
    await redeem(used);
    expect(await numbers(redeem(used))).to.deep.equal([54005]);
    expect(await numbers(redeem(await code(), { code_verifier: `${verifier}x` }))).to.deep.equal([501481]);
    expect(await numbers(redeem(await code(), { redirect_uri: 'http://x/' }))).to.deep.equal([500112]);
    expect(await numbers(redeem(await code(), { client_secret: 'x' }))).to.deep.equal([7000215]);
    const old = await code();
    nowMs += 10 * 60_000 + 1;
    expect(await numbers(redeem(old))).to.deep.equal([70008]);
  });

  it('each refresh brings another refresh token, until the consent is taken back', async () => {
    const { refresh_token: first } = await redeem(await code());
    const { refresh_token: second, access_token: accessToken } = await refresh(first);
    expect(accessToken).to.be.a('string');
    expect(second).to.be.a('string').and.not.equal(first);
    sandbox.revokeConsents();
    expect(await refresh(second)).to.deep.include({ error: 'invalid_grant', error_codes: [50173] });
  });
});
