import type { Act } from '../../act.ts';
import type { Slack } from '../../slack.ts';
import { ActError } from '../act-error.ts';
import type { Desk } from '../desk.ts';
import { deliverInteraction } from '../interact.ts';
import { removeModals } from '../open-views.ts';
import { viewJson } from '../view-json.ts';

/** Takes the view in front, or the whole stack, away, and tells the app where it asked for that. */
export async function close(
  slack: Slack,
  desk: Desk,
  act: Extract<Act, { readonly act: 'close' }>,
): Promise<void> {
  const front = desk.modals.at(-1);
  if (front?.id !== act.viewId) throw new ActError('not_on_screen', 'That view is not in front.');
  const isCleared =
    act.isWholeStack === true || (front.payload.type === 'modal' && front.payload.clear_on_close === true);
  const gone = isCleared ? desk.modals.toReversed() : [front];
  removeModals(slack, desk, gone);
  desk.menu = null;
  desk.dialog = null;
  await Promise.all(
    gone
      .filter(({ payload }) => payload.type === 'modal' && payload.notify_on_close === true)
      .map((view) =>
        deliverInteraction(slack, desk, 'view_closed', {
          view: viewJson(slack, view),
          is_cleared: isCleared,
        }),
      ),
  );
}
