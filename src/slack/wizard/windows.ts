/** One person may have a draft open in several windows: none of them takes back what another one stored. */
import type { ModalView } from '@slack/types';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { context } from '../blocks/index.ts';
import type { InputValues, ShownView } from '../feature.ts';

/** Among what is entered: the window in which the draft was changed last. The dot says that nobody typed it. */
const key = '.window';

export function inWindow({ id }: Pick<ShownView, 'id'>): Readonly<Record<string, string>> {
  return { [key]: id };
}

/** @param seen when the draft that the window shows was last changed; undefined where the window does not say */
export function isChangedElsewhere(
  { id }: Pick<ShownView, 'id'>,
  seen: number | undefined,
  { entered, updatedAt }: StoredDraft,
): boolean {
  return entered[key] !== id && seen !== undefined && updatedAt.getTime() > seen;
}

/** What is read of a window: of one that shows an older draft only what the person has entered in it. */
export function readable({ values, touched }: ShownView, isOutdated: boolean): InputValues {
  return isOutdated ? touched : values;
}

/** The first block says where one is. */
export function tellingOfWindow(view: ModalView): ModalView {
  const [first, ...rest] = view.blocks;
  return first === undefined ? view : { ...view, blocks: [first, context(text), ...rest] };
}

const text =
  '⚠️ This draft was changed in another window meanwhile. What you entered here was added to it; all else is as it was left there.';
