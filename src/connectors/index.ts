/** The connectors there are. A new one is a folder beside this file and a line below. */
import { UserError } from '../domain/errors.ts';
import { nearestNames } from '../domain/nearest.ts';
import type { Connector, ConnectorName } from './connector.ts';
import { createDynamicsConnector } from './dynamics/index.ts';
import { createSalesforceConnector } from './salesforce/index.ts';

/** @param allowsPrivate whether addresses that are not the CRM's own may lead into the operator's network */
export function connectorsFor(allowsPrivate: boolean): Readonly<Record<ConnectorName, Connector>> {
  return {
    salesforce: createSalesforceConnector({}, allowsPrivate),
    dynamics: createDynamicsConnector({}, allowsPrivate),
  };
}

export const connectors = connectorsFor(false);

/** @throws UserError that names the connectors there are. */
export function connectorNamed(name: string): Connector {
  const found = Object.values(connectors).find((connector) => connector.name === name);
  if (found !== undefined) return found;
  const known = Object.keys(connectors);
  const [near] = nearestNames(name, known);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new UserError(`There is no connector "${name}".${hint} Known: ${known.join(', ')}.`, {
    code: 'unknown_connector',
  });
}
