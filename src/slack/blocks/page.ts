/** A list a page at a time. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Zero-based, and never past the last one, whatever was asked for. */
  readonly page: number;
  readonly pages: number;
  /** Of all pages. */
  readonly total: number;
  /** Of the first item shown, counted from 0. */
  readonly offset: number;
}

export function pageOf<Item>(all: readonly Item[], page: number, size: number): Page<Item> {
  const pages = Math.max(Math.ceil(all.length / size), 1);
  const at = Number.isSafeInteger(page) ? Math.min(Math.max(page, 0), pages - 1) : 0;
  const offset = at * size;
  return { items: all.slice(offset, offset + size), page: at, pages, total: all.length, offset };
}

/** The page that a button asks for; the first where its value is none of ours. */
export function readPage(value: string | null): number {
  const page = Number(value);
  return Number.isSafeInteger(page) && page >= 0 ? page : 0;
}

/** `21–40 of 1,000` */
export function pageText({ items, total, offset }: Page<unknown>): string {
  if (total === 0) return 'None';
  const range =
    items.length === 1 ? count(offset + 1) : `${count(offset + 1)}–${count(offset + items.length)}`;
  return `${range} of ${count(total)}`;
}

const count = (value: number): string => value.toLocaleString('en-US');
