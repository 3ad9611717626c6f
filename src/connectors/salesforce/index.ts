import type { Connector } from '../connector.ts';
import { logIn } from './auth.ts';
import { authorizationUrl, consentPlace, exchangeCode, revoke } from './authorizing.ts';
import { openClient } from './client.ts';
import { connectForms, isOwnAddress } from './connect-forms.ts';
import { parseSettings, secretPaths } from './settings.ts';
import { defaultTuning } from './tuning.ts';
import type { Tuning } from './tuning.ts';

/** @param tuning what is to differ from the pauses and bounds that Salesforce itself is talked to with. */
export function createSalesforceConnector(tuning: Partial<Tuning> = {}): Connector {
  const tuned = { ...defaultTuning, ...tuning };
  return {
    name: 'salesforce',
    title: 'Salesforce',
    parseSettings,
    secretPaths,
    connectForms,
    isOwnAddress,
    authorizing: {
      authorizationUrl,
      exchangeCode: (exchange, signal) => exchangeCode(exchange, tuned, signal),
      revoke: (settings, signal) => revoke(settings, tuned, signal),
      consentPlace,
    },
    logIn: (settings, options) => logIn(parseSettings(settings), tuned, options),
    openClient: (options) => openClient(options, tuned),
  };
}

export const salesforce = createSalesforceConnector();
