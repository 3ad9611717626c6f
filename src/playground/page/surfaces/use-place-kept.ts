import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { KnownBlock } from '@slack/types';
import type { ModalOnScreen } from '../../screen.ts';

/** An element as a person would name it: by its words, and which one of several with these words. */
interface NamedPlace {
  readonly words: string;
  readonly order: number;
}

const usable = 'a[href], button, input, textarea, select, [tabindex="0"]';

/**
 * A view that is updated stays where it is scrolled to, and keeps the focus, also where the app sends the element that
 * has it anew. Another view in the same window, such as the next step of several, is read from its beginning, and one
 * that was refused from its first error.
 */
export function usePlaceKept(
  body: RefObject<HTMLElement | null>,
  { blocks, errors }: Pick<ModalOnScreen, 'blocks' | 'errors'>,
): void {
  const [first] = blocks;
  const before = useRef(first);
  const focused = useRef<NamedPlace | null>(null);

  useLayoutEffect(() => {
    if (!isSameBeginning(before.current, first)) body.current?.scrollTo({ top: 0 });
    before.current = first;
  }, [body, first]);

  useEffect(() => {
    body.current?.querySelector('.is-wrong')?.scrollIntoView({ block: 'nearest' });
  }, [body, errors]);

  useEffect(() => {
    const element = body.current;
    const note = ({ target }: FocusEvent): void => {
      if (target !== element && target instanceof HTMLElement) focused.current = placeOf(element, target);
    };
    element?.addEventListener('focusin', note);
    return () => element?.removeEventListener('focusin', note);
  }, [body]);

  useLayoutEffect(() => {
    const element = body.current;
    const isLost = document.activeElement === document.body || document.activeElement === element;
    if (element === null || focused.current === null || !isLost) return;
    // What had it may be away for as long as the app says that it is at work: until then the view itself has it.
    (elementAt(element, focused.current) ?? element).focus({ preventScroll: true });
  });
}

/** By the id that the app gave it, or by what it shows: without such an id it gets a new one with every update. */
function isSameBeginning(one: KnownBlock | undefined, other: KnownBlock | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined) return false;
  return (
    one.block_id === other.block_id ||
    JSON.stringify({ ...one, block_id: '' }) === JSON.stringify({ ...other, block_id: '' })
  );
}

function placeOf(body: HTMLElement | null, element: HTMLElement): NamedPlace {
  const words = wordsOf(element);
  return { words, order: named(body, words).indexOf(element) };
}

const elementAt = (body: HTMLElement, { words, order }: NamedPlace): HTMLElement | undefined =>
  named(body, words)[order];

function named(body: HTMLElement | null, words: string): HTMLElement[] {
  return [...(body?.querySelectorAll<HTMLElement>(usable) ?? [])].filter((each) => wordsOf(each) === words);
}

function wordsOf(element: HTMLElement): string {
  const label = document.getElementById(element.getAttribute('aria-labelledby') ?? '');
  return label?.textContent ?? element.ariaLabel ?? element.textContent ?? '';
}
