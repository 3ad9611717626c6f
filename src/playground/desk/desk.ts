/** What one person has open before them. */
import type { ViewPayload } from '../blocks/check-view.ts';
import type { Message, MessageContent, Person } from '../workspace/model.ts';
import type { Act, ElementAddress, MessageAddress, Surface } from '../act.ts';
import type { MenuOnScreen, Toast } from '../screen.ts';
import { valuesOf } from './element-values.ts';
import type { MutableValues, Option } from './element-values.ts';
import type { AnyBlock } from '../blocks/blocks.ts';

export interface SurfaceState {
  values: MutableValues;
  /** `block_id` and `action_id` of each use that the app has not acknowledged. */
  busy: readonly { readonly blockId: string; readonly actionId: string }[];
  problem: string | null;
}

/** `content`: what the values belong to; it changes as a whole when the message does. */
export interface MessageState extends SurfaceState {
  content: MessageContent;
}

export interface OpenView extends SurfaceState {
  readonly id: string;
  readonly personId: string;
  readonly rootId: string;
  readonly previousId: string | null;
  payload: ViewPayload;
  hash: string;
  errors: Readonly<Record<string, string>>;
  isSubmitting: boolean;
}

export type Place = { readonly kind: 'conversation'; readonly id: string } | { readonly kind: 'home' };

export interface OpenMenu extends MenuOnScreen {
  readonly options: readonly Option[];
}

export interface PendingDialog {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly deny: string;
  readonly style: 'primary' | 'danger';
  /** What is done when it is confirmed. */
  readonly act: Extract<Act, { readonly act: 'use' | 'remove-app' }>;
}

export interface Desk {
  readonly person: Person;
  place: Place;
  thread: MessageAddress | null;
  /** From the bottom to the front. */
  modals: readonly OpenView[];
  home: OpenView | null;
  menu: OpenMenu | null;
  dialog: PendingDialog | null;
  toasts: readonly Toast[];
  /** Of messages, by `surfaceKey`. */
  readonly surfaces: Map<string, MessageState>;
  /** The ts of the latest message that was seen, by conversation. */
  readonly read: Map<string, string>;
}

export function createDesk(person: Person, conversation: string): Desk {
  return {
    person,
    place: { kind: 'conversation', id: conversation },
    thread: null,
    modals: [],
    home: null,
    menu: null,
    dialog: null,
    toasts: [],
    surfaces: new Map(),
    read: new Map(),
  };
}

export function surfaceKey(surface: Surface): string {
  return surface.kind === 'view' ? surface.viewId : `${surface.conversation}/${surface.ts}`;
}

/** More messages than anybody has used elements in; what was held longest ago is forgotten. */
const maxSurfaces = 1_000;

export function allBlocksOf({ blocks, attachments }: MessageContent): readonly AnyBlock[] {
  return [...blocks, ...attachments.flatMap((attachment) => attachment.blocks)];
}

/** What a message's elements hold for this person. */
export function messageState({ surfaces }: Desk, message: Message): SurfaceState {
  const key = surfaceKey({ kind: 'message', ...message });
  const { content } = message;
  const known = surfaces.get(key);
  if (known?.content === content) return known;
  const values = valuesOf(allBlocksOf(content), known?.values);
  const state: MessageState = known ?? { values, busy: [], problem: null, content };
  state.values = values;
  state.content = content;
  state.problem = null;
  surfaces.set(key, state);
  const [oldest] = surfaces.keys();
  if (surfaces.size > maxSurfaces && oldest !== undefined) surfaces.delete(oldest);
  return state;
}

export function isSameElement(one: ElementAddress, other: ElementAddress): boolean {
  return (
    surfaceKey(one.surface) === surfaceKey(other.surface) &&
    one.blockId === other.blockId &&
    one.actionId === other.actionId
  );
}
