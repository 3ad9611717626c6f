/**
 * What one person sees of the workspace (and act.ts, what they can do with it): the contract between the playground's server and
 * whoever shows it, its page or a test's person. Everything here is JSON.
 *
 * | request                                        | answer                                                          |
 * | ---------------------------------------------- | --------------------------------------------------------------- |
 * | `GET  /playground/api/workspaces`              | `WorkspaceInfo[]`, the default one first                        |
 * | `GET  /playground/api/people/{id}/screen`      | `Screen`                                                        |
 * | `GET  /playground/api/people/{id}/events`      | SSE: `event: screen` with a whole `Screen`, at once and on every change |
 * | `POST /playground/api/people/{id}/acts`        | an `Act` as JSON; `ActResult` once the app has acknowledged it or its time is over |
 * | `GET  /playground/api/people/{id}/files/{id}`  | a file's bytes, as that person                                  |
 * | `GET  /playground/api/traffic`                 | `TrafficEntry[]` (see traffic.ts), oldest first                 |
 * | `GET  /playground/api/traffic/events`          | SSE: `event: traffic` with one `TrafficEntry`                   |
 * | `POST /playground/api/faults`                  | a `Fault` (see faults.ts) as JSON; 204                          |
 * | `DELETE /playground/api/faults`                | 204: what was asked for and has not happened is taken back      |
 *
 * Each answer that is no success is `{ "error": word, "message": sentence }`.
 */
import type { ElementAddress } from './act.ts';
import type { KnownBlock, PlainTextElement } from '@slack/types';

export interface WorkspaceInfo {
  readonly id: string;
  readonly name: string;
  readonly app: AppOnScreen;
  /** Whom one can be. */
  readonly people: readonly Member[];
}

export interface Member {
  readonly id: string;
  /** As people read it: `Ada Lovelace`. */
  readonly name: string;
  /** Without the @. */
  readonly handle: string;
  readonly isBot: boolean;
  readonly isAdmin: boolean;
  readonly isOwner: boolean;
  /** IANA name. */
  readonly timeZone: string;
  readonly locale: string;
}

export interface AppOnScreen {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly botUserId: string;
  /** Where it is not, there is nothing of it but what it said before. */
  readonly isInstalled: boolean;
  readonly hasHome: boolean;
  readonly transport: 'socket' | 'http' | 'none';
  /** Whether there is anything that events could be delivered to: an open socket, or an address. */
  readonly isConnected: boolean;
}

export interface Screen {
  /** Grows by at least one with every change. */
  readonly version: number;
  readonly workspace: { readonly id: string; readonly name: string };
  readonly me: Member;
  readonly app: AppOnScreen;
  /** Everybody, the app's bot included: to show names and to choose from. */
  readonly members: readonly Member[];
  /** All channels that this person may see: to show names and to choose from. */
  readonly channels: readonly ChannelOnScreen[];
  readonly sidebar: Sidebar;
  /** What fills the middle. */
  readonly place: PlaceOnScreen;
  /** What stands beside it. */
  readonly thread: ThreadOnScreen | null;
  /** From the bottom of the stack to the front; the last one has the person's attention. */
  readonly modals: readonly ModalOnScreen[];
  /** The options that a select loaded from the app, latest request only. */
  readonly menu: MenuOnScreen | null;
  /** A confirmation that is asked for. It stands before everything else. */
  readonly dialog: DialogOnScreen | null;
  readonly toasts: readonly Toast[];
  readonly commands: readonly CommandHint[];
  readonly shortcuts: readonly ShortcutHint[];
}

export interface ChannelOnScreen {
  readonly id: string;
  /** Without the #. */
  readonly name: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  readonly isMember: boolean;
  readonly hasApp: boolean;
}

export interface Sidebar {
  readonly channels: readonly SidebarEntry[];
  readonly directMessages: readonly SidebarEntry[];
  /** With whom there are no direct messages yet. */
  readonly others: readonly Pick<Member, 'id' | 'name'>[];
  readonly apps: readonly SidebarEntry[];
}

export interface SidebarEntry {
  /** Of the conversation; an app's is that of its direct messages. */
  readonly conversation: string;
  /** Without # or @. */
  readonly name: string;
  readonly isPrivate: boolean;
  readonly unread: number;
  /** Of the unread ones, how many are meant for this person: direct messages and mentions. */
  readonly mentions: number;
}

export type PlaceOnScreen = ConversationOnScreen | HomeOnScreen;

