import { expect } from 'chai';
import type { Connector, SessionSource } from '../../../src/connectors/connector.ts';
import { createDynamicsConnector } from '../../../src/connectors/dynamics/index.ts';
import { createHttp as createDynamicsHttp } from '../../../src/connectors/dynamics/request.ts';
import { fetchPage } from '../../../src/connectors/dynamics/rest-query.ts';
import { checkingAgent } from '../../../src/connectors/http/reach.ts';
import { createSalesforceConnector } from '../../../src/connectors/salesforce/index.ts';
import { createHttp } from '../../../src/connectors/salesforce/request.ts';
import { fetchRestPage } from '../../../src/connectors/salesforce/rest-query.ts';
import { FatalError, UserError } from '../../../src/domain/errors.ts';
import { aTuning as dynamicsTuning } from '../dynamics/a-tuning.ts';
import { aTuning } from '../salesforce/a-tuning.ts';
import { sendJson, startScriptedServer } from '../scripted-server.ts';
import type { Script, ScriptedServer } from '../scripted-server.ts';
import { caught } from '../../support/caught.ts';

const secret = 'open sesame';
const app = { grant: 'client-credentials', clientId: 'the app', clientSecret: secret };
const never = new AbortController().signal;

const welcome: Script = (_, response) => sendJson(response, 200, { access_token: 'a token' });

function sessionAt(instanceUrl: string): SessionSource {
  const session = { accessToken: 'a token', instanceUrl, expiresAtMs: null };
  return { get: () => Promise.resolve(session), refresh: () => Promise.resolve(session) };
}

/** Names as a name server gives them that somebody else has. */
const leadingTo =
  (...addresses: readonly string[]) =>
  (): Promise<{ address: string; family: number }[]> =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

