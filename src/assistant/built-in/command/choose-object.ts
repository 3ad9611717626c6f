import type { AskableObject, ChatContext } from '../../assistant.ts';
import { question, type Proposal } from '../../proposal.ts';
import type { Token } from '../words/tokens.ts';
import { findObjects, type SaidConnector } from './find-objects.ts';

/** The one object that is spoken of; or the question which. */
export function chooseObject(
  tokens: readonly Token[],
  connectors: readonly SaidConnector[],
  objects: readonly AskableObject[],
  { connections, chosen }: ChatContext,
): AskableObject | Proposal {
  const nameOf = (object: AskableObject): string => objectTitle(object, connections);
  const picked = objects.find((object) => nameOf(object) === chosen);
  if (picked !== undefined) return picked;
  const said = new Set(connectors.map(({ connector }) => connector));
  const connected = new Set(connections.map(({ connector }) => connector));
  const pool = objects.filter(({ connector }) =>
    said.size > 0 ? said.has(connector) : connected.has(connector),
  );
  const found = findObjects(tokens, pool.length > 0 ? pool : objects);
  const [first] = found;
  if (first === undefined) return ask([]);
  // "contacts of accounts": the records come first, what they belong to after.
  const earliest = Math.min(...found.map(({ at }) => at));
  const nearest = found.filter(({ at }) => at === earliest);
  const [only] = nearest;
  if (nearest.length === 1 && only !== undefined) return only;
  return ask(nearest.map(nameOf));
}

/** `Opportunity in Acme Salesforce`: by the connection, which people know; by its CRM, too, where that tells more. */
export function objectTitle(
  { connector, schema }: AskableObject,
  connections: ChatContext['connections'],
): string {
  const { label } = schema.object;
  if (connector === 'hub') return `${label} of the hub`;
  const its = connections.filter((each) => each.connector === connector);
  const crm = its[0]?.title ?? connector;
  const names = its.map(({ name }) => name);
  const [only = crm] = names;
  if (names.length > 1) return `${label} in ${crm} (${names.join(', ')})`;
  const isSaid = its[0]?.title === undefined || only.toLowerCase().includes(shortTitle(crm));
  return isSaid ? `${label} in ${only}` : `${label} in ${only} (${crm})`;
}

/** `Microsoft Dynamics 365` is said by `Contoso Dynamics`. */
const shortTitle = (title: string): string =>
  title
    .toLowerCase()
    .replace(/^microsoft /, '')
    .split(' ')[0] ?? '';

function ask(choices: readonly string[]): Proposal {
  return question(
    choices.length === 0
      ? 'Of which object? Say for example "Salesforce accounts".'
      : `Which of them do you mean: ${choices.join(' or ')}?`,
    choices,
  );
}
