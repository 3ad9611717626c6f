import type { Connector } from '../connector.ts';
import { logIn } from './auth.ts';
import { authorizationUrl, consentPlace, exchangeCode, revoke } from './authorizing.ts';
import { connectForms, isOwnAddress } from './connect-forms.ts';
import { createRunConnector } from './run-connector.ts';
import { parseSettings, secretPaths } from './settings.ts';
import { tuned } from './tuning.ts';
import type { Tuning } from './tuning.ts';

/**
 * @param tuning what is to differ from the pauses and bounds that the CRM itself is talked to with.
 * @param allowsPrivate as `Connector` has it
 */
export function createSalesforceConnector(tuning: Partial<Tuning> = {}, allowsPrivate = false): Connector {
  const all = tuned(tuning, allowsPrivate);
  return {
    ...createRunConnector(tuning, allowsPrivate),
    name: 'salesforce',
    parseSettings,
    secretPaths,
    connectForms,
    isOwnAddress,
    allowsPrivate,
    authorizing: {
      authorizationUrl,
      exchangeCode: (exchange, signal) => exchangeCode(exchange, all, signal),
      revoke: (settings, signal) => revoke(settings, all, signal),
      consentPlace,
    },
    logIn: (settings, options) => logIn(parseSettings(settings), all, options),
  };
}

export const salesforce = createSalesforceConnector();
