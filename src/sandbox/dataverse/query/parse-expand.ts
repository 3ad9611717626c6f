import { defaultParser, TokenType } from '@odata/parser';
import type { Token } from '@odata/parser';
import { badQuery, beyondSandbox } from '../http/api-error.ts';

export interface ExpandItem {
  readonly navigation: string;
  /** null = every column. */
  readonly select: readonly string[] | null;
  readonly expand: readonly ExpandItem[];
}

/** @throws ApiError */
export function parseExpand(text: string | null): readonly ExpandItem[] {
  if (text === null || text.trim() === '') return [];
  return itemsOf(optionOf('$expand', text));
}

function itemsOf(token: Token): ExpandItem[] {
  return (token.value as { items: readonly Token[] }).items.map((item) => {
    const { path, options = [] } = item.value as { path: Token; options?: readonly Token[] };
    const other = options.find((each) => each.type !== TokenType.Select && each.type !== TokenType.Expand);
    if (other !== undefined) throw beyondSandbox(`'${other.raw}' within $expand`);
    const select = options.find((each) => each.type === TokenType.Select);
    const nested = options.find((each) => each.type === TokenType.Expand);
    return {
      navigation: path.raw,
      select: select === undefined ? null : namesOf(select),
      expand: nested === undefined ? [] : itemsOf(nested),
    };
  });
}

export interface OrderItem {
  readonly name: string;
  readonly isDescending: boolean;
}

/** @throws ApiError */
export function parseOrderBy(text: string | null): readonly OrderItem[] {
  if (text === null) return [];
  return (optionOf('$orderby', text).value as { items: readonly Token[] }).items.map((item) => {
    const { expr, direction } = item.value as { expr: Token; direction: number };
    return { name: expr.raw, isDescending: direction < 0 };
  });
}

/** Names, or null for all. @throws ApiError */
export function parseSelect(text: string | null): readonly string[] | null {
  return text === null ? null : namesOf(optionOf('$select', text));
}

function namesOf(token: Token): readonly string[] | null {
  const names = (token.value as { items: readonly Token[] }).items.map((item) => item.raw);
  return names.includes('*') ? null : names;
}

function optionOf(name: string, text: string): Token {
  try {
    const [option] = defaultParser.query(`${name}=${text.replaceAll(/\s*,\s*/g, ',').trim()}`).value.options;
    if (option !== undefined) return option;
  } catch (cause) {
    if (!(cause instanceof Error) || !/^(Fail at|Unexpected character)/.test(cause.message)) throw cause;
  }
  throw badQuery(`Syntax error in the query option '${name}': '${text}'.`);
}
