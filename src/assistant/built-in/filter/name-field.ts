import type { Known, KnownField } from './known-fields.ts';

const nameNames = ['name', 'fullname', 'title', 'subject', 'topic'];

/** The field by which people call the record that a reference leads to; null where the parent was not loaded. */
export function nameFieldOf(known: Known, { field, parent }: KnownField): KnownField | null {
  const { relationship } = field;
  if (relationship === undefined) return null;
  const path = `${parent === '' ? '' : `${parent}.`}${relationship.name}`;
  for (const name of nameNames) {
    const found = known.schema.field(`${path}.${name}`);
    if (found.kind === 'missing') continue;
    return {
      path: found.path,
      field: found.field,
      parent: path,
      names: [],
      scopedNames: [],
      isNegative: false,
    };
  }
  return null;
}
