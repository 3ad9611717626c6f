import type { HubAttribute, HubObjectName } from '../hub-object.ts';
import { nearestNames } from '../nearest.ts';
import { synonymsOf } from './match-field.ts';
import { knownNames, nameQuery, nameRanks, rankNames, textsOf } from './name-query.ts';
import type { NameQuery } from './name-query.ts';

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
  const query = nameQuery(typed);
  if (query.letters === '') return attributes.slice(0, limit);
  const ranked = attributes.flatMap((attribute) => {
    const rank = rankOf(query, attribute, object);
    return rank === null ? [] : [{ attribute, rank }];
  });
  // The sort is stable: what ranks alike keeps the order of the attributes.
  const found = ranked.sort((a, b) => a.rank - b.rank).map(({ attribute }) => attribute);
  return [...found, ...nearlyWritten(typed, attributes, found)].slice(0, limit);
}

function rankOf(query: NameQuery, attribute: HubAttribute, object: HubObjectName): number | null {
  const rank = rankNames(query, knownNames([attribute.label, attribute.name]));
  if (rank !== null) return rank;
  const synonyms = synonymsOf(attribute, object);
  const some = (test: (name: string, text: string) => boolean): boolean =>
    synonyms.some((name) => textsOf(query).some((text) => test(name, text)));
  if (some((name, text) => name === text)) return synonymRanks.same;
  return some((name, text) => name.startsWith(text)) ? synonymRanks.begins : null;
}

/** Behind every way in which a name itself is found. */
const synonymRanks = { same: nameRanks.within + 1, begins: nameRanks.within + 2 } as const;

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
