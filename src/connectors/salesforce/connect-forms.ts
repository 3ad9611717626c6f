import { authorizationCode, isBelow } from '../authorizing.ts';
import type { ConnectField, ConnectForm } from '../authorizing.ts';

const loginUrl: ConnectField = {
  path: 'loginUrl',
  label: 'Login address',
  hint: 'Your org\u2019s own address (My Domain), such as https://acme.my.salesforce.com. https://login.salesforce.com and, for sandboxes, https://test.salesforce.com work where people sign in.',
  kind: 'address',
  value: 'https://login.salesforce.com',
};

const clientId: ConnectField = {
  path: 'auth.clientId',
  label: 'Consumer key',
  hint: 'Of the connected app: Setup, App Manager, View, Manage Consumer Details.',
  kind: 'text',
};

const clientSecret: ConnectField = {
  path: 'auth.clientSecret',
  label: 'Consumer secret',
  hint: 'Stands below the consumer key.',
  kind: 'secret',
};

export const connectForms: readonly ConnectForm[] = [
  {
    grant: authorizationCode,
    title: 'Sign in with your browser',
    summary: 'You sign in at Salesforce and allow the access. Jobs then read and write as you.',
    fields: [
      loginUrl,
      clientId,
      {
        ...clientSecret,
        hint: 'Stands below the consumer key. Leave it empty where the app requires none.',
        isOptional: true,
      },
    ],
  },
  {
    grant: 'client-credentials',
    title: 'Client credentials',
    summary: 'Jobs read and write as the run-as user of a connected app. Nobody has to sign in.',
    fields: [{ ...loginUrl, value: '' }, clientId, clientSecret],
  },
  {
    grant: 'jwt-bearer',
    title: 'Signed login (JWT bearer)',
    summary: 'Jobs read and write as a user who is approved for a connected app with a certificate.',
    fields: [
      { ...loginUrl, value: '' },
      clientId,
      {
        path: 'auth.username',
        label: 'User name',
        hint: 'In whose name the org is read and written: sync@acme.com',
        kind: 'text',
      },
      {
        path: 'auth.privateKey',
        label: 'Private key',
        hint: 'The PEM text that belongs to the certificate in the connected app; it begins with -----BEGIN PRIVATE KEY-----.',
        kind: 'secret lines',
      },
    ],
  },
];

const ownDomains = ['salesforce.com', 'salesforce.mil', 'force.com', 'sfcrmproducts.cn', 'sfcrmapps.cn'];

export const isOwnAddress = (address: URL): boolean => isBelow(address, ownDomains);
