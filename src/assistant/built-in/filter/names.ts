import { wordsOf } from '../../../domain/mapping/name-words.ts';
import { commonConcepts, objectConcepts } from '../../../domain/mapping/synonyms.ts';
import { fold, stem } from '../words/fold.ts';

/** A name taken apart for comparing. */
export interface Name {
  /** Folded. */
  readonly words: readonly string[];
  readonly stems: readonly string[];
  /** How much each of the words says, 0 to 1, in their order. */
  readonly weights: readonly number[];
  /** 1 for the name itself, less for what it is also called. */
  readonly strength: number;
  /** How many of the first words name a parent; one of them, and one of the others, must be said. */
  readonly lead: number;
}

/** Of a name by which the hub or another CRM knows the same thing. */
export const synonymStrength = 0.9;

/** Words that are in many names and say little. */
const slight = new Set(
  'date id name number of the is has code field record text time at on in key no custom est estimated total address 1 2 and or to a for with by'.split(
    ' ',
  ),
);
const slightWeight = 0.25;

/** @param noun words of the object's own label, which say little in names of its fields. */
export function nameOf(text: string, noun: ReadonlySet<string>, strength: number): Name | null {
  return nameOfWords(wordsOf(text), noun, strength);
}

export function nameOfWords(
  words: readonly string[],
  noun: ReadonlySet<string>,
  strength: number,
): Name | null {
  const folded = words.map(fold).filter((word) => word !== '');
  // What only says which object it is of names no field.
  if (folded.every((word) => noun.has(word))) return null;
  const weights = folded.map((word) => (slight.has(word) || noun.has(word) ? slightWeight : 1));
  // A name of slight words only is as good as any other where all of them are said.
  return { words: folded, stems: folded.map(stem), weights, strength, lead: 0 };
}

/** Names by which the hub knows the same thing, from the tables that mappings are made with. */
const conceptNames: ReadonlyMap<string, readonly string[]> = indexConcepts();

function indexConcepts(): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const { attributes, fields } of [...commonConcepts, ...Object.values(objectConcepts).flat()]) {
    // Ids and owners lead elsewhere than to a value that is compared.
    const names = [...attributes, ...fields].filter((name) => !/\bid\b|\bowner\b/.test(name));
    for (const name of names) {
      const key = name.replaceAll(' ', '');
      const known = index.get(key) ?? [];
      index.set(key, [...known, ...names.filter((other) => !known.includes(other))]);
    }
  }
  return index;
}

/** What a field of this name is also called; not what merely begins alike. */
export function synonymsOfName(name: string): readonly string[] {
  return conceptNames.get(wordsOf(name).join('')) ?? [];
}
