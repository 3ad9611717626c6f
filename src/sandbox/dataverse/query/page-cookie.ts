/** What a link to the next page carries: `$skiptoken`, opaque to whoever follows it. */
import { z } from 'zod';
import { badQuery } from '../http/api-error.ts';

const place = z.object({
  id: z.string(),
  values: z.array(z.union([z.string(), z.boolean(), z.null()])).readonly(),
});

const cookie = z.object({
  page: z.int().positive(),
  after: place,
  /** Counted with the first page. */
  count: z.int().nullable(),
  /** Of a result whose changes are tracked: the version at its first page. */
  version: z.int().nullable(),
});

export type PageCookie = z.infer<typeof cookie>;

export function writeCookie(data: PageCookie): string {
  const packed = Buffer.from(JSON.stringify(data)).toString('base64url');
  return `<cookie pagenumber="${data.page}" pagingcookie="${packed}" istracking="False" />`;
}

/** @throws ApiError */
export function readCookie(token: string): PageCookie {
  const packed = /pagingcookie="([\w-]+)"/.exec(token)?.[1];
  const read = cookie.safeParse(packed === undefined ? null : unpack(packed));
  if (!read.success) throw badQuery('The paging cookie of the query option $skiptoken is malformed.');
  return read.data;
}

function unpack(packed: string): unknown {
  try {
    return JSON.parse(Buffer.from(packed, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
