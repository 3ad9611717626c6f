/** Conditions on lists. To the filter language a list is a multi-select picklist: its items joined by semicolons. */
import { foldCase } from '../../domain/filter/fold-case.ts';
import type { FilterValue } from '../../domain/filter/syntax.ts';
import type { FilterCompilation, SelectField } from './compile-filter.ts';
import { isOneOf, textOf } from './text-condition.ts';
import { all, always, any, never, not, type Truth } from './truth.ts';

type Field = Pick<SelectField, 'name'>;
type Compilation = Pick<FilterCompilation, 'dialect' | 'binds'>;

/** What JavaScript's `trim` takes away. */
const blanks =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

/** A list of nothing but empty texts is left to `matches`. */
export function isListEmpty(field: Field, compilation: Compilation): Truth {
  return not(hasItem(field, { certain: `item.value <> ''`, possible: always.possible }, compilation));
}

/** `'a;b', 'c'`: both a and b, or c. */
export function includesAny(field: Field, values: readonly FilterValue[], compilation: Compilation): Truth {
  if (values.length === 0) return never;
  const combinations = values.map(choicesOf);
  const single = combinations.filter(({ length }) => length === 1).flat();
  const several = combinations.filter(({ length }) => length > 1);
  return withOddItems(
    field,
    [
      single.length === 0 ? never : hasItem(field, isChoice(single, compilation), compilation),
      ...several.map((choices) =>
        all(choices.map((each) => hasItem(field, isChoice([each], compilation), compilation))),
      ),
    ],
    compilation,
  );
}

/** One of these lists, each as its items: neither their order nor their number of times counts. */
export function isSameList(field: Field, values: readonly FilterValue[], compilation: Compilation): Truth {
  const lists = values.map((value) => {
    const choices = choicesOf(value);
    const hasOther = hasItem(field, not(isChoice(choices, compilation)), compilation);
    return all([
      ...choices.map((each) => hasItem(field, isChoice([each], compilation), compilation)),
      not(hasOther),
    ]);
  });
  return withOddItems(field, lists, compilation);
}

function isChoice(choices: readonly string[], compilation: Compilation): Truth {
  return isOneOf('item.value', choices, compilation);
}

/** Any of these, as far as the items are whole: one with a semicolon of its own or blanks around it is left to `matches`. */
function withOddItems(field: Field, truths: readonly Truth[], compilation: Compilation): Truth {
  const { dialect, binds } = compilation;
  const item = 'item.value';
  const isOdd = [
    dialect.contains(item, `';'`),
    `${dialect.trimmed(item, binds.text(blanks))} <> ${item}`,
    `${item} = ''`,
  ].join(' OR ');
  const mayDiffer = hasItem(field, { certain: never.certain, possible: isOdd }, compilation);
  return any([...truths, mayDiffer]);
}

function hasItem({ name }: Field, { certain, possible }: Truth, { dialect }: Compilation): Truth {
  const among = (sql: string): string =>
    sql === never.certain ? sql : `EXISTS (SELECT 1 FROM ${dialect.itemsOf(name)} WHERE ${sql})`;
  return { certain: among(certain), possible: among(possible) };
}

function choicesOf(value: FilterValue): readonly string[] {
  const choices = foldCase(textOf(value))
    .split(';')
    .map((choice) => choice.trim())
    .filter((choice) => choice !== '');
  return [...new Set(choices)];
}
