import type { SourceSchema } from '../../domain/source-schema.ts';
import { matcherOf } from '../built-in/filter/interpret-filter.ts';
import { knownOf, type KnownField } from '../built-in/filter/known-fields.ts';
import { readTokens } from '../built-in/words/tokens.ts';

export interface ChosenField {
  readonly known: KnownField;
  /** Values of its picklist that the words may mean. */
  readonly values: ReadonlySet<string>;
}

/**
 * The fields that a model is told of, at most `limit`: those that the words may mean, by the built-in translator's own
 * scoring, and then what the object has, its own fields before those of its parents.
 */
export function chooseFields(text: string, schema: SourceSchema, limit: number): ChosenField[] {
  const known = knownOf(schema);
  const scores = new Map<KnownField, number>();
  const values = new Map<KnownField, Set<string>>();
  const tokens = readTokens(text);
  const matcher = matcherOf(known);
  for (let at = 0; at < tokens.length; at++) {
    for (const { length, readings } of matcher.spansAt(tokens, at)) {
      for (const reading of readings) {
        const score = reading.strength * length;
        scores.set(reading.of, Math.max(scores.get(reading.of) ?? 0, score));
        if (reading.kind !== 'value') continue;
        const named = values.get(reading.of) ?? new Set();
        for (const value of reading.values) named.add(value);
        values.set(reading.of, named);
      }
    }
  }
  const meant = [...scores].toSorted((a, b) => b[1] - a[1]).map(([of]) => of);
  const others = known.fields.filter((of) => !scores.has(of)).toSorted((a, b) => placeOf(a) - placeOf(b));
  return [...meant, ...others]
    .slice(0, limit)
    .map((of) => ({ known: of, values: values.get(of) ?? new Set<string>() }));
}

/** Of fields that nothing was said of: standard before custom, own before parents'. */
const placeOf = ({ parent, field }: KnownField): number => (parent === '' ? 0 : 2) + (field.custom ? 1 : 0);
