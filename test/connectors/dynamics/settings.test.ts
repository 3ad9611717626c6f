import { expect } from 'chai';
import { parseSettings, secretPaths } from '../../../src/connectors/dynamics/settings.ts';
import { UserError } from '../../../src/domain/errors.ts';

const tokenUrl = 'https://login.microsoftonline.com/5f1d7c2e-0b6a-4c93-9a58-2e4b7d90c116/oauth2/v2.0/token';
const auth = { grant: 'client-credentials', tokenUrl, clientId: 'an id', clientSecret: 'a secret' };
const settings = { serverUrl: 'https://acme.crm.dynamics.com', auth };

function problemWith(given: unknown): UserError {
  try {
    parseSettings(given);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('These settings were taken.');
}

describe('Dynamics settings', () => {
  it('takes client credentials, names the API version and drops a slash at the end', () => {
    expect(parseSettings({ ...settings, serverUrl: 'https://acme.crm4.dynamics.com/' })).to.deep.equal({
      serverUrl: 'https://acme.crm4.dynamics.com',
      apiVersion: '9.2',
      auth,
    });
  });

  it('takes plain http for this machine only', () => {
    const local = {
      serverUrl: 'http://127.0.0.1:4000',
      auth: { ...auth, tokenUrl: 'http://127.0.0.1:4000/a-tenant/oauth2/v2.0/token' },
    };
    expect(parseSettings(local)).to.deep.include(local);
  });

  it('names its secrets, and never repeats them', () => {
    expect(secretPaths).to.deep.equal(['auth.clientSecret', 'auth.refreshToken']);
    const given = { ...settings, auth: { ...auth, clientSecret: 'open sesame', clientid: 'x' } };
    expect(problemWith(given).message).to.not.include('open sesame');
  });

  it('says where the setting stands', () => {
    expect(problemWith({ ...settings, auth: { ...auth, tokenUrl: 'x' } }).path).to.deep.equal([
      'auth',
      'tokenUrl',
    ]);
  });

  const wrong: readonly (readonly [title: string, given: unknown, message: RegExp])[] = [
    ['no settings at all', null, /settings of a Dynamics 365 connection.*Example: https:\/\/acme\.crm/],
    ['no address', { auth }, /"serverUrl" is missing\. Example: https:\/\/acme/],
    [
      'http elsewhere',
      { ...settings, serverUrl: 'http://acme.example' },
      /"serverUrl" must begin with https/,
    ],
    ['a path', { ...settings, serverUrl: 'https://acme.example/api/data/v9.2' }, /without a path/],
    ['an old version', { ...settings, apiVersion: '8.2' }, /"apiVersion" is no API version.*Example: "9.2"/],
    ['a version as a number', { ...settings, apiVersion: 9.2 }, /"apiVersion" is to be quoted text/],
    ['no auth', { serverUrl: settings.serverUrl }, /"auth/],
    ['an unknown grant', { ...settings, auth: { grant: 'password' } }, /"auth\.grant".*client-credentials/],
    ['no secret', { ...settings, auth: { ...auth, clientSecret: ' ' } }, /"auth\.clientSecret" is empty/],
    [
      'an address of tokens that is another',
      { ...settings, auth: { ...auth, tokenUrl: 'https://login.microsoftonline.com/tenant/oauth2/token' } },
      /"auth\.tokenUrl" must be the token address of Entra ID's version 2\.0\. Example: https:\/\/login/,
    ],
    [
      'an address of tokens without https',
      { ...settings, auth: { ...auth, tokenUrl: 'http://login.example/t/oauth2/v2.0/token' } },
      /"auth\.tokenUrl" must begin with https/,
    ],
    [
      'a misspelt setting',
      { ...settings, loginUrl: 'https://x.example' },
      /"loginUrl" is not known in a Dynamics 365/,
    ],
  ];
  for (const [title, given, message] of wrong) {
    it(`refuses ${title}, naming the setting`, () => {
      expect(problemWith(given).message).to.match(message);
    });
  }
});
