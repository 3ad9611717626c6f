import { UserError } from '../errors.ts';

export type FilterErrorCode =
  | 'filter_syntax'
  | 'filter_too_long'
  | 'unknown_field'
  | 'unknown_value'
  | 'ambiguous_value'
  | 'field_not_filterable'
  | 'wrong_operator'
  | 'wrong_value';

/** @param position zero-based; people are told the one-based one. */
export function filterError(code: FilterErrorCode, position: number, message: string): UserError {
  return new UserError(`At character ${position + 1} of the filter: ${message}`, { code, position });
}

/** ` Did you mean a, b or c?`, with a space in front; empty where there is nothing to suggest. */
export function didYouMean(names: readonly string[]): string {
  return names.length === 0 ? '' : ` Did you mean ${oneOf(names)}?`;
}

/** `a, b or c` */
export function oneOf(names: readonly string[]): string {
  if (names.length <= 1) return names.join('');
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

const maxExcerptLength = 40;

/** A piece of the person's own text, short enough for a message. */
export function excerpt(text: string): string {
  const characters = Array.from(text.slice(0, maxExcerptLength * 2));
  if (characters.length <= maxExcerptLength) return text;
  return `${characters.slice(0, maxExcerptLength).join('')}…`;
}
