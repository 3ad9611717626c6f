import { kindOfType } from '../../domain/filter/field-type.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';
import { chooseFields, type ChosenField } from './choose-fields.ts';
import { maxNameCharacters, maxToldFields, maxToldValues } from './limits.ts';

/** A field as a model is told of it. */
export interface ToldField {
  readonly path: string;
  readonly label: string;
  readonly type: string;
  /** Of a picklist: the value, or value and label where they differ. */
  readonly values?: readonly (string | readonly [string, string])[];
  /** How many values there are beside those. */
  readonly moreValues?: number;
}

/** What a model is told of an object: names, labels, types and picklist values, within so many characters. */
export function tellFields(text: string, schema: SourceSchema, maxCharacters: number): ToldField[] {
  const told: ToldField[] = [];
  let characters = 0;
  for (const chosen of chooseFields(text, schema, maxToldFields)) {
    const field = tellField(chosen);
    characters += JSON.stringify(field).length + 1;
    if (characters > maxCharacters) break;
    told.push(field);
  }
  return told;
}

function tellField({ known: { path, field }, values }: ChosenField): ToldField {
  const told = { path, label: field.label.slice(0, maxNameCharacters), type: kindOfType[field.type] };
  if (field.picklistValues.length === 0) return told;
  const ordered = field.picklistValues.toSorted(
    (a, b) => (values.has(b.value) ? 1 : 0) - (values.has(a.value) ? 1 : 0),
  );
  const shown = ordered.slice(0, maxToldValues).map(({ value, label }) => {
    const short = [value.slice(0, maxNameCharacters), label.slice(0, maxNameCharacters)] as const;
    return value === label ? short[0] : short;
  });
  const more = ordered.length - shown.length;
  return { ...told, values: shown, ...(more === 0 ? {} : { moreValues: more }) };
}
