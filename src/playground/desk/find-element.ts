import { elementsOf } from '../blocks/elements-of.ts';
import type { PlacedElement } from '../blocks/elements-of.ts';
import type { ElementAddress, Surface } from '../act.ts';
import type { Slack } from '../slack.ts';
import type { Conversation, Message } from '../workspace/model.ts';
import { findMessage } from '../workspace/post-message.ts';
import { ActError } from './act-error.ts';
import { allBlocksOf, messageState } from './desk.ts';
import type { Desk, OpenView, SurfaceState } from './desk.ts';

/** What holds blocks that a person can use. */
export type FoundSurface =
  | { readonly kind: 'view'; readonly view: OpenView; readonly state: SurfaceState }
  | {
      readonly kind: 'message';
      readonly conversation: Conversation;
      readonly message: Message;
      readonly state: SurfaceState;
    };

/** @throws ActError where it is not before this person. */
export function findSurface(slack: Slack, desk: Desk, surface: Surface): FoundSurface {
  if (surface.kind === 'view') {
    const front = desk.modals.at(-1);
    const view = front ?? desk.home;
    if (view?.id === surface.viewId) return { kind: 'view', view, state: view };
    const isBehind = slack.views.get(surface.viewId)?.personId === desk.person.id;
    throw isBehind
      ? new ActError('behind', 'A modal stands before that view.')
      : new ActError('not_on_screen', 'That view is no longer open.');
  }
  const { conversation, message } = findMessageOf(slack, desk, surface);
  return { kind: 'message', conversation, message, state: messageState(desk, message) };
}

export function findMessageOf(
  slack: Slack,
  desk: Desk,
  { conversation: id, ts }: { readonly conversation: string; readonly ts: string },
): { readonly conversation: Conversation; readonly message: Message } {
  const conversation = conversationOf(slack, desk, id);
  const message = findMessage(conversation, ts);
  if (message === undefined || (message.visibleTo !== null && message.visibleTo !== desk.person.id)) {
    throw new ActError('not_on_screen', 'That message is not there.');
  }
  return { conversation, message };
}

/** @throws ActError where this person cannot see it. */
export function conversationOf({ workspace }: Slack, { person }: Desk, id: string): Conversation {
  const found = workspace.conversations.get(id);
  if (found === undefined || (found.type !== 'public' && !found.members.has(person.id))) {
    throw new ActError('no_such_conversation', `There is no conversation ${id} that ${person.name} can see.`);
  }
  return found;
}

export function findElement(surface: FoundSurface, { blockId, actionId }: ElementAddress): PlacedElement {
  const blocks = surface.kind === 'view' ? surface.view.payload.blocks : allBlocksOf(surface.message.content);
  for (const placed of elementsOf(blocks)) {
    if (placed.block.block_id === blockId && placed.element.action_id === actionId) return placed;
  }
  throw new ActError('not_on_screen', 'That is not there any more: the app has changed what stands here.');
}
