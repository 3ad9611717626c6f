import { expect } from 'chai';
import type { CrmSession } from '../../../src/connectors/connector.ts';
import { logIn } from '../../../src/connectors/dynamics/auth.ts';
import { parseSettings } from '../../../src/connectors/dynamics/settings.ts';
import { FatalError, RetryableError, UserError } from '../../../src/domain/errors.ts';
import { caught } from '../../support/caught.ts';
import { sendJson, startScriptedServer } from '../scripted-server.ts';
import type { Script, ScriptedServer } from '../scripted-server.ts';
import { aTuning } from './a-tuning.ts';

const serverUrl = 'https://acme.crm.dynamics.com';
const nowMs = Date.parse('2026-03-01T12:00:00Z');

const welcome: Script = (_, response) =>
  sendJson(response, 200, { token_type: 'Bearer', access_token: 'a token', expires_in: 3_599 });

describe('logging in to Dynamics 365', () => {
  let opened: ScriptedServer[] = [];
  afterEach(async () => {
    await Promise.all(opened.map((server) => server.close()));
    opened = [];
  });

  async function attempt(
    script: Script,
    changes: object = {},
  ): Promise<{ session: CrmSession; server: ScriptedServer; pauses: readonly number[] }> {
    const server = await startScriptedServer(script);
    opened.push(server);
    const tuning = aTuning({ now: () => nowMs });
    const tokenUrl = `${server.url}/a-tenant/oauth2/v2.0/token`;
    const auth = { grant: 'client-credentials', tokenUrl, clientId: 'the app', clientSecret: 'open sesame' };
    const session = await logIn(parseSettings({ serverUrl, auth, ...changes }), tuning);
    return { session, server, pauses: tuning.pauses };
  }

  it('sends the credentials in the body, for the environment, and gives a session without them', async () => {
    const { session, server } = await attempt(welcome, { apiVersion: '9.1', weekStart: 'sunday' });
    expect(session).to.deep.equal({
      accessToken: 'a token',
      instanceUrl: serverUrl,
      expiresAtMs: nowMs + 3_599_000,
      apiVersion: '9.1',
      firstWeekday: 7,
    });
    expect(server.requests[0]?.path).to.equal('/a-tenant/oauth2/v2.0/token');
    expect(Object.fromEntries(new URLSearchParams(server.requests[0]?.body))).to.deep.equal({
      grant_type: 'client_credentials',
      client_id: 'the app',
      client_secret: 'open sesame',
      scope: `${serverUrl}/.default`,
    });
  });

  it('takes a token of unknown life for one that is used until it is refused', async () => {
    const { session } = await attempt((_, response) => sendJson(response, 200, { access_token: 't' }));
    expect(session).to.include({ accessToken: 't', expiresAtMs: null });
  });

  it('says what to check where Entra ID refuses, and never what the secret is', async () => {
    const refusal = {
      error: 'invalid_client',
      error_description: 'AADSTS7000215: Invalid client secret provided. Trace ID: 1234 Correlation ID: 5678',
    };
    const error = await caught(attempt((_, response) => sendJson(response, 401, refusal)));
    expect(error).to.be.instanceOf(UserError).and.have.property('code', 'login_refused');
    expect(error.message)
      .to.match(/Check auth\.clientSecret/)
      .and.not.match(/Trace ID|1234/);
    expect(JSON.stringify([error.message, error.stack])).to.not.include('open sesame');
  });

  it('is tried again while Entra ID is busy, after the wait that it asked for', async () => {
    const { server, pauses } = await attempt((request, response, number) => {
      if (number === 1) return sendJson(response, 429, '', { 'retry-after': '7' });
      if (number === 2) return sendJson(response, 400, { error: 'temporarily_unavailable' });
      return welcome(request, response, number);
    });
    expect(server.requests).to.have.length(3);
    expect(pauses[0]).to.equal(7_000);
    expect(await caught(attempt((_, response) => sendJson(response, 503, '')))).to.be.instanceOf(
      RetryableError,
    );
  });

  it('fails where the address gives no tokens, and tries again where its answer is cut off', async () => {
    const error = await caught(attempt((_, response) => sendJson(response, 200, { hello: 'you' })));
    expect(error).to.be.instanceOf(FatalError);
    expect(error.message).to.match(/without a token/);
    const { server } = await attempt((request, response, number) => {
      if (number > 1) return welcome(request, response, number);
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.end('{"access_tok');
    });
    expect(server.requests).to.have.length(2);
  });
});
