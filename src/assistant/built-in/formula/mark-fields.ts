import { schemaOf } from '../../../domain/schema-of.ts';
import type { SourceField, SourceFieldType } from '../../../domain/source-schema.ts';
import type { FormulaType } from '../../../domain/formula/values.ts';
import type { FormulaField } from '../../assistant.ts';
import { knownOf } from '../filter/known-fields.ts';
import { WordMatcher } from '../filter/readings.ts';
import { maxFields } from '../limits.ts';
import { readTokens } from '../words/tokens.ts';

/** A text in which fields and quoted texts are numbered: `[f0] or [q0] when blank`. */
export interface MarkedText {
  readonly marked: string;
  readonly fields: readonly FormulaField[];
  readonly quoted: readonly string[];
  /** The text with what stands in no field as it was written, for values without quotes. */
  readonly written: string;
}

const minStrength = 0.7;

const fieldTypes: Readonly<Record<FormulaType, SourceFieldType>> = {
  text: 'string',
  number: 'double',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  list: 'multipicklist',
  null: 'string',
  any: 'string',
};

export function markFields(text: string, given: readonly FormulaField[]): MarkedText {
  const byPath = new Map(given.slice(0, maxFields).map((field) => [field.path, field]));
  const source = [...byPath.values()].map(sourceField);
  const object = { name: '', label: '', labelPlural: '', custom: false, queryable: true, fields: source };
  const matcher = new WordMatcher(knownOf(schemaOf(object, new Map())));
  const tokens = readTokens(text);
  const fields: FormulaField[] = [];
  const quoted: string[] = [];
  let marked = '';
  let written = '';
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at];
    if (token === undefined) break;
    const gap = token.isJoined ? '' : ' ';
    const found = matcher
      .spansAt(tokens, at)
      .flatMap(({ length, readings }) =>
        readings.flatMap((reading) =>
          reading.kind === 'field' && !reading.isByWords ? [{ length, reading }] : [],
        ),
      )
      .filter(({ reading }) => reading.strength >= minStrength)
      .toSorted((a, b) => b.length - a.length || b.reading.strength - a.reading.strength)[0];
    const field = found === undefined ? undefined : byPath.get(found.reading.of.path);
    if (found !== undefined && field !== undefined) {
      if (!fields.includes(field)) fields.push(field);
      const mark = `${gap}[f${fields.indexOf(field)}]`;
      marked += mark;
      written += mark;
      at += found.length;
      continue;
    }
    if (token.kind === 'quoted') {
      quoted.push(token.text);
      marked += `${gap}[q${quoted.length - 1}]`;
      written += `${gap}[q${quoted.length - 1}]`;
    } else {
      marked += gap + token.text;
      written += gap + text.slice(token.start, token.end);
    }
    at++;
  }
  return { marked: marked.trim(), fields, quoted, written: written.trim() };
}

function sourceField({ path, label, type }: FormulaField): SourceField {
  return {
    name: path,
    label,
    type: fieldTypes[type],
    nillable: true,
    filterable: true,
    sortable: true,
    createable: true,
    updateable: true,
    calculated: false,
    custom: false,
    externalId: false,
    restrictedPicklist: false,
    picklistValues: [],
  };
}
