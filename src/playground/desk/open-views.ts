/** Modals and Homes: how they come up, change and go. */
import { completeBlocks } from '../blocks/complete-blocks.ts';
import { checkView, isTooLarge } from '../blocks/check-view.ts';
import type { HomePayload, ModalPayload, ViewPayload } from '../blocks/check-view.ts';
import type { Slack } from '../slack.ts';
import { ApiError } from '../web-api/api-error.ts';
import type { Desk, OpenView } from './desk.ts';
import { valuesOf } from './element-values.ts';

const maxStack = 3;

/** @throws ApiError for what Slack refuses; the view that it replaces may have the same external id. */
export function readModal(slack: Slack, view: unknown, replaced: OpenView | null = null): ModalPayload {
  const payload = readView(slack, view, replaced);
  if (payload.type !== 'modal')
    throw new ApiError('invalid_arguments', ['must be a modal [json-pointer:/view/type]']);
  return payload;
}

export function readHome(slack: Slack, view: unknown, replaced: OpenView | null): HomePayload {
  const payload = readView(slack, view, replaced);
  if (payload.type !== 'home')
    throw new ApiError('invalid_arguments', ['must be a home view [json-pointer:/view/type]']);
  return payload;
}

function readView(slack: Slack, view: unknown, replaced: OpenView | null): ViewPayload {
  if (isTooLarge(view)) throw new ApiError('view_too_large');
  const checked = checkView(view);
  if ('problems' in checked) throw new ApiError('invalid_arguments', checked.problems);
  const payload = checked.value;
  const { external_id: externalId = '' } = payload;
  const isTaken = [...slack.views.values()].some(
    (each) => each !== replaced && each.payload.external_id === externalId,
  );
  if (externalId !== '' && isTaken) throw new ApiError('duplicate_external_id');
  return { ...payload, blocks: completeBlocks(payload.blocks, () => slack.ids.make('')) };
}

function makeHash(slack: Slack): string {
  return `${slack.ids.timestamp()}.${crypto.randomUUID().slice(0, 8)}`;
}

function createView(slack: Slack, desk: Desk, payload: ViewPayload, previous: OpenView | null): OpenView {
  const id = slack.ids.make('V');
  const view: OpenView = {
    id,
    personId: desk.person.id,
    rootId: previous?.rootId ?? id,
    previousId: previous?.id ?? null,
    payload,
    hash: makeHash(slack),
    values: valuesOf(payload.blocks),
    busy: [],
    problem: null,
    errors: {},
    isSubmitting: false,
  };
  slack.views.set(id, view);
  slack.changed();
  return view;
}

/** A new stack; one that was open is gone without a word. */
export function openModal(slack: Slack, desk: Desk, payload: ModalPayload): OpenView {
  for (const view of desk.modals) slack.views.delete(view.id);
  const view = createView(slack, desk, payload, null);
  desk.modals = [view];
  return view;
}

export function pushModal(slack: Slack, desk: Desk, payload: ModalPayload): OpenView {
  if (desk.modals.length >= maxStack) throw new ApiError('push_limit_reached');
  const view = createView(slack, desk, payload, desk.modals.at(-1) ?? null);
  desk.modals = [...desk.modals, view];
  return view;
}

export function publishHome(slack: Slack, desk: Desk, payload: HomePayload): OpenView {
  const known = desk.home;
  if (known !== null) return replaceView(slack, known, payload);
  desk.home = createView(slack, desk, payload, null);
  return desk.home;
}

/** Inputs keep what they hold where both their ids stay. */
export function replaceView(slack: Slack, view: OpenView, payload: ViewPayload): OpenView {
  view.values = valuesOf(payload.blocks, view.values);
  view.payload = payload;
  view.hash = makeHash(slack);
  view.errors = {};
  view.problem = null;
  slack.changed();
  return view;
}

/** Takes views off the stack; those below stay. */
export function removeModals(slack: Slack, desk: Desk, gone: readonly OpenView[]): void {
  for (const view of gone) slack.views.delete(view.id);
  desk.modals = desk.modals.filter((view) => !gone.includes(view));
  slack.changed();
}