export interface ConversationOnScreen {
  readonly kind: 'conversation';
  readonly id: string;
  readonly name: string;
  readonly type: 'public' | 'private' | 'direct' | 'app';
  readonly isArchived: boolean;
  readonly isMember: boolean;
  readonly topic: string;
  readonly memberCount: number;
  /** Oldest first; replies stand in their threads unless they were broadcast. The latest `messagesShown` of them. */
  readonly messages: readonly MessageOnScreen[];
  /** Whether older messages are left out. */
  readonly hasOlder: boolean;
  /** Of an app: prompts to start with. */
  readonly suggestedPrompts: SuggestedPrompts | null;
}

export interface HomeOnScreen {
  readonly kind: 'home';
  /** Of the app's direct messages: the other tab. */
  readonly conversation: string;
  /** Null until the app has published one. */
  readonly view: ViewOnScreen | null;
}

export interface ThreadOnScreen {
  readonly conversation: string;
  readonly ts: string;
  /** The parent first. */
  readonly messages: readonly MessageOnScreen[];
  /** What an assistant says it is doing, "is thinking…"; empty where nothing. */
  readonly status: string;
  readonly title: string;
  readonly suggestedPrompts: SuggestedPrompts | null;
}

export interface SuggestedPrompts {
  readonly title: string;
  /** A click posts the message. */
  readonly prompts: readonly { readonly title: string; readonly message: string }[];
}

/** What both messages and views have: blocks with elements that can be used. */
export interface SurfaceContent {
  /** Every block has its block_id, every interactive element its action_id. */
  readonly blocks: readonly KnownBlock[];
  /** What the elements hold now, by block_id and action_id, in the form in which the app gets it. */
  readonly values: ElementValues;
  /** The elements whose use the app has not acknowledged yet. */
  readonly busy: readonly { readonly blockId: string; readonly actionId: string }[];
  /** What went wrong with the last use of an element here, as Slack words it. */
  readonly problem: string | null;
}

export type ElementValues = Readonly<Record<string, Readonly<Record<string, ElementValue>>>>;

/** One entry of `view.state.values`. */
export interface ElementValue {
  readonly type: string;
  readonly [property: string]: unknown;
}

export interface MessageOnScreen extends SurfaceContent {
  readonly conversation: string;
  readonly ts: string;
  readonly author: { readonly id: string; readonly name: string; readonly isBot: boolean };
  /** In Slack's mrkdwn. Shown where there are no blocks. */
  readonly text: string;
  /** Standard Markdown instead of mrkdwn, as a streamed answer has it. */
  readonly markdown: string | null;
  readonly attachments: readonly AttachmentOnScreen[];
  readonly files: readonly FileOnScreen[];
  /** "Only visible to you". */
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  /** More is being written. */
  readonly isStreaming: boolean;
  /** Of the parent, in a thread; null elsewhere. */
  readonly threadTs: string | null;
  readonly replyCount: number;
  readonly reactions: readonly ReactionOnScreen[];
}

export interface AttachmentOnScreen {
  readonly color: string | null;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

export interface ReactionOnScreen {
  readonly name: string;
  readonly count: number;
  readonly isMine: boolean;
}

export interface FileOnScreen {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  /** Bytes. */
  readonly size: number;
  /** Below the playground's address; gives the bytes to this person. */
  readonly path: string;
}

export interface ViewOnScreen extends SurfaceContent {
  readonly viewId: string;
}

export interface ModalOnScreen extends ViewOnScreen {
  readonly title: PlainTextElement;
  /** The label of the button that submits; null where there is none. */
  readonly submit: PlainTextElement | null;
  /** The label of the button that closes it. */
  readonly close: PlainTextElement | null;
  /** What is wrong with an input, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
  readonly isSubmitting: boolean;
}

export interface MenuOnScreen {
  readonly element: ElementAddress;
  readonly query: string;
  readonly isLoading: boolean;
  /** "No results" where empty; also where the app gave more than Slack takes. */
  readonly groups: readonly { readonly label: string | null; readonly options: readonly MenuOption[] }[];
  readonly problem: string | null;
}

export interface MenuOption {
  readonly text: string;
  readonly value: string;
  readonly description: string | null;
}

export interface DialogOnScreen {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly deny: string;
  readonly style: 'primary' | 'danger';
}

export interface Toast {
  readonly id: string;
  readonly text: string;
}

export interface CommandHint {
  /** With the slash. */
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
  readonly app: string;
}

/** `message`: offered with each message. */
export interface ShortcutHint {
  readonly callbackId: string;
  readonly name: string;
  readonly type: 'global' | 'message';
}
