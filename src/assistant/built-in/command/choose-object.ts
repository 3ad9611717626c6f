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

const nameOf = ({ connector, schema }: AskableObject): string => `${connector} ${schema.object.label}`;

function ask(choices: readonly string[]): Proposal {
  return question(
    choices.length === 0
      ? 'Of which object? Say for example "Salesforce accounts".'
      : `Which of them do you mean: ${choices.join(' or ')}?`,
    choices,
  );
}
