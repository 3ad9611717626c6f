import type { Connector } from '../connector.ts';
import { logIn } from './auth.ts';
import { authorizationUrl, consentPlace, exchangeCode, revoke } from './authorizing.ts';
import { openClient } from './client.ts';
import { connectForms, isOwnAddress } from './connect-forms.ts';
import { parseSettings, secretPaths } from './settings.ts';
import { defaultTuning } from './tuning.ts';
import type { Tuning } from './tuning.ts';

/**
 * @param tuning what is to differ from the pauses and bounds that the CRM itself is talked to with.
 * @param allowsPrivate as `Connector` has it
 */
export function createSalesforceConnector(tuning: Partial<Tuning> = {}, allowsPrivate = false): Connector {
  const reach = { ...defaultTuning.reach, ...tuning.reach, allowsPrivate };
  const tuned = { ...defaultTuning, ...tuning, reach };
  return {
    name: 'salesforce',
    title: 'Salesforce',
    parseSettings,
    secretPaths,
    connectForms,
    isOwnAddress,
    allowsPrivate,
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
