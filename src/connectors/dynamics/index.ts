import type { Connector } from '../connector.ts';
import { logIn } from './auth.ts';
import { authorizationUrl, consentPlace, exchangeCode, revoke } from './authorizing.ts';
import { openClient } from './client.ts';
import { connectForms, isOwnAddress } from './connect-forms.ts';
import { parseSettings, secretPaths } from './settings.ts';
import { defaultTuning } from './tuning.ts';
import type { Tuning } from './tuning.ts';

/** @param tuning what is to differ from the pauses and bounds that Dataverse itself is talked to with. */
export function createDynamicsConnector(tuning: Partial<Tuning> = {}): Connector {
  const tuned = { ...defaultTuning, ...tuning };
  return {
    name: 'dynamics',
    title: 'Dynamics 365',
    parseSettings,
    secretPaths,
    connectForms,
    isOwnAddress,
    authorizing: {
      authorizationUrl,
      exchangeCode: (exchange, signal) => exchangeCode(exchange, tuned, signal),
      revoke,
      consentPlace,
    },
    logIn: (settings, options) => logIn(parseSettings(settings), tuned, options),
    openClient: (options) => openClient(options, tuned),
  };
}

export const dynamics = createDynamicsConnector();
