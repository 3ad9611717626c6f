import type { SourceField, SourceObject } from '../source-schema.ts';

/**
 * The CRM's object that a parent field is filled with: that of accounts where it leads there, or else the only one that
 * it leads to. null where it leads to several others, or is no reference.
 */
export function parentObjectOf({ type, relationship }: SourceField): string | null {
  if (type !== 'reference' || relationship === undefined) return null;
  const account = relationship.objects.find((name) => name.toLowerCase() === 'account');
  return account ?? (relationship.objects.length === 1 ? (relationship.objects[0] ?? null) : null);
}

/** Fields that can be filled with the CRM's record of a hub record's account, those that lead to accounts first. */
export function parentFields({ fields }: SourceObject): SourceField[] {
  const all = fields.filter(
    (field) => (field.createable || field.updateable) && parentObjectOf(field) !== null,
  );
  return [...all.filter(isAccount), ...all.filter((field) => !isAccount(field))];
}

const isAccount = (field: SourceField): boolean => parentObjectOf(field)?.toLowerCase() === 'account';
