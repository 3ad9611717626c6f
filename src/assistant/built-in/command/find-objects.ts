import { wordsOf } from '../../../domain/mapping/name-words.ts';
import type { AskableObject, ChatContext } from '../../assistant.ts';
import { nounWordsOf } from '../filter/known-fields.ts';
import { nounsOf } from '../vocabulary/objects.ts';
import type { Token } from '../words/tokens.ts';
import { isSlip } from '../words/typo.ts';

export interface FoundObject extends AskableObject {
  /** Of the token that named it. */
  readonly at: number;
}

const connectorWords: Readonly<Record<string, string>> = {
  salesforce: 'salesforce',
  sf: 'salesforce',
  sfdc: 'salesforce',
  dynamics: 'dynamics',
  d365: 'dynamics',
  dataverse: 'dynamics',
  crm365: 'dynamics',
  hub: 'hub',
};

export const isConnectorWord = (word: string): boolean => Object.hasOwn(connectorWords, word);

export interface SaidConnector {
  readonly connector: string;
  readonly at: number;
}

/** Connectors by their names, or by words that only the connections of one of them have. */
export function findConnectors(tokens: readonly Token[], { connections }: ChatContext): SaidConnector[] {
  return tokens.flatMap(({ text }, at): SaidConnector[] => {
    const named = Object.hasOwn(connectorWords, text) ? connectorWords[text] : undefined;
    if (named !== undefined) return [{ connector: named, at }];
    const of = new Set(
      connections
        .filter(({ name }) => wordsOf(name).includes(text) && text.length > 3)
        .map(({ connector }) => connector),
    );
    const [only] = of;
    return of.size === 1 && only !== undefined ? [{ connector: only, at }] : [];
  });
}

/** Whether a word may stand for records of the object. */
export function isNounOf(word: string, { schema }: AskableObject): boolean {
  return nounsOf(
    nounWordsOf(schema.object).flatMap((each) => [each, `${each}s`, each.replace(/y$/, 'ies')]),
  ).includes(word);
}

/** Objects that a text names, by label or by what people call them; those whose own label was said first. */
export function findObjects(tokens: readonly Token[], objects: readonly AskableObject[]): FoundObject[] {
  const byLabel: FoundObject[] = [];
  const byNoun: FoundObject[] = [];
  for (const object of objects) {
    const own = new Set(
      nounWordsOf(object.schema.object).flatMap((word) => [word, `${word}s`, word.replace(/y$/, 'ies')]),
    );
    const nouns = new Set(nounsOf([...own]));
    const labelAt = tokens.findIndex(
      ({ kind, text }) => kind === 'word' && (own.has(text) || [...own].some((word) => isSlip(text, word))),
    );
    if (labelAt >= 0) byLabel.push({ ...object, at: labelAt });
    else {
      const nounAt = tokens.findIndex(({ kind, text }) => kind === 'word' && nouns.has(text));
      if (nounAt >= 0) byNoun.push({ ...object, at: nounAt });
    }
  }
  return byLabel.length > 0 ? fullyNamed(tokens, byLabel) : byNoun;
}

/**
 * `accounts` names Account and not Account Team Member, `account team members` the other way round: where one word leads
 * to several objects, those go of whose label something was not said, and those that say less of it.
 */
function fullyNamed(tokens: readonly Token[], found: readonly FoundObject[]): FoundObject[] {
  const said = new Set(tokens.map(({ text }) => singular(text)));
  const wordsSaid = ({ schema: { object } }: FoundObject): number => {
    const words = wordsOf(object.label).map(singular);
    return words.every((word) => said.has(word)) ? words.length : 0;
  };
  return found.filter((object) => {
    const rivals = found.filter(({ at }) => at === object.at);
    return wordsSaid(object) === Math.max(...rivals.map(wordsSaid));
  });
}

const singular = (word: string): string =>
  word.replace(/(?<=\p{L}{2})ies$/u, 'y').replace(/(?<=\p{L}{3})s$/u, '');
