import { wordsOf } from '../domain/mapping/name-words.ts';
import type { SourceField, SourceObject, SourceRelationship } from '../domain/source-schema.ts';
import { nounsOf } from './built-in/vocabulary/objects.ts';
import { fold, stem } from './built-in/words/fold.ts';

/** Parents that are described for one ask: an object may have a hundred, and each is a question to the CRM. */
export const maxParentsAsked = 12;

/**
 * Relationships of an object that a text may speak of, those that it names first: what an ask about records has to know
 * beside the object itself.
 */
export function parentsNamed(text: string, object: SourceObject): string[] {
  const said = new Set(foldedWords(text));
  const named: string[] = [];
  const others: string[] = [];
  for (const field of object.fields) {
    const { relationship } = field;
    if (relationship === undefined) continue;
    const isNamed = wordsFor(field, relationship).some((word) => said.has(word));
    (isNamed ? named : others).push(relationship.name);
  }
  return [...new Set([...named, ...others])].slice(0, maxParentsAsked);
}

/** What a parent is called: by the relationship, by the field, and by what people say for such records. */
function wordsFor({ label }: SourceField, { name, objects }: SourceRelationship): string[] {
  const words = [name.replace(/__r$/i, ''), label, ...objects].flatMap(wordsOf);
  return nounsOf(words)
    .flatMap(foldedWords)
    .filter((word) => word.length > minWordLength);
}

/** `id` and `of` name nothing. */
const minWordLength = 2;

const foldedWords = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map(stem);
