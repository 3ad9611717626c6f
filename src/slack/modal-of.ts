import { UserError } from '../domain/errors.ts';
import type { ActionCall, ShownView } from './feature.ts';

/** The modal in which something was pressed. @throws UserError where it is none of ours */
export function modalOf({ surface }: ActionCall): ShownView {
  if (surface.kind === 'modal') return surface.view;
  throw new UserError('This button belongs to an older version of Crosswalk. Open the page again.');
}
