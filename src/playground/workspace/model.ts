/** What the workspace keeps. Only workspace/ and the functions that Slack itself would have write to it. */
import type { AnyBlock } from '../blocks/blocks.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly title: string;
  readonly isBot: boolean;
  readonly isAdmin: boolean;
  readonly isOwner: boolean;
  readonly isGuest: boolean;
  readonly isDeactivated: boolean;
  readonly timeZone: string;
  readonly locale: string;
}

export type ConversationType = 'public' | 'private' | 'direct';

export interface Conversation {
  readonly id: string;
  readonly type: ConversationType;
  /** Empty for direct messages. */
  readonly name: string;
  readonly topic: string;
  readonly createdAt: number;
  isArchived: boolean;
  readonly members: Set<string>;
  /** Oldest first. */
  readonly messages: Message[];
  /** What an assistant has said about its threads, by their parent's ts. */
  readonly assistantThreads: Map<string, AssistantThread>;
}

export interface AssistantThread {
  status: string;
  title: string;
  prompts: SuggestedPrompts | null;
}

export interface SuggestedPrompts {
  readonly title: string;
  readonly prompts: readonly { readonly title: string; readonly message: string }[];
}

export interface Attachment {
  readonly color: string | null;
  readonly text: string;
  readonly fallback: string;
  readonly blocks: readonly AnyBlock[];
}

/** What a message says; a change replaces it as a whole. */
export interface MessageContent {
  readonly text: string;
  /** Where it was given as Markdown. */
  readonly markdown: string | null;
  readonly blocks: readonly AnyBlock[];
  readonly attachments: readonly Attachment[];
  readonly metadata: Readonly<Record<string, unknown>> | null;
}

/** What a streamed message is made of so far. */
export interface Stream {
  readonly markdown: string;
  readonly planTitle: string | null;
  readonly tasks: readonly StreamedTask[];
  readonly blocks: readonly AnyBlock[];
  /** One after the other, or together in a plan. */
  readonly taskDisplayMode: 'timeline' | 'plan';
}

export type StreamedTask = Extract<AnyBlock, { readonly type: 'task_card' }>;

export interface Message {
  readonly conversation: string;
  readonly ts: string;
  readonly userId: string;
  /** Shown instead of the user's, where the app gave one. */
  readonly username: string | null;
  content: MessageContent;
  readonly files: readonly string[];
  readonly threadTs: string | null;
  readonly isBroadcast: boolean;
  /** Of an ephemeral message: the only one who sees it. */
  readonly visibleTo: string | null;
  editedTs: string | null;
  /** While more of it is being written. */
  stream: Stream | null;
  /** Who reacted, by the emoji's name. */
  readonly reactions: Map<string, Set<string>>;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  title: string;
  readonly userId: string;
  readonly mimetype: string;
  readonly createdAt: number;
  /** Announced by the app before the bytes come. */
  readonly size: number;
  bytes: Uint8Array | null;
  isComplete: boolean;
  readonly sharedIn: Set<string>;
}
