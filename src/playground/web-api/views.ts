import type { Trigger } from '../delivery/triggers.ts';
import type { Desk, OpenView } from '../desk/desk.ts';
import { openModal, publishHome, pushModal, readHome, readModal, replaceView } from '../desk/open-views.ts';
import { viewJson } from '../desk/view-json.ts';
import type { Slack } from '../slack.ts';
import { ApiError } from './api-error.ts';
import { arg, method, tiers } from './method.ts';
import type { Methods } from './method.ts';

const shown = { trigger_id: arg.text, view: arg.json };

export const viewMethods: Methods = {
  'views.open': method({
    perMinute: tiers.four,
    args: shown,
    run(slack, args) {
      const payload = readModal(slack, args.view);
      const { desk } = exchange(slack, args.trigger_id);
      return answer(slack, openModal(slack, desk, payload));
    },
  }),

  'views.push': method({
    perMinute: tiers.four,
    args: shown,
    run(slack, args) {
      const payload = readModal(slack, args.view);
      const { desk, trigger } = exchange(slack, args.trigger_id);
      const isOpen = desk.modals.some(({ id }) => id === trigger.viewId);
      if (!isOpen) throw new ApiError('not_found');
      return answer(slack, pushModal(slack, desk, payload));
    },
  }),

  'views.update': method({
    perMinute: tiers.four,
    args: {
      view: arg.json,
      view_id: arg.text.optional(),
      external_id: arg.text.optional(),
      hash: arg.text.optional(),
    },
    run(slack, args) {
      const view = find(slack, args.view_id, args.external_id);
      const payload =
        view.payload.type === 'modal' ? readModal(slack, args.view, view) : readHome(slack, args.view, view);
      checkHash(view, args.hash);
      return answer(slack, replaceView(slack, view, payload));
    },
  }),

  'views.publish': method({
    perMinute: tiers.four,
    args: { user_id: arg.text, view: arg.json, hash: arg.text.optional() },
    run(slack, args) {
      if (slack.workspace.app.hasHome !== true) throw new ApiError('not_enabled');
      const desk = slack.desks.get(args.user_id);
      if (desk === undefined) throw new ApiError('user_not_found');
      const payload = readHome(slack, args.view, desk.home);
      if (desk.home !== null) checkHash(desk.home, args.hash);
      return answer(slack, publishHome(slack, desk, payload));
    },
  }),
};

function answer(slack: Slack, view: OpenView) {
  return { view: viewJson(slack, view) };
}

function exchange(slack: Slack, triggerId: string): { readonly desk: Desk; readonly trigger: Trigger } {
  const trigger = slack.triggers.exchange(triggerId);
  if ('error' in trigger) throw new ApiError(trigger.error);
  const desk = slack.desks.get(trigger.personId);
  if (desk === undefined) throw new ApiError('user_not_found');
  return { desk, trigger };
}

function find(slack: Slack, viewId: string | undefined, externalId: string | undefined): OpenView {
  if (viewId === undefined && externalId === undefined) {
    throw new ApiError('invalid_arguments', ['missing required field: view_id']);
  }
  const found =
    viewId === undefined
      ? [...slack.views.values()].find(({ payload }) => payload.external_id === externalId)
      : slack.views.get(viewId);
  if (found === undefined) throw new ApiError('not_found');
  return found;
}

/** Without a hash the last one wins. */
function checkHash(view: OpenView, hash: string | undefined): void {
  if (hash !== undefined && hash !== view.hash) throw new ApiError('hash_conflict');
}
