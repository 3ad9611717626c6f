import type { FieldLookup, SourceObject, SourceSchema } from './source-schema.ts';

type Found = Pick<Extract<FieldLookup, { kind: 'found' }>, 'field' | 'path'>;

/**
 * A field as people call it: `Industry`, and one of a parent with its parent, `Owner · Full Name`: objects have names and
 * e-mail addresses of everybody that they refer to.
 */
export function fieldLabel({ field, path }: Found, schema: SourceSchema): string {
  const names = path.split('.').slice(0, -1);
  const parents = names.map((name, depth) => {
    const object = depth === 0 ? schema.object : schema.parent(names.slice(0, depth).join('.'));
    return object === undefined ? name : parentLabel(name, object);
  });
  return [...parents, field.label].join(' · ');
}

/** By the field that leads there, without the word for what it holds: `Owner ID` leads to the owner. */
function parentLabel(name: string, { fields }: SourceObject): string {
  const wanted = name.toLowerCase();
  const reference = fields.find(({ relationship }) => relationship?.name.toLowerCase() === wanted);
  return reference?.label.replace(/\s+ID$/i, '') ?? name;
}
