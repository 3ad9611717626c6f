import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { jwtVerify } from 'jose';
import type { CrmSession } from '../../../src/connectors/connector.ts';
import { logIn } from '../../../src/connectors/salesforce/auth.ts';
import { parseSettings } from '../../../src/connectors/salesforce/settings.ts';
import { FatalError, RetryableError, UserError } from '../../../src/domain/errors.ts';
import { caught } from '../../support/caught.ts';
import { aTuning } from './a-tuning.ts';
import { sendJson, startScriptedServer } from '../scripted-server.ts';
import type { Script, ScriptedServer } from '../scripted-server.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const clientCredentials = { grant: 'client-credentials', clientId: 'the app', clientSecret: 'open sesame' };
const jwtBearer = { grant: 'jwt-bearer', clientId: 'the app', username: 'sync@acme.com', privateKey: secret };

const welcome: Script = (_, response) =>
  sendJson(response, 200, { access_token: 'a token', instance_url: 'https://acme.my.salesforce.com/' });

describe('logging in to Salesforce', () => {
  let opened: ScriptedServer[] = [];
  afterEach(async () => {
    await Promise.all(opened.map((server) => server.close()));
    opened = [];
  });

  async function attempt(
    auth: object,
    script: Script,
  ): Promise<{ session: CrmSession; server: ScriptedServer }> {
    const server = await startScriptedServer(script);
    opened.push(server);
    const settings = parseSettings({ loginUrl: server.url, apiVersion: '61.0', auth });
    return { session: await logIn(settings, aTuning()), server };
  }
  it('with client credentials sends them in the body, and gives a session without them', async () => {
    const { session, server } = await attempt(clientCredentials, welcome);
    expect(session).to.deep.equal({
      accessToken: 'a token',
      instanceUrl: 'https://acme.my.salesforce.com',
      expiresAtMs: null,
      apiVersion: '61.0',
    });
    expect(server.requests[0]?.path).to.equal('/services/oauth2/token');
    expect(Object.fromEntries(new URLSearchParams(server.requests[0]?.body))).to.deep.equal({
      grant_type: 'client_credentials',
      client_id: 'the app',
      client_secret: 'open sesame',
    });
  });

  it('shows its session nowhere but at Salesforce, or where the connection says', async () => {
    for (const instance of [
      'https://attacker.example',
      'https://my.salesforce.com.attacker.example',
      'https://acme.my.salesforce.com@attacker.example',
      'http://acme.my.salesforce.com',
      'http://169.254.169.254',
      'http://127.0.0.1:1',
      'file:///etc/passwd',
      'salesforce.com',
      '',
    ]) {
      const error = await caught(
        attempt(clientCredentials, (_, response) =>
          sendJson(response, 200, { access_token: 'a token', instance_url: instance }),
        ),
      );
      expect(error, instance).to.be.instanceOf(FatalError).and.have.property('code', 'foreign_instance');
      expect(error.message).not.to.include('a token');
    }
    const { session } = await attempt(clientCredentials, ({ headers }, response) =>
      sendJson(response, 200, { access_token: 'a token', instance_url: `http://${headers.host}` }),
    );
    expect(session.instanceUrl).to.match(/^http:/);
  });

  it('with a key sends what it has signed, for a few minutes', async () => {
    const { server } = await attempt(jwtBearer, welcome);
    const body = new URLSearchParams(server.requests[0]?.body);
    expect(body.get('grant_type')).to.equal('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const { payload, protectedHeader } = await jwtVerify(
      body.get('assertion') ?? '',
      createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
    );
    expect(protectedHeader.alg).to.equal('RS256');
    expect(payload).to.include({ iss: 'the app', sub: 'sync@acme.com', aud: server.url });
    expect((payload.exp ?? 0) - Date.now() / 1000).to.be.within(60, 300);
  });

  it('says what to check where Salesforce refuses, and never what the secret is', async () => {
    for (const auth of [clientCredentials, jwtBearer]) {
      const error = await caught(
        attempt(auth, (_, response) =>
          sendJson(response, 400, { error: 'invalid_grant', error_description: 'no' }),
        ),
      );
      expect(error).to.be.instanceOf(UserError).and.have.property('code', 'login_refused');
      expect(error.message).to.match(/Check/);
      expect(JSON.stringify([error.message, error.stack])).to.not.match(/open sesame|PRIVATE KEY/);
    }
  });

  it('is tried again while Salesforce is busy', async () => {
    const { server } = await attempt(clientCredentials, (request, response, number) => {
      if (number === 1) return sendJson(response, 503, '');
      if (number === 2) return sendJson(response, 400, { error: 'rate_limit_exceeded' });
      return welcome(request, response, number);
    });
    expect(server.requests).to.have.length(3);
    expect(
      await caught(attempt(clientCredentials, (_, response) => sendJson(response, 503, ''))),
    ).to.be.instanceOf(RetryableError);
  });

  it('fails where the address is no Salesforce', async () => {
    const error = await caught(
      attempt(clientCredentials, (_, response) => sendJson(response, 200, { hello: 'you' })),
    );
    expect(error).to.be.instanceOf(FatalError);
    expect(error.message).to.match(/without a session/);
  });
});
