import type { UserError } from '../errors.ts';
import type { SourceField, SourceSchema } from '../source-schema.ts';
import { conditionsOf } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { unlistedValue } from './picklist.ts';
import type { Filter, FilterValue } from './syntax.ts';

/**
 * What deserves a look in a filter that is right: values that a picklist does not list, of fields in which the CRM takes
 * any text. They may be there all the same, so nothing is refused; more often they are misspelt, and match nothing.
 *
 * @param filter as `checkFilter` gives it back.
 */
export function unlistedValues(filter: Filter, schema: SourceSchema): UserError[] {
  return conditionsOf(filter).flatMap((condition) => {
    const found = schema.field(condition.field.path);
    if (found.kind === 'missing' || !takesAnyText(found.field)) return [];
    const isList = found.field.type === 'multipicklist';
    return namedBy(condition, isList).flatMap((value) => unlistedValue(found.field, value) ?? []);
  });
}

function takesAnyText({ type, restrictedPicklist, picklistValues }: SourceField): boolean {
  const isPicklist = type === 'picklist' || type === 'multipicklist';
  return isPicklist && !restrictedPicklist && picklistValues.length > 0;
}

/** The values that are meant as a whole, and not as a part of one (LIKE); those of a list one by one. */
function namedBy(
  condition: Condition,
  isList: boolean,
): readonly (FilterValue & { readonly kind: 'text' })[] {
  const isWhole =
    condition.kind === 'membership' || condition.operator === '=' || condition.operator === '!=';
  if (!isWhole) return [];
  const values = condition.kind === 'membership' ? condition.values : [condition.value];
  return values.flatMap((value) => {
    if (value.kind !== 'text') return [];
    return isList ? value.text.split(';').map((text) => ({ ...value, text: text.trim() })) : [value];
  });
}
