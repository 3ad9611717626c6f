import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { refreshTokenPath } from '../../src/connectors/authorizing.ts';
import type { ConnectionSettings, Connector } from '../../src/connectors/connector.ts';
import { dynamics } from '../../src/connectors/dynamics/index.ts';
import { salesforce } from '../../src/connectors/salesforce/index.ts';
import { UserError } from '../../src/domain/errors.ts';
import { startDataverseSandbox } from '../../src/sandbox/dataverse/index.ts';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import { caught } from '../support/caught.ts';
import { consent } from '../support/consent.ts';

const redirectUri = 'http://127.0.0.1:9/connect/callback';

interface Service {
  readonly connector: Connector;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether each refresh token is good once. */
  readonly rotates: boolean;
  revokeConsents(): void;
  close(): Promise<void>;
}

const services: Readonly<Record<string, () => Promise<Service>>> = {
  Salesforce: async () => {
    const sandbox = await startSalesforceSandbox();
    sandbox.web.redirectUris.add(redirectUri);
    const auth = { grant: 'authorization-code', ...sandbox.credentials.web };
    return { ...sandbox, connector: salesforce, settings: { loginUrl: sandbox.url, auth }, rotates: false };
  },
  'Salesforce with rotation, and without a secret': async () => {
    const sandbox = await startSalesforceSandbox();
    sandbox.web.redirectUris.add(redirectUri);
    sandbox.web.rotatesRefreshTokens = true;
    sandbox.web.requiresSecret = false;
    const { clientId } = sandbox.credentials.web;
    const auth = { grant: 'authorization-code', clientId };
    return { ...sandbox, connector: salesforce, settings: { loginUrl: sandbox.url, auth }, rotates: true };
  },
  'Dynamics 365': async () => {
    const sandbox = await startDataverseSandbox();
    sandbox.web.redirectUris.add(redirectUri);
    const { clientId, clientSecret } = sandbox.credentials;
    const { tokenUrl, url: serverUrl } = sandbox;
    const auth = { grant: 'authorization-code', tokenUrl, clientId, clientSecret };
    return { ...sandbox, connector: dynamics, settings: { serverUrl, auth }, rotates: true };
  },
};

function tokenOf(settings: ConnectionSettings): unknown {
  return (settings['auth'] as Readonly<Record<string, unknown>>)['refreshToken'];
}

function owns(connector: Connector, address: string): boolean {
  return connector.isOwnAddress(new URL(address));
}

for (const [title, start] of Object.entries(services)) {
  describe(`a person consents to what a connection to ${title} may do:`, () => {
    let service: Service;
    before(async () => {
      service = await start();
    });
    after(() => service.close());

    const codeVerifier = randomBytes(32).toString('base64url');
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const url = (): string =>
      service.connector.authorizing.authorizationUrl({
        settings: service.settings,
        redirectUri,
        state: 'a state',
        codeChallenge,
      });
    async function connect(verifier = codeVerifier): Promise<ConnectionSettings> {
      const { location } = await consent(url());
      expect(location?.searchParams.get('state')).to.equal('a state');
      const code = location?.searchParams.get('code') ?? '';
      const { authorizing } = service.connector;
      return await authorizing.exchangeCode({
        settings: service.settings,
        redirectUri,
        code,
        codeVerifier: verifier,
      });
    }
    it('they are sent there with a state and a challenge, and without anything secret', () => {
      const { searchParams } = new URL(url());
      expect(searchParams.get('state')).to.equal('a state');
      expect(searchParams.get('code_challenge')).to.equal(codeChallenge);
      expect(searchParams.get('code_challenge_method')).to.equal('S256');
      expect(url()).to.not.match(new RegExp(`secret|${codeVerifier}`));
    });

    it('the code becomes a refresh token, which is a secret, and by which it is logged in from then on', async () => {
      const settings = await connect();
      expect(service.connector.secretPaths).to.include(refreshTokenPath);
      const news: string[] = [];
      const session = await service.connector.logIn(settings, {
        onNewRefreshToken: (token) => Promise.resolve(void news.push(token)),
      });
      expect(news).to.have.length(service.rotates ? 1 : 0);
      expect(news).to.not.include(tokenOf(settings));
      const source = {
        get: () => Promise.resolve(session),
        refresh: () => Promise.reject(new Error('not needed here')),
      };
      const client = service.connector.openClient({ sessions: source });
      expect(await client.identify())
        .to.have.property('userName')
        .that.includes('@acme.example');
      await client.close();
    });

    it('a login waits until the new refresh token is kept, and fails where it cannot be', async () => {
      if (!service.rotates) return;
      const settings = await connect();
      const failing = service.connector.logIn(settings, {
        onNewRefreshToken: () => Promise.reject(new Error('the disk is full')),
      });
      expect((await caught(failing)).message).to.equal('the disk is full');
    });

    it('a code that another verifier comes with is refused, in words without secrets', async () => {
      const error = await caught(connect('another-verifier-of-forty-three-characters-at-least'));
      expect(error).to.be.instanceOf(UserError).and.have.property('code', 'login_refused');
      expect(error.message)
        .to.match(/Begin anew/)
        .and.not.match(/sandbox.secret/);
    });

    it('a consent that was taken back is an expired login, and no wrong one', async () => {
      const settings = await connect();
      service.revokeConsents();
      const error = await caught(service.connector.logIn(settings));
      expect(error).to.be.instanceOf(UserError).and.have.property('code', 'login_expired');
      expect(error.message)
        .to.match(/Reconnect/)
        .and.not.include(String(tokenOf(settings)));
    });

    it('settings that are not right are refused before anybody is sent anywhere', () => {
      const settings = { ...service.settings, auth: { grant: 'authorization-code', clientId: '' } };
      const ask = (): string =>
        service.connector.authorizing.authorizationUrl({
          settings,
          redirectUri,
          state: 's',
          codeChallenge,
        });
      expect(ask).to.throw(UserError, /auth\./);
    });
  });
}

describe('an address that is typed in a browser', () => {
  it('is the CRM’s own, or not', () => {
    expect(owns(salesforce, 'https://login.salesforce.com')).to.equal(true);
    expect(owns(salesforce, 'https://acme--dev.sandbox.my.salesforce.com')).to.equal(true);
    expect(owns(dynamics, 'https://acme.crm4.dynamics.com')).to.equal(true);
    expect(owns(dynamics, 'https://login.microsoftonline.com/t/oauth2/v2.0/token')).to.equal(true);
    for (const address of [
      'https://salesforce.com.evil.example',
      'https://evilsalesforce.com',
      'http://127.0.0.1:80',
      'http://169.254.169.254',
    ]) {
      expect(owns(salesforce, address)).to.equal(false);
      expect(owns(dynamics, address)).to.equal(false);
    }
  });
});
