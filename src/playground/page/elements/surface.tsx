import { createContext, useContext } from 'react';
import type { Act, ElementAddress, ElementInput, Surface } from '../../act.ts';
import type { ElementValue, SurfaceContent } from '../../screen.ts';
import { useSession } from '../state/session.tsx';

/** The message or view in which elements stand. */
export interface OnSurface {
  readonly surface: Surface;
  readonly content: SurfaceContent;
  /** By block_id, of a modal that was refused. */
  readonly errors: Readonly<Record<string, string>>;
}

export const SurfaceContext = createContext<OnSurface | null>(null);

export function useSurface(): OnSurface {
  const surface = useContext(SurfaceContext);
  if (surface === null) throw new Error('This element stands on no surface.');
  return surface;
}

/** How an element is called: what a person reads beside it. */
export interface Naming {
  /** Of the label's element; null where the element itself holds the only words. */
  readonly labelledBy: string | null;
  /** Of its hint and its error. */
  readonly describedBy: string | null;
  readonly isInvalid: boolean;
  readonly isOptional: boolean;
  /** Whether Enter in a text reaches the app instead of submitting. */
  readonly dispatchesEnter: boolean;
}

export const unnamed: Naming = {
  labelledBy: null,
  describedBy: null,
  isInvalid: false,
  isOptional: true,
  dispatchesEnter: false,
};

export interface ElementProps<Element> {
  readonly element: Element;
  readonly blockId: string;
  readonly naming: Naming;
}

export interface UsedElement {
  readonly address: ElementAddress;
  /** What it holds, as the app gets it. */
  readonly value: ElementValue | null;
  /** Its use is not acknowledged yet. */
  readonly isBusy: boolean;
  readonly use: (
    value?: ElementInput,
    more?: Pick<Extract<Act, { act: 'use' }>, 'isEntered'>,
  ) => Promise<void>;
}

export function useElement(blockId: string, actionId = ''): UsedElement {
  const { surface, content } = useSurface();
  const { act } = useSession();
  const address = { surface, blockId, actionId };
  return {
    address,
    value: content.values[blockId]?.[actionId] ?? null,
    isBusy: content.busy.some((each) => each.blockId === blockId && each.actionId === actionId),
    async use(value, more) {
      await act({ act: 'use', element: address, ...(value === undefined ? {} : { value }), ...more });
    },
  };
}

/** The attributes that tell assistive technology, and whoever acts by labels, what this is. */
export function namingAttributes(
  { labelledBy, describedBy, isInvalid, isOptional }: Naming,
  ownWords: string,
): {
  'aria-labelledby'?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
} {
  return {
    ...(labelledBy === null ? { 'aria-label': ownWords } : { 'aria-labelledby': labelledBy }),
    ...(describedBy === null ? {} : { 'aria-describedby': describedBy }),
    ...(isInvalid ? { 'aria-invalid': true } : {}),
    ...(isOptional || labelledBy === null ? {} : { 'aria-required': true }),
  };
}
