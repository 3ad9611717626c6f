import type { SourceSchema } from '../domain/source-schema.ts';

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
  const meant = meaningOf(choice, schema);
  const at = about === null || about === '' ? -1 : asked.toLowerCase().indexOf(about.toLowerCase());
  if (about === null || at === -1) return `${asked.trim()} (${meant})`;
  return `${asked.slice(0, at)}${meant}${asked.slice(at + about.length)}`;
}

/** With backticks what is to be taken as the CRM has it: `Account Type (Type)` is the field, `3` a value. */
function meaningOf(choice: string, schema: SourceSchema): string {
  const path = /\(([\w.]+)\)$/.exec(choice)?.[1] ?? choice;
  const found = schema.field(path);
  if (found.kind === 'found') return `\`${found.path}\``;
  const values = schema.object.fields.flatMap(({ picklistValues }) => picklistValues);
  const isCode = values.some(({ value, label }) => value === choice && label !== choice);
  return isCode ? `\`${choice}\`` : choice;
}
