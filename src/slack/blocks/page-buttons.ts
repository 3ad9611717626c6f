import type { Button } from '@slack/types';
import { button } from './index.ts';
import type { Page } from './page.ts';

/**
 * To the page before and to the one behind, where there are any. Each has a page's number as its value (`readPage`).
 *
 * @param actionId each has its own of them, `<actionId>:<text>`
 * @param texts what they are called
 */
export function pageButtons(
  actionId: string,
  { page, pages }: Pick<Page<unknown>, 'page' | 'pages'>,
  [before, behind]: readonly [string, string] = ['Previous', 'Next'],
): Button[] {
  const to = (text: string, target: number): Button =>
    button(text, `${actionId}:${text}`, { value: String(target) });
  return [...(page > 0 ? [to(before, page - 1)] : []), ...(page < pages - 1 ? [to(behind, page + 1)] : [])];
}

/** Of what is listed by time, newest first. */
export const byTime = ['Newer', 'Older'] as const;
