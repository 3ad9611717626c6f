import type { RunConnector } from '../connector.ts';
import { openClient } from './client.ts';
import { tuned } from './tuning.ts';
import type { Tuning } from './tuning.ts';

/**
 * @param tuning what is to differ from the pauses and bounds that the CRM itself is talked to with.
 * @param allowsPrivate as `Connector` has it
 */
export function createRunConnector(tuning: Partial<Tuning>, allowsPrivate: boolean): RunConnector {
  const all = tuned(tuning, allowsPrivate);
  return { title: 'Salesforce', openClient: (options) => openClient(options, all) };
}
