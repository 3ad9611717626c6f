import { ConfidentialClientApplication } from '@azure/msal-node';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { expect } from 'chai';
import { caught } from '../../support/caught.ts';
import { requestToken, startClient } from './sandbox-client.ts';
import type { Json, SandboxClient } from './sandbox-client.ts';

/** It speaks https only, and the sandbox http: this carries one over the other. */
const network: INetworkModule = {
  sendGetRequestAsync: <T>(url: string, options?: NetworkRequestOptions) => send<T>('GET', url, options),
  sendPostRequestAsync: <T>(url: string, options?: NetworkRequestOptions) => send<T>('POST', url, options),
};

async function send<T>(
  method: string,
  url: string,
  options: NetworkRequestOptions = {},
): Promise<NetworkResponse<T>> {
  const response = await fetch(url.replace(/^https:/, 'http:'), {
    method,
    headers: options.headers,
    body: options.body,
  });
  const text = (await response.text()).replaceAll('"http://', '"https://');
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers.entries()),
    body: JSON.parse(text) as T,
  };
}

let nowMs = Date.parse('2026-03-01T10:30:00Z');

describe('the sandbox gives tokens as Entra ID does', () => {
  let client: SandboxClient;
  before(async () => {
    client = await startClient({ now: () => nowMs, tokenLifetimeS: 600 });
  });
  after(() => client.close());

  const call = (token: string): Promise<Response> =>
    fetch(`${client.sandbox.url}/api/data/v9.2/WhoAmI`, { headers: { authorization: `Bearer ${token}` } });

  function application(clientSecret: string): ConfidentialClientApplication {
    const { url, credentials } = client.sandbox;
    const authority = `${url.replace('http:', 'https:')}/${credentials.tenantId}`;
    return new ConfidentialClientApplication({
      auth: {
        clientId: credentials.clientId,
        clientSecret,
        authority,
        knownAuthorities: [new URL(authority).host],
      },
      system: { networkClient: network },
    });
  }

  it('which are good for a while', async () => {
    const answer = (await (await requestToken(client.sandbox)).json()) as Json;
    expect(answer).to.include({ token_type: 'Bearer', expires_in: 600, ext_expires_in: 600 });
    const token = String(answer['access_token']);
    const [, claims = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString()) as Json).to.include({
      aud: client.sandbox.url,
      exp: nowMs / 1000 + 600,
    });
    expect((await call(token)).status).to.equal(200);
    nowMs += 601_000;
    expect((await call(token)).status).to.equal(401);
  });

  it('or until an admin ends them', async () => {
    const answer = (await (await requestToken(client.sandbox)).json()) as Json;
    client.sandbox.expireSessions();
    expect((await call(String(answer['access_token']))).status).to.equal(401);
  });

  const refusals: readonly (readonly [
    title: string,
    changes: Readonly<Record<string, string>>,
    status: number,
    error: string,
    code: number,
  ])[] = [
    ['a wrong secret', { client_secret: 'open sesame' }, 401, 'invalid_client', 7000215],
    ['an unknown app', { client_id: 'nobody' }, 400, 'unauthorized_client', 700016],
    ['no secret', { client_secret: '' }, 400, 'invalid_request', 900144],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    [
      'a scope that is not the default',
      { scope: 'https://other/user_impersonation' },
      400,
      'invalid_scope',
      1002012,
    ],
    ['the scope of another resource', { scope: 'https://other/.default' }, 400, 'invalid_resource', 500011],
  ];
  for (const [title, changes, status, error, code] of refusals) {
    it(`and refuses ${title}`, async () => {
      const response = await requestToken(client.sandbox, changes);
      expect(response.status).to.equal(status);
      const answer = (await response.json()) as Json;
      expect(answer).to.deep.include({ error, error_codes: [code] });
      expect(answer['error_description']).to.match(new RegExp(`^AADSTS${code}: .*Trace ID`));
    });
  }

  it('and refuses an unknown tenant', async () => {
    const { tokenUrl, credentials } = client.sandbox;
    const elsewhere = tokenUrl.replace(credentials.tenantId, 'nowhere.example');
    const response = await fetch(elsewhere, { method: 'POST', body: 'grant_type=client_credentials' });
    expect(await response.json()).to.deep.include({ error: 'invalid_request', error_codes: [90002] });
  });

  describe("to somebody else's client: msal-node", () => {
    it('which finds the authority and keeps the token', async () => {
      const app = application(client.sandbox.credentials.clientSecret);
      const scopes = [`${client.sandbox.url}/.default`];
      const logins = client.sandbox.traffic.logins;
      const first = await app.acquireTokenByClientCredential({ scopes });
      expect((await call(first?.accessToken ?? '')).status).to.equal(200);
      const second = await app.acquireTokenByClientCredential({ scopes });
      expect(second?.accessToken).to.equal(first?.accessToken);
      expect(client.sandbox.traffic.logins).to.equal(logins + 1);
    });

    it('which is told what is wrong', async () => {
      const scopes = [`${client.sandbox.url}/.default`];
      const error = await caught(application('open sesame').acquireTokenByClientCredential({ scopes }));
      expect(error).to.have.property('errorCode', 'invalid_client');
      expect(error).to.have.property('message').that.includes('AADSTS7000215');
    });
  });
});
