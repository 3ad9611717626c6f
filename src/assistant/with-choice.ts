import { wordsOf } from '../domain/mapping/name-words.ts';
import type { SourceField, SourceSchema } from '../domain/source-schema.ts';
import { fold, stem } from './built-in/words/fold.ts';

/** A question that was asked back, with the words that led to it. */
export interface OpenQuestion {
  readonly asked: string;
  /** The words that are not clear; null where it is about all of them. */
  readonly about: string | null;
}

/**
 * What was asked, with what a person chose in the place of the words that were asked about; behind it where those are not
 * in it.
 *
 * @param choice of the question: a field by label and path, or a value
 */
export function withChoice({ asked, about }: OpenQuestion, choice: string, schema: SourceSchema): string {
  const at = about === null || about === '' ? -1 : asked.toLowerCase().indexOf(about.toLowerCase());
  if (about === null || at === -1) return `${asked.trim()} (${meaningOf(choice, '', schema)})`;
  const said = asked.slice(at, at + about.length);
  return `${asked.slice(0, at)}${meaningOf(choice, said, schema)}${asked.slice(at + about.length)}`;
}

/** With backticks what is to be taken as the CRM has it: `Account Type (Type)` is the field, `3` a value. */
function meaningOf(choice: string, said: string, schema: SourceSchema): string {
  const path = /\(([\w.]+)\)$/.exec(choice)?.[1] ?? choice;
  const found = schema.field(path);
  if (found.kind === 'found') {
    // "Prospects" is a value of the field that was chosen, and stays.
    const value = isValueOf(found.field, said) ? ` ${said}` : '';
    return `\`${found.path}\`${value}`;
  }
  const values = schema.object.fields.flatMap(({ picklistValues }) => picklistValues);
  const isCode = values.some(({ value, label }) => value === choice && label !== choice);
  return isCode ? `\`${choice}\`` : choice;
}

function isValueOf({ name, label, picklistValues }: SourceField, said: string): boolean {
  const words = stemsOf(said);
  const isIn = (text: string): boolean => {
    const stems = new Set(stemsOf(text));
    return words.length > 0 && words.every((word) => stems.has(word));
  };
  if (isIn(label) || isIn(name)) return false;
  return picklistValues.some((each) => isIn(each.label) || isIn(each.value));
}

const stemsOf = (text: string): string[] => wordsOf(fold(text)).map(stem);
