import type { HubAttribute, HubObjectName } from '../hub-object.ts';
import { nearestNames } from '../nearest.ts';
import { synonymsOf } from './match-field.ts';
import { joined, wordsOf } from './name-words.ts';

/**
 * The attributes that a person may mean by what is typed so far, best first: by label and name, then by what people and
 * CRMs call the same thing (`csm` finds success_manager), then by what is nearly written so. All of them, as they
 * come, where nothing is typed.
 */
export function searchAttributes(
  typed: string,
  attributes: readonly HubAttribute[],
  object: HubObjectName,
  limit: number,
): HubAttribute[] {
  const query = queryOf(typed);
  if (query.letters === '') return attributes.slice(0, limit);
  const ranked = attributes.flatMap((attribute) => {
    const rank = rankOf(query, attribute, object);
    return rank === null ? [] : [{ attribute, rank }];
  });
  // The sort is stable: what ranks alike keeps the order of the attributes.
  const found = ranked.sort((a, b) => a.rank - b.rank).map(({ attribute }) => attribute);
  return [...found, ...nearlyWritten(typed, attributes, found)].slice(0, limit);
}

interface Query {
  /** Small letters and digits, as they are typed. */
  readonly letters: string;
  /** The same with short words written out: `acct` as account. */
  readonly joined: string;
  readonly words: readonly string[];
}

function queryOf(typed: string): Query {
  return { letters: lettersOf(typed), joined: joined(typed), words: wordsOf(typed) };
}

const ranks = { same: 0, begins: 1, words: 2, within: 3, synonym: 4, synonymBegins: 5 } as const;

function rankOf(query: Query, attribute: HubAttribute, object: HubObjectName): number | null {
  const names = [attribute.label, attribute.name];
  const written = names.flatMap((name) => [lettersOf(name), joined(name)]);
  const texts = [query.letters, query.joined];
  const some = (test: (name: string, text: string) => boolean, among: readonly string[]): boolean =>
    among.some((name) => texts.some((text) => text !== '' && test(name, text)));
  if (some((name, text) => name === text, written)) return ranks.same;
  if (some((name, text) => name.startsWith(text), written)) return ranks.begins;
  const words = names.flatMap(wordsOf);
  const beginsWords = query.words.every((typed) => words.some((word) => word.startsWith(typed)));
  if (query.words.length > 0 && beginsWords) return ranks.words;
  if (some((name, text) => name.includes(text), written)) return ranks.within;
  const synonyms = synonymsOf(attribute, object);
  if (some((name, text) => name === text, synonyms)) return ranks.synonym;
  return some((name, text) => name.startsWith(text), synonyms) ? ranks.synonymBegins : null;
}

/** For a slip of the finger. */
function nearlyWritten(
  typed: string,
  attributes: readonly HubAttribute[],
  found: readonly HubAttribute[],
): HubAttribute[] {
  const others = attributes.filter((attribute) => !found.includes(attribute));
  const byName = new Map(others.flatMap((each) => [[each.label, each] as const, [each.name, each] as const]));
  const near = nearestNames(typed, [...byName.keys()], maxNear).flatMap((name) => byName.get(name) ?? []);
  return [...new Set(near)];
}

const maxNear = 6;

function lettersOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
