import type { AskableObject, ChatContext } from '../../assistant.ts';
import type { Proposal } from '../../proposal.ts';
import { interpretFilter } from '../filter/interpret-filter.ts';
import type { Token } from '../words/tokens.ts';
import { chooseObject } from './choose-object.ts';
import { findConnectors } from './find-objects.ts';
import { withoutTokens } from './without-tokens.ts';
import type { Wishes } from './wishes.ts';

/** `a filter for paused salesforce accounts`. */
export function proposeFilter(
  text: string,
  tokens: readonly Token[],
  wishes: Wishes,
  context: ChatContext,
): Proposal {
  const connectors = findConnectors(tokens, context);
  const object = chooseObject(tokens, connectors, context.objects, context);
  if ('kind' in object) return object;
  const filterAt = [...wishes.used].filter(([, wish]) => wish === 'filter').map(([at]) => at);
  const hidden = new Set([...filterAt, ...connectors.flatMap(({ at }) => withPreposition(tokens, at))]);
  const lead = leadOf(tokens, Math.min(...filterAt));
  for (const at of lead) hidden.add(at);
  const proposal = interpretFilter(withoutTokens(text, tokens, hidden), object.schema, context);
  return proposal.kind === 'filter' ? { ...proposal, ...namesOf(object) } : proposal;
}

export const namesOf = ({ connector, schema }: AskableObject): { connector: string; object: string } => ({
  connector,
  object: schema.object.name,
});

const prepositions = new Set(['in', 'from', 'to', 'on', 'of', 'into', 'aus', 'de', 'en', 'the', 'our']);

/** `from the hub`: the connector with the small words before it. */
export function withPreposition(tokens: readonly Token[], at: number): number[] {
  const places = [at];
  for (let before = at - 1; before >= 0 && prepositions.has(tokens[before]?.text ?? ''); before--)
    places.push(before);
  return places;
}

/** What stands before "a filter for" only asks for it: `i need`, `write me`. */
function leadOf(tokens: readonly Token[], filterAt: number): number[] {
  if (!Number.isFinite(filterAt)) return [];
  const after = tokens[filterAt + 1]?.text ?? '';
  const isLead =
    filterAt <= 6 && ['for', 'that', 'to', ':', 'which', 'fur', 'pour', 'para', 'on', 'of'].includes(after);
  if (!isLead) return [];
  return Array.from({ length: filterAt }, (_, at) => at).concat(
    after === ':' || after === 'for' ? [filterAt + 1] : [],
  );
}
