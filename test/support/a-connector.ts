import type { Connector } from '../../src/connectors/connector.ts';
import { parseSettings, secretPaths } from '../../src/connectors/salesforce/settings.ts';

/** Reads settings as Salesforce's connector does, and calls nobody. */
export const settingsOnly: Connector = {
  name: 'salesforce',
  title: 'Salesforce',
  parseSettings,
  secretPaths,
  logIn: () => Promise.reject(new Error('There is nobody to log in to.')),
  openClient: () => {
    throw new Error('There is nobody to ask.');
  },
};
