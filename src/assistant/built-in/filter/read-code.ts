import { maxNameWords } from '../limits.ts';
import type { Token } from '../words/tokens.ts';
import type { Known, KnownField } from './known-fields.ts';
import type { FieldReading, ValueReading } from './readings.ts';

/** A field or value that is written as the CRM has it. */
export interface Code {
  /** In tokens. */
  readonly length: number;
  readonly fields: readonly FieldReading[];
  readonly values: readonly ValueReading[];
}

/** `AccountStatus__c` and `Owner.Name`; with backticks around it any name, and any value of a picklist. */
export function codeAt(tokens: readonly Token[], at: number, known: Known): Code | null {
  const first = tokens[at];
  if (first?.isCode === true) return quotedCode(first.text, known);
  if (first?.kind !== 'word') return null;
  let found: Code | null = null;
  let written = first.text;
  for (let end = at + 1; end < tokens.length && end - at < maxNameWords * 2; end += 1) {
    const next = tokens[end];
    if (next === undefined || !next.isJoined || next.kind === 'quoted') break;
    written += next.text;
    const field = known.byCode.get(written);
    if (field !== undefined) found = { length: end + 1 - at, fields: [readingOf(field)], values: [] };
  }
  return found;
}

function quotedCode(text: string, known: Known): Code | null {
  const field = known.byCode.get(text.toLowerCase());
  if (field !== undefined) return { length: 1, fields: [readingOf(field)], values: [] };
  const owners = new Set(known.values.filter(({ value }) => value === text).map(({ of }) => of));
  if (owners.size === 0) return null;
  const values = [...owners].map((of) => ({ kind: 'value', of, values: [text], strength: 1 }) as const);
  return { length: 1, fields: [], values };
}

const readingOf = (of: KnownField): FieldReading => ({
  kind: 'field',
  of,
  strength: 1,
  isScoped: false,
  says: true,
  isByWords: false,
});
