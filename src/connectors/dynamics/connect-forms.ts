import { authorizationCode, isBelow } from '../authorizing.ts';
import type { ConnectField, ConnectForm } from '../authorizing.ts';

const serverUrl: ConnectField = {
  path: 'serverUrl',
  label: 'Environment address',
  hint: 'As it stands in the browser when Dynamics 365 is open: https://acme.crm.dynamics.com',
  kind: 'address',
};

const tokenUrl: ConnectField = {
  path: 'auth.tokenUrl',
  label: 'Token address',
  hint: 'https://login.microsoftonline.com/TENANT/oauth2/v2.0/token, with the id of your directory (tenant) in the place of TENANT.',
  kind: 'address',
};

const clientId: ConnectField = {
  path: 'auth.clientId',
  label: 'Application (client) ID',
  hint: 'Of the app registration in Entra ID.',
  kind: 'text',
};

const clientSecret: ConnectField = {
  path: 'auth.clientSecret',
  label: 'Client secret',
  hint: 'The secret\u2019s value, not its ID.',
  kind: 'secret',
};

export const connectForms: readonly ConnectForm[] = [
  {
    grant: authorizationCode,
    title: 'Sign in with your browser',
    summary: 'You sign in at Microsoft and allow the access. Jobs then read and write as you.',
    fields: [
      serverUrl,
      { ...tokenUrl, value: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token' },
      clientId,
      clientSecret,
    ],
  },
  {
    grant: 'client-credentials',
    title: 'Client credentials',
    summary: 'Jobs read and write as an application user of the environment. Nobody has to sign in.',
    fields: [serverUrl, tokenUrl, clientId, clientSecret],
  },
];

const ownDomains = [
  'dynamics.com',
  'dynamics.cn',
  'microsoftdynamics.us',
  'appsplatform.us',
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.chinacloudapi.cn',
];

export const isOwnAddress = (address: URL): boolean => isBelow(address, ownDomains);
