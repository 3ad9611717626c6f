/** Conditions on text, without letter case in every alphabet. */
import { foldCase } from '../../domain/filter/fold-case.ts';
import { likeParts, type LikePart } from '../../domain/filter/like-pattern.ts';
import type { FilterValue, TextOperator } from '../../domain/filter/syntax.ts';
import { dottedI, unfoldedTo, type Unfolded } from '../../domain/filter/unfold-case.ts';
import type { FilterCompilation, SelectField } from './compile-filter.ts';
import type { OrderOperator } from './dialect.ts';
import { all, any, exactly, isTrue, never, type Truth } from './truth.ts';

type Field = Pick<SelectField, 'text'>;
type Compilation = Pick<FilterCompilation, 'dialect' | 'binds'>;

/** Whether the text is one of these. */
export function textAmong(field: Field, values: readonly FilterValue[], compilation: Compilation): Truth {
  return isOneOf(
    field.text,
    values.map((value) => foldCase(textOf(value))),
    compilation,
  );
}

/**
 * Whether SQL of a text, which may be NULL, is one of `wanted`, which are folded. What no text of the hub holds (U+0000,
 * halves of surrogate pairs) is not among them.
 */
export function isOneOf(text: string, wanted: readonly string[], compilation: Compilation): Truth {
  const { dialect, binds } = compilation;
  const storable = wanted.filter((each) => !isUnstorable(each));
  if (storable.length === 0) return never;
  return whateverCase(text, unfoldedTo(storable.join('')), compilation, (folded) => {
    const [only] = storable;
    if (storable.length === 1 && only !== undefined) return isTrue(`${folded} = ${binds.text(only)}`);
    return isTrue(dialect.isAmong(folded, binds.texts(storable)));
  });
}

/**
 * By the order of characters. Only texts of ASCII are put in small letters by a database as the language does it;
 * of others any letter could matter.
 */
export function textOrder(
  { text }: Field,
  operator: OrderOperator,
  value: FilterValue,
  { dialect, binds }: Compilation,
): Truth {
  const wanted = foldCase(textOf(value));
  const isThere = `${text} <> ''`;
  if (isUnstorable(wanted)) return { certain: never.certain, possible: isTrue(isThere) };
  const isBeside = `${dialect.folded(text, [], binds)} ${operator} ${binds.text(wanted)}`;
  const isPlain = `octet_length(${text}) = length(${text})`;
  return {
    certain: isTrue(`${isThere} AND ${isPlain} AND ${isBeside}`),
    possible: isTrue(`${isThere} AND (${isBeside} OR NOT ${isPlain})`),
  };
}

export function textTest(
  { text }: Field,
  operator: TextOperator,
  value: FilterValue,
  compilation: Compilation,
): Truth {
  const { dialect, binds } = compilation;
  const given = textOf(value);
  const wanted = foldCase(given);
  if (isUnstorable(wanted)) return unstorableTest(text, wanted);
  if (operator === 'LIKE') return likeTest(text, likeParts(wanted), compilation);
  return whateverCase(text, unfoldedTo(wanted), compilation, (folded) => {
    const part = binds.text(wanted);
    const length = Array.from(wanted).length;
    if (operator === 'CONTAINS') return isTrue(dialect.contains(folded, part));
    if (operator === 'STARTS WITH') return isTrue(`substr(${folded}, 1, ${length}) = ${part}`);
    return isTrue(dialect.endsWith(folded, part, length));
  });
}

function likeTest(text: string, parts: readonly LikePart[], compilation: Compilation): Truth {
  const { dialect, binds } = compilation;
  const isThere = exactly(isTrue(`${text} <> ''`));
  if (parts.every((part) => part === 'any')) return isThere;
  const letters = unfoldedTo(parts.map((part) => (typeof part === 'object' ? part.text : '')).join(''));
  // Two characters to the language, which `_` counts.
  const unfolded = parts.includes('one') ? [...new Set([...letters, dottedI])] : letters;
  return whateverCase(text, unfolded, compilation, (folded) => isTrue(dialect.like(folded, parts, binds)));
}

/**
 * A test of a text in which letters that matter are folded. Where they are too many for one expression, records with
 * any character beyond ASCII are left to `matches`.
 */
function whateverCase(
  text: string,
  unfolded: readonly Unfolded[],
  { dialect, binds }: Compilation,
  test: (folded: string) => string,
): Truth {
  if (unfolded.length <= dialect.maxUnfolded) return exactly(test(dialect.folded(text, unfolded, binds)));
  const isPlain = exactly(isTrue(`octet_length(${text}) = length(${text})`));
  const mayFold = { certain: never.certain, possible: isTrue(`octet_length(${text}) <> length(${text})`) };
  return any([all([isPlain, exactly(test(dialect.folded(text, [], binds)))]), mayFold]);
}

/** Half of a surrogate pair is in every character that is written with it. */
function unstorableTest(text: string, wanted: string): Truth {
  if (!/\p{Surrogate}/u.test(wanted)) return never;
  return { certain: never.certain, possible: isTrue(`octet_length(${text}) <> length(${text})`) };
}

// eslint-disable-next-line no-control-regex
const unstorable = /[\u0000\p{Surrogate}]/u;

export function isUnstorable(text: string): boolean {
  return unstorable.test(text);
}

/** The check has put every value in the form of its field: anything else here is a bug. */
export function textOf(value: FilterValue): string {
  if (value.kind === 'text') return value.text;
  throw new Error(`A text was expected, not ${value.kind}`);
}