describe('the address of a connection', () => {
  let opened: ScriptedServer[] = [];
  afterEach(async () => {
    await Promise.all(opened.map((server) => server.close()));
    opened = [];
  });

  async function start(script: Script): Promise<ScriptedServer> {
    const server = await startScriptedServer(script);
    opened.push(server);
    return server;
  }

  it('is not logged in to where its name leads into the operator’s network, by any of its addresses', async () => {
    const { url } = await start(welcome);
    const { port } = new URL(url);
    for (const addresses of [['127.0.0.1'], ['10.0.0.7'], ['8.8.8.8', '192.168.1.1'], ['fd00::1'], []]) {
      const reach = { isOwnAddress: () => false, allowsPrivate: false, resolve: leadingTo(...addresses) };
      const logins: [Connector, object][] = [
        [
          createSalesforceConnector({ ...aTuning(), reach }),
          { loginUrl: `https://crm.test:${port}`, auth: app },
        ],
        [
          createDynamicsConnector({ ...dynamicsTuning(), reach }),
          {
            serverUrl: 'https://acme.crm.dynamics.com',
            auth: { ...app, tokenUrl: `https://crm.test:${port}/tenant/oauth2/v2.0/token` },
          },
        ],
      ];
      for (const [connector, settings] of logins) {
        const error = await caught(connector.logIn(connector.parseSettings(settings)));
        expect(error, addresses.join()).to.be.instanceOf(UserError).and.include({ code: 'private_address' });
        expect(error.message).to.match(/crm\.test.*nothing was sent there.*CONNECT_ADDRESSES=any/);
        expect(error.message).not.to.include(secret);
      }
    }
    expect(opened[0]?.requests).to.deep.equal([]);
  });

  it('is not asked for records there either, and a session is not shown', async () => {
    const server = await start(welcome);
    const { port } = new URL(server.url);
    const reach = { isOwnAddress: () => false, allowsPrivate: false, resolve: leadingTo('127.0.0.1') };
    const sessions = sessionAt(`http://crm.test:${port}`);
    for (const http of [
      createHttp({ sessions, tuning: aTuning({ reach }) }),
      createDynamicsHttp({ sessions, tuning: dynamicsTuning({ reach }) }),
    ]) {
      expect(await caught(http.send({ path: 'limits' }))).to.include({ code: 'private_address' });
    }
    expect(server.requests).to.deep.equal([]);
  });

  it('is not that of a private host, unless that is allowed; this machine is where it is named outright', async () => {
    const server = await start(welcome);
    const { port } = new URL(server.url);
    const answered = async (host: string, allowsPrivate: boolean): Promise<unknown> => {
      const { reach } = aTuning();
      const sessions = sessionAt(`http://${host}:${port}`);
      const http = createHttp({ sessions, tuning: aTuning({ reach: { ...reach, allowsPrivate } }) });
      return await http.send({ path: 'limits' }).then(
        ({ status }) => status,
        (error: unknown) => (error as UserError).code,
      );
    };
    for (const host of ['0.0.0.0', '10.0.0.7', '169.254.169.254', '[::ffff:127.0.0.1]', '[fd00::1]'])
      expect(await answered(host, false), host).to.equal('private_address');
    expect(server.requests).to.deep.equal([]);
    expect(await answered('0.0.0.0', true)).to.equal(200);
    for (const host of ['127.0.0.1', 'localhost']) expect(await answered(host, false), host).to.equal(200);
  });

  it('is connected to as it was checked: a name that leads elsewhere a moment later is not asked again', async () => {
    const server = await start(welcome);
    const { port } = new URL(server.url);
    let asked = 0;
    const resolve = (): Promise<{ address: string; family: number }[]> => {
      asked += 1;
      return leadingTo(asked === 1 ? '127.0.0.1' : '127.0.0.2')();
    };
    const how: RequestInit = { method: 'POST', body: 'x' };
    const dispatcher = await checkingAgent({ allowsPrivate: true, resolve });
    const answer = await fetch(`http://crm.test:${port}/path`, Object.assign(how, { dispatcher }));
    expect(await answer.json()).to.deep.equal({ access_token: 'a token' });
    expect(asked).to.equal(1);
    expect(server.requests[0]).to.deep.include({ path: '/path', body: 'x' });
    expect(server.requests[0]?.headers.host).to.equal(`crm.test:${port}`);
  });

  it('is left by no redirect, and no next page or change that lies at another host', async () => {
    const other = await start(welcome);
    const elsewhere = new URL(other.url).host;
    const moved = await start((_, response) => {
      response.writeHead(307, { location: `http://${elsewhere}/services/oauth2/token` });
      response.end();
    });
    const salesforce = createSalesforceConnector(aTuning());
    const settings = salesforce.parseSettings({ loginUrl: moved.url, auth: app });
    expect((await caught(salesforce.logIn(settings))).message).to.include('HTTP 307');

    const pages = await start((_, response) =>
      sendJson(response, 200, { records: [], done: false, nextRecordsUrl: `http://${elsewhere}/query/1` }),
    );
    const http = createHttp({ sessions: sessionAt(pages.url), tuning: aTuning() });
    const next = await caught(fetchRestPage(http, 'query?q=x', never));
    expect(next).to.be.instanceOf(FatalError).and.include({ code: 'foreign_link' });

    for (const link of [
      { '@odata.nextLink': `http://${elsewhere}/api/data/v9.2/accounts?$skiptoken=2` },
      { '@odata.deltaLink': `//${elsewhere}/api/data/v9.2/accounts?$deltatoken=2` },
    ]) {
      const lists = await start((_, response) => sendJson(response, 200, { value: [], ...link }));
      const dynamics = createDynamicsHttp({ sessions: sessionAt(lists.url), tuning: dynamicsTuning() });
      const error = await caught(fetchPage(dynamics, { path: 'accounts', signal: never }));
      expect(error).to.be.instanceOf(FatalError).and.include({ code: 'foreign_link' });
    }
    expect(other.requests).to.deep.equal([]);
  });
});
