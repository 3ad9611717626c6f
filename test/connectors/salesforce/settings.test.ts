import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { audienceOf } from '../../../src/connectors/salesforce/auth.ts';
import { parseSettings } from '../../../src/connectors/salesforce/settings.ts';
import { UserError } from '../../../src/domain/errors.ts';

const auth = { grant: 'client-credentials', clientId: 'an id', clientSecret: 'a secret' };
const settings = { loginUrl: 'https://login.salesforce.com', auth };
const pem = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

function problemWith(given: unknown): string {
  try {
    parseSettings(given);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('These settings were taken.');
}

describe('Salesforce settings', () => {
  it('takes client credentials, names the API version and drops a slash at the end', () => {
    expect(parseSettings({ ...settings, loginUrl: 'https://acme.my.salesforce.com/' })).to.deep.equal({
      loginUrl: 'https://acme.my.salesforce.com',
      apiVersion: '62.0',
      auth,
    });
  });

  it('takes a JWT grant with a key on several lines or on one', () => {
    for (const privateKey of [pem, pem.replaceAll('\n', '\\n')]) {
      const jwt = { grant: 'jwt-bearer', clientId: 'an id', username: 'sync@acme.com', privateKey };
      expect(parseSettings({ ...settings, apiVersion: '60.0', auth: jwt }).auth.grant).to.equal('jwt-bearer');
    }
  });

  it('takes plain http for this machine only', () => {
    for (const host of ['127.0.0.1:4000', 'localhost:4000', '[::1]:4000']) {
      expect(parseSettings({ ...settings, loginUrl: `http://${host}` }).loginUrl).to.equal(`http://${host}`);
    }
  });

  const wrong: readonly [title: string, given: unknown, message: RegExp][] = [
    ['no settings at all', null, /settings of a Salesforce connection.*Example: https:/],
    ['no address', { auth }, /"loginUrl" is missing\. Example: https:\/\/login/],
    ['an address that is none', { ...settings, loginUrl: 'acme' }, /"loginUrl" must begin with https:\/\/\./],
    ['http elsewhere', { ...settings, loginUrl: 'http://acme.example' }, /"loginUrl" must begin with https/],
    [
      'a host that only begins like this one',
      { ...settings, loginUrl: 'http://localhost.evil.example' },
      /https/,
    ],
    ['a path', { ...settings, loginUrl: 'https://acme.example/services' }, /without a path/],
    [
      'a password in the address',
      { ...settings, loginUrl: 'https://a:b@acme.example' },
      /must not hold a user/,
    ],
    ['an old version', { ...settings, apiVersion: '29.0' }, /"apiVersion" is too old.*Example: "62.0"/],
    ['a version as a number', { ...settings, apiVersion: 62 }, /"apiVersion" is to be quoted text/],
    [
      'a week that begins in the middle',
      { ...settings, weekStart: 'wednesday' },
      /"weekStart" is no day that weeks begin/,
    ],
    ['no auth', { loginUrl: settings.loginUrl }, /"auth/],
    [
      'an unknown grant',
      { ...settings, auth: { grant: 'password' } },
      /"auth\.grant".*client-credentials, jwt-bearer or authorization-code/,
    ],
    ['no secret', { ...settings, auth: { ...auth, clientSecret: '' } }, /"auth\.clientSecret" is empty/],
    [
      'a broken key',
      { ...settings, auth: { grant: 'jwt-bearer', clientId: 'x', username: 'y', privateKey: 'sesame' } },
      /"auth\.privateKey" is no RSA private key.*BEGIN PRIVATE KEY/,
    ],
    ['a misspelt setting', { ...settings, loginURL: 'https://x.example' }, /"loginURL" is not known/],
    [
      'a setting of another grant',
      { ...settings, auth: { ...auth, username: 'x' } },
      /"username" is not known in auth/,
    ],
  ];
  for (const [title, given, message] of wrong) {
    it(`refuses ${title}, naming the setting`, () => {
      expect(problemWith(given)).to.match(message);
    });
  }

  it('never repeats a secret', () => {
    const given = {
      ...settings,
      auth: { grant: 'jwt-bearer', clientId: 'x', username: 'y', privateKey: 'sesame' },
    };
    expect(problemWith(given)).to.not.include('sesame');
  });

  it('signs for the shared login host of production or sandbox where the org has its own', () => {
    expect(audienceOf('https://acme.my.salesforce.com')).to.equal('https://login.salesforce.com');
    expect(audienceOf('https://acme--dev.sandbox.my.salesforce.com')).to.equal('https://test.salesforce.com');
    expect(audienceOf('https://test.salesforce.com')).to.equal('https://test.salesforce.com');
  });
});
