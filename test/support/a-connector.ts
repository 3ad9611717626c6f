import type { Authorizing } from '../../src/connectors/authorizing.ts';
import type { Connector } from '../../src/connectors/connector.ts';
import { connectForms, isOwnAddress } from '../../src/connectors/salesforce/connect-forms.ts';
import { parseSettings, secretPaths } from '../../src/connectors/salesforce/settings.ts';

/** Of a CRM that takes nobody's consent. */
export const noConsent: Authorizing = {
  authorizationUrl: () => {
    throw new Error('There is nobody to consent.');
  },
  exchangeCode: () => Promise.reject(new Error('There is nobody to consent.')),
  revoke: () => Promise.resolve(false),
  consentPlace: 'its settings',
};

/** Reads settings as Salesforce's connector does, and calls nobody. */
export const settingsOnly: Connector = {
  name: 'salesforce',
  title: 'Salesforce',
  parseSettings,
  secretPaths,
  connectForms,
  isOwnAddress,
  allowsPrivate: false,
  authorizing: noConsent,
  logIn: () => Promise.reject(new Error('There is nobody to log in to.')),
  openClient: () => {
    throw new Error('There is nobody to ask.');
  },
};
