import { z } from 'zod';
import { ApiError } from './api-error.ts';

const maxPage = 1_000;
const usualPage = 100;

export const pageArgs = {
  cursor: z.coerce.string().optional(),
  limit: z.coerce.number().int().optional(),
};

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Empty after the last page. */
  readonly nextCursor: string;
}

/** A part of a list, in Slack's way of paging. */
export function pageOf<Item>(
  all: readonly Item[],
  { cursor = '', limit = usualPage }: { readonly cursor?: string; readonly limit?: number },
): Page<Item> {
  if (limit < 1 || limit > maxPage) throw new ApiError('invalid_limit');
  const from = cursor === '' ? 0 : readCursor(cursor);
  const to = from + limit;
  return { items: all.slice(from, to), nextCursor: to < all.length ? makeCursor(to) : '' };
}

function makeCursor(offset: number): string {
  return Buffer.from(`next:${offset}`).toString('base64');
}

function readCursor(cursor: string): number {
  const offset = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
  if (offset === undefined) throw new ApiError('invalid_cursor');
  return Number(offset);
}
