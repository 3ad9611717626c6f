import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { SignJWT } from 'jose';
import { startClient, version } from './sandbox-client.ts';
import type { SandboxClient } from './sandbox-client.ts';

describe('the sandbox lets in', () => {
  const now = Date.parse('2026-03-20T12:00:00Z');
  let client: SandboxClient;
  before(async () => {
    client = await startClient({ now: () => now });
  });
  after(() => client.close());

  const post = (form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${client.sandbox.url}/services/oauth2/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(form),
    });
  async function refusal(form: Record<string, string>): Promise<unknown> {
    const response = await post(form);
    expect(response.status).to.equal(400);
    return await response.json();
  }
  const clientCredentials = (): Record<string, string> => ({
    grant_type: 'client_credentials',
    client_id: client.sandbox.credentials.clientId,
    client_secret: client.sandbox.credentials.clientSecret,
  });

  it('client credentials, in the body or as Basic authentication', async () => {
    const { clientId, clientSecret } = client.sandbox.credentials;
    const session = (await (await post(clientCredentials())).json()) as Record<string, string>;
    expect(session).to.include({
      instance_url: client.sandbox.url,
      token_type: 'Bearer',
      issued_at: String(now),
      id: `${client.sandbox.url}/id/${client.sandbox.org.id}/${client.sandbox.org.userId}`,
    });
    const limits = await fetch(`${client.sandbox.url}${version}/limits`, {
      headers: { authorization: `Bearer ${session['access_token'] ?? ''}` },
    });
    expect(limits.status).to.equal(200);
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    expect(
      (await post({ grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` })).status,
    ).to.equal(200);
  });

  it('nobody with wrong ones, and says which', async () => {
    expect(await refusal({ ...clientCredentials(), client_id: 'x' })).to.deep.equal({
      error: 'invalid_client_id',
      error_description: 'client identifier invalid',
    });
    expect(await refusal({ ...clientCredentials(), client_secret: 'x' })).to.deep.equal({
      error: 'invalid_client',
      error_description: 'invalid client credentials',
    });
    expect(
      await refusal({ ...clientCredentials(), client_id: client.sandbox.credentials.jwt.clientId }),
    ).to.include({ error: 'invalid_grant' });
    expect(await refusal({ grant_type: 'password' })).to.include({ error: 'unsupported_grant_type' });
  });

  describe('an assertion', () => {
    interface Claims {
      readonly issuer?: string;
      readonly subject?: string;
      readonly audience?: string;
      readonly expiresInS?: number;
      readonly key?: string;
    }
    async function assertion(claims: Claims = {}): Promise<Record<string, string>> {
      const { jwt } = client.sandbox.credentials;
      const signed = await new SignJWT()
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(claims.issuer ?? jwt.clientId)
        .setSubject(claims.subject ?? jwt.username)
        .setAudience(claims.audience ?? client.sandbox.url)
        .setExpirationTime(now / 1000 + (claims.expiresInS ?? 180))
        .sign(createPrivateKey(claims.key ?? jwt.privateKey));
      return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: signed };
    }

    it('that is signed with the key of the app, for this org or the shared hosts', async () => {
      for (const audience of [client.sandbox.url, 'https://login.salesforce.com'])
        expect((await post(await assertion({ audience }))).status).to.equal(200);
    });

    it('and none that is not', async () => {
      const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      const key = other.export({ type: 'pkcs8', format: 'pem' }).toString();
      const cases: readonly [Claims, string, string][] = [
        [{ key }, 'invalid_grant', 'invalid assertion'],
        [{ issuer: 'x' }, 'invalid_client_id', 'client identifier invalid'],
        [{ subject: 'x@y.example' }, 'invalid_grant', "user hasn't approved this consumer"],
        [{ audience: 'https://example.com' }, 'invalid_grant', 'audience is invalid'],
        [{ expiresInS: -1 }, 'invalid_grant', 'expired authorization code'],
        [{ expiresInS: 3_600 }, 'invalid_grant', 'assertion expires too far in the future'],
      ];
      for (const [claims, error, description] of cases) {
        expect(await refusal(await assertion(claims))).to.deep.equal({
          error,
          error_description: description,
        });
      }
      const garbage = { ...(await assertion()), assertion: 'not.a.token' };
      expect(await refusal(garbage)).to.include({ error_description: 'invalid assertion' });
    });
  });

  it('no request without a session, or with one that ended', async () => {
    const { url } = client.sandbox;
    const withToken = (token: string, path: string): Promise<Response> =>
      fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
    for (const token of ['', 'x']) {
      const response = await withToken(token, `${version}/limits`);
      expect(response.status).to.equal(401);
      expect(await response.json()).to.deep.equal([
        { errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' },
      ]);
    }
    const session = (await (await post(clientCredentials())).json()) as { access_token: string };
    client.sandbox.expireSessions();
    expect((await withToken(session.access_token, `${version}/limits`)).status).to.equal(401);
    const about = await withToken(session.access_token, '/services/oauth2/userinfo');
    expect(about.status).to.equal(403);
    expect(await about.text()).to.equal('Bad_OAuth_Token');
  });

  it('and says who that is, and where', async () => {
    const { org, credentials } = client.sandbox;
    await client.fetch('limits');
    expect(await client.json('/services/oauth2/userinfo')).to.include({
      organization_id: org.id,
      user_id: org.userId,
      preferred_username: credentials.username,
      zoneinfo: 'Europe/Berlin',
    });
    const { records } = await client.query('SELECT Name, TimeZoneSidKey FROM Organization');
    expect(records[0]).to.include({ Name: 'Acme Sandbox', TimeZoneSidKey: 'Europe/Berlin' });
    const versions = await client.json<{ version: string }[]>('/services/data');
    expect(versions.find((each) => each.version === '62.0')).to.include({ label: "Winter '25" });
    expect((await client.fetch('/services/data/v99.0/limits')).status).to.equal(404);
    expect((await client.fetch('limits', { method: 'DELETE' })).status).to.equal(405);
  });
});
