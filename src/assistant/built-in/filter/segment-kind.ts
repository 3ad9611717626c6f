import type { Filter } from '../../../domain/filter/syntax.ts';
import type { Segment } from './segments.ts';

export function connectiveOf(segment: Segment | null): 'and' | 'or' | 'comma' | null {
  const kind = segment?.grammar?.kind;
  if (segment === null || segment.values.some(({ strength }) => strength > 0.8)) return null;
  return kind === 'and' || kind === 'or' || kind === 'comma' ? kind : null;
}

export function isUnknown(segment: Segment): boolean {
  const { grammar, fields, values, time, amount, isNoun, isFiller, impossible, isQuoted, parents } = segment;
  const isNamed = fields.some(({ isScoped }) => !isScoped) || values.length > 0;
  if (grammar !== null || isNamed || impossible !== null || isQuoted) return false;
  return time === null && amount === null && !isNoun && !isFiller && parents.length === 0;
}

export const isTime = (type: string): boolean => type === 'date' || type === 'datetime';

export function isRangeJoiner(segment: Segment | undefined): boolean {
  const text = segment?.tokens[0]?.text ?? '';
  return [
    'to',
    'and',
    '-',
    '–',
    '—',
    'bis',
    'und',
    'et',
    'y',
    'a',
    'through',
    'until',
    'till',
    'up',
  ].includes(text);
}

export function pathsOf(filter: Filter): string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(pathsOf);
    case 'not':
      return pathsOf(filter.operand);
    case 'comparison':
    case 'membership':
      break;
  }
  return [filter.field.path];
}
