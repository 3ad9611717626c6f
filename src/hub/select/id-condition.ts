/** Conditions on foreign keys. */
import type { FilterValue } from '../../domain/filter/syntax.ts';
import { toLongId } from '../../domain/record-id.ts';
import type { FilterCompilation, SelectField } from './compile-filter.ts';
import { isUnstorable, textOf } from './text-condition.ts';
import { exactly, isTrue, never, type Truth } from './truth.ts';

/** The hub keeps foreign keys in small letters, and Salesforce's ids in their long form: they are compared as they are. */
export function idAmong(
  { text }: Pick<SelectField, 'text'>,
  values: readonly FilterValue[],
  { dialect, binds }: Pick<FilterCompilation, 'dialect' | 'binds'>,
): Truth {
  const wanted = values
    .map((value) => toLongId(textOf(value)).toLowerCase())
    .filter((id) => !isUnstorable(id));
  const [only] = wanted;
  if (only === undefined) return never;
  if (wanted.length === 1) return exactly(isTrue(`${text} = ${binds.text(only)}`));
  return exactly(isTrue(dialect.isAmong(text, binds.texts(wanted))));
}
