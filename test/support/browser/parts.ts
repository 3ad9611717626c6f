import type { Locator, Page } from 'playwright-core';

/** The kinds of part that the page marks, the smallest first. */
const kinds = ['row', 'field', 'file', 'block', 'card', 'group', 'message'] as const;

/** What the person can reach: a confirmation before a modal, a modal before everything else. */
export async function frontOf(page: Page): Promise<Locator> {
  const windows = page.locator('dialog[open]');
  return (await windows.count()) > 0
    ? windows.last()
    : page.locator('.banner, main.place, aside.thread, .workspace > .toasts');
}

export function partsWith(front: Locator, kind: string, text: string): Locator {
  return front.locator(`[data-part="${kind}"]`).filter({ hasText: text });
}

/** Those that share the smallest part of the screen with a text. */
export async function nearestTo(front: Locator, things: Locator, on: string | undefined): Promise<Locator> {
  const inSight = things.filter({ visible: true });
  if (on === undefined) return inSight;
  for (const kind of kinds) {
    const found = inSight.and(partsWith(front, kind, on).locator('*'));
    if ((await found.count()) > 0) return found;
  }
  return (await front.getByText(on).count()) > 0 ? inSight : inSight.filter({ hasText: /(?!)/ });
}

/** Of an element in the page: tests are compiled without the browser's own types. */
interface PageElement {
  readonly innerText: string;
  querySelectorAll(selector: string): Iterable<{
    readonly type?: string;
    readonly checked?: boolean;
    readonly value?: string;
    readonly placeholder?: string;
  }>;
}

/** What one reads there: the words, and what the inputs hold. */
export async function readOut(parts: Locator): Promise<string> {
  return parts.evaluateAll((elements: PageElement[]) =>
    elements
      .flatMap((element) => [
        element.innerText,
        ...[...element.querySelectorAll('input, textarea')]
          .filter(({ type }) => type !== 'checkbox' && type !== 'radio' && type !== 'file')
          .map(({ value = '', placeholder = '' }) => (value === '' ? placeholder : value)),
      ])
      .join('\n'),
  );
}

/** Whether a text is there; with `on`, in one part of the screen with that other text. */
export async function holds(front: Locator, text: string | RegExp, on: string | undefined): Promise<boolean> {
  const says = (said: string): boolean => (typeof text === 'string' ? said.includes(text) : text.test(said));
  if (on === undefined) return says(await readOut(front));
  for (const part of await front.locator('[data-part]').filter({ hasText: on }).all()) {
    if (says(await readOut(part))) return true;
  }
  return false;
}
