import type { AttributeType, HubAttribute, HubObject } from '../hub-object.ts';
import type { Zone } from '../zone.ts';
import type { MappingEntry } from '../job.ts';
import type { CastOptions, ListSeparator } from './cast.ts';
import { sourceInWords } from './resolve-source.ts';
import type { ResolvedSource } from './resolve-source.ts';

/** The attribute that an entry fills, there already or to be added. */
export interface Target {
  readonly name: string;
  readonly label: string;
  readonly type: AttributeType;
  readonly isKey: boolean;
  readonly isNew: boolean;
  /** Longest text in characters. */
  readonly maxLength: number;
}

/** Of an entry whose target is known to be right. */
export function targetOf(
  entry: MappingEntry,
  { object, attributes }: { readonly object: HubObject; readonly attributes: readonly HubAttribute[] },
  resolved: ResolvedSource,
): Target {
  const { target: name } = entry;
  const existing = attributes.find((attribute) => attribute.name === name);
  if (existing === undefined) {
    const label = resolved.kind === 'field' ? resolved.field.label : labelOf(name);
    const type = entry.type ?? 'text';
    return { name, label, type, isKey: false, isNew: true, maxLength: object.textLength };
  }
  const { label, type, isKey, maxLength = object.textLength } = existing;
  return { name, label, type, isKey, isNew: false, maxLength };
}

/** The formats by which values are read: those of a field that is a date or a number itself are known. */
export function usedFormats(
  entry: MappingEntry,
  { type }: Target,
  { valueKind }: ResolvedSource,
): readonly string[] {
  const { formats = [] } = entry;
  if (valueKind === 'date') return [];
  return valueKind === 'number' && type !== 'date' ? [] : formats;
}

export function castOptionsOf(
  entry: MappingEntry,
  target: Target,
  resolved: ResolvedSource,
  zone: Zone,
): CastOptions {
  return {
    attribute: target.name,
    type: target.type,
    maxLength: target.maxLength,
    from: sourceInWords(entry.source),
    formats: usedFormats(entry, target, resolved),
    zone,
    separator: separatorOf(resolved),
  };
}

function separatorOf(resolved: ResolvedSource): ListSeparator {
  if (resolved.valueKind === 'list') return ';';
  return resolved.kind === 'field' && resolved.field.type === 'picklist' ? 'none' : 'any';
}

/** `contract_end` is "Contract end". */
function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
