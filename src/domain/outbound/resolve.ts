import { UserError } from '../errors.ts';
import { didYouMean, excerpt } from '../filter/filter-error.ts';
import type { MappingEntry, MappingSource } from '../job.ts';
import { resolveSource } from '../mapping/resolve-source.ts';
import type { ResolvedSource } from '../mapping/resolve-source.ts';
import { sourcePaths } from '../mapping/source-paths.ts';
import { kindOfField } from '../mapping/value-kind.ts';
import type { SourceField, SourceSchema } from '../source-schema.ts';
import type { FieldCastOptions } from './cast.ts';
import type { Zone } from '../zone.ts';

/** @throws UserError: unknown attribute with the nearest names, formula error with its position, empty constant. */
export function resolveAttribute(source: MappingSource, hub: SourceSchema): ResolvedSource {
  if (source.kind === 'field') requireAttribute(source.path, hub);
  return resolveSource(source, hub);
}

function requireAttribute(path: string, hub: SourceSchema): void {
  if (path.trim() === '') {
    throw new UserError('Choose an attribute, a constant or a formula.', { code: 'source_missing' });
  }
  const found = hub.field(path);
  if (found.kind === 'found') return;
  const { object } = hub;
  throw new UserError(
    `${object.name} have no attribute "${excerpt(path)}".${didYouMean(path.includes('.') ? [] : found.suggestions)}`,
    { code: 'unknown_attribute' },
  );
}

/** The source in words: "attribute health". */
export function attributeInWords(source: MappingSource): string {
  switch (source.kind) {
    case 'field':
      return `attribute ${source.path}`;
    case 'constant':
      return 'the constant';
    case 'formula':
      break;
  }
  return 'the formula';
}

/**
 * The field that a row fills.
 *
 * @throws UserError where there is none of that name, with the nearest ones, or where it takes no single value.
 */
export function requireTarget(name: string, crm: SourceSchema): SourceField {
  const { object } = crm;
  if (name.trim() === '') {
    throw new UserError('Choose the field that this row fills, or skip the row.', { code: 'target_missing' });
  }
  if (name.includes('.')) {
    throw new UserError(
      `"${excerpt(name)}" is a field of a parent. Only fields of ${object.name} itself are written: choose the field that holds the parent's id.`,
      { code: 'parent_field' },
    );
  }
  const found = crm.field(name);
  if (found.kind === 'missing') {
    throw new UserError(
      `${object.name} has no field "${excerpt(name)}", or the connection's user may not see it.${didYouMean(found.suggestions)}`,
      { code: 'unknown_field' },
    );
  }
  const { field } = found;
  if (kindOfField[field.type] !== null) return field;
  if (field.type === 'binary') {
    throw new UserError(`${field.name} holds a file, which cannot be written. Skip it.`, {
      code: 'binary_field',
    });
  }
  const parts = object.fields.filter((part) => part.compoundName === field.name).map((part) => part.name);
  const instead = parts.length === 0 ? 'its parts' : parts.slice(0, maxPartsNamed).join(', ');
  throw new UserError(`${field.name} is a compound field; fill ${instead} instead.`, {
    code: 'compound_field',
  });
}

const maxPartsNamed = 5;

/** The formats by which values are read: those of an attribute that is a date or a number itself are known. */
export function usedFormats(
  { formats = [] }: MappingEntry,
  field: SourceField,
  { valueKind }: ResolvedSource,
): readonly string[] {
  if (valueKind === 'date') return [];
  const isDate = field.type === 'date' || field.type === 'datetime';
  return valueKind === 'number' && !isDate ? [] : formats;
}

export function castOptions(
  entry: MappingEntry,
  field: SourceField,
  resolved: ResolvedSource,
  zone: Zone,
): FieldCastOptions {
  return {
    field,
    from: attributeInWords(entry.source),
    formats: usedFormats(entry, field, resolved),
    zone,
  };
}

/** The attributes that a row reads, in the hub's own letter case. */
export function attributesRead(entry: MappingEntry, hub: SourceSchema): string[] {
  return sourcePaths([entry]).map((path) => {
    const found = hub.field(path);
    return found.kind === 'found' ? found.path : path;
  });
}
