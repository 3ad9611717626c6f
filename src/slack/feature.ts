/** What the parts of the Slack door are made of. A feature lists its interactions; `listen.ts` calls them. */
import type { KnownBlock, ModalView, OptionGroup, PlainTextOption } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { ListedJob } from '../operations/list-jobs.ts';
import type { OperationContext } from '../operations/operation.ts';
import type { Role } from '../domain/role.ts';
import type { Person } from './people.ts';

/** One part of the door, such as App Home or the history. All of its lists may be left out. */
export interface Feature {
  readonly commands?: readonly SubCommand[];
  readonly jobMenu?: readonly JobMenuEntry[];
  readonly actions?: readonly ActionListener[];
  readonly submissions?: readonly SubmissionListener[];
  readonly closings?: readonly ClosingListener[];
  readonly options?: readonly OptionsListener[];
  readonly events?: readonly EventListener[];
  /** What is written after `/crosswalk` and is none of its sub-commands; one feature at most has it. */
  readonly otherwise?: (call: CommandCall) => Promise<void>;
  /** After Slack was reached, and before what arrives is listened to. */
  readonly start?: () => Promise<void> | void;
  /** Ends what goes on by itself; resolves when it has ended. */
  readonly stop?: () => Promise<void> | void;
}

/** `/crosswalk run Customer accounts` */
export interface SubCommand {
  readonly name: string;
  /** What follows the name, for help: `<job>`. */
  readonly usage: string;
  /** A sentence without a full stop. */
  readonly summary: string;
  readonly handle: (call: CommandCall) => Promise<void>;
}

/** An entry of the menu that every job has. `jobs/menu.ts` has the order on screen. */
export interface JobMenuEntry {
  /** As it is read on the screen. */
  readonly label: JobMenuLabel;
  /** Who is offered it. The operation behind it checks the role by itself. */
  readonly role: Role;
  /** For which jobs; all where it is left out. */
  readonly isOffered?: (listed: ListedJob) => boolean;
  readonly handle: (call: ActionCall, jobId: string) => Promise<void>;
}

export const jobMenuLabels = [
  'Edit',
  'Run now',
  'Run full sync now',
  'Download',
  'Duplicate',
  'Disable scheduling',
  'Enable scheduling',
  'History',
  'Trigger API',
  'Rebuild mapping',
  'Delete',
] as const;
export type JobMenuLabel = (typeof jobMenuLabels)[number];

/** A button, select or input that acts at once. */
export interface ActionListener {
  readonly actionId: string;
  readonly handle: (call: ActionCall) => Promise<void>;
}

/**
 * A modal that is submitted. The answer to Slack decides what becomes of the modal, so `handle` runs before it is
 * given and must be quick: databases, no CRM. What takes longer belongs into `afterwards`.
 */
export interface SubmissionListener {
  readonly callbackId: string;
  /** @throws UserError with the `path` [block id] to have it stand at that input. */
  readonly handle: (call: SubmissionCall) => Promise<SubmissionAnswer>;
}

export type SubmissionAnswer =
  | { readonly kind: 'close' | 'close all'; readonly afterwards?: () => Promise<void> }
  | {
      readonly kind: 'update' | 'push';
      readonly view: ModalView;
      readonly afterwards?: () => Promise<void>;
    }
  | {
      /** The modal stays, with an error at each of these inputs. */
      readonly kind: 'refuse';
      /** Block id → plain text. */
      readonly errors: Readonly<Record<string, string>>;
      /** What is shown where Slack waits for the answer no longer, and the inputs are gone. */
      readonly instead: () => Promise<ModalView>;
    };

/** A modal that is closed without being submitted, where it asked to be told (`notify_on_close`). */
export interface ClosingListener {
  readonly callbackId: string;
  readonly handle: (call: ClosingCall) => Promise<void>;
}

/** What an external select offers for the letters typed so far. More than Slack takes is left off. */
export interface OptionsListener {
  readonly actionId: string;
  readonly handle: (call: OptionsCall) => Promise<Offered>;
}

export type Offered =
  { readonly options: readonly PlainTextOption[] } | { readonly groups: readonly OptionGroup[] };

export interface EventListener {
  readonly event: string;
  /** Looked at before anybody is asked who it was; all of them where it is left out. */
  readonly accepts?: (event: Readonly<Record<string, unknown>>) => boolean;
  readonly handle: (call: EventCall) => Promise<void>;
}

/** Somebody wants something. */
export interface Call {
  readonly person: Person;
  /** For operations: on whose behalf, with which role. */
  readonly context: OperationContext;
  readonly slack: WebClient;
  /** Says something that only this person sees, where they are looking. */
  readonly tell: (message: Told) => Promise<void>;
}

export interface Told {
  /** Shown where there are no blocks, and in notifications. */
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
  /** What was asked for was not done. */
  readonly isTrouble?: boolean;
}

interface Triggered {
  /** Opens one modal, within three seconds. */
  readonly triggerId: string;
}

export interface CommandCall extends Call, Triggered {
  /** What follows the sub-command's name, trimmed. */
  readonly text: string;
  readonly channelId: string;
  /** For a link to App Home. */
  readonly teamId: string;
  readonly appId: string;
}

export interface ActionCall extends Call, Triggered {
  readonly actionId: string;
  readonly blockId: string;
  /** Of the button, or what was chosen or typed; null where nothing is. Never to be trusted. */
  readonly value: string | null;
  readonly surface: Surface;
  /** Puts another message in the place of the one that was acted on; does nothing in App Home and modals. */
  readonly replace: (message: Told) => Promise<void>;
}

/** Where a button was pressed. */
export type Surface =
  | { readonly kind: 'home' | 'modal'; readonly view: ShownView }
  | {
      readonly kind: 'message';
      readonly channelId: string;
      readonly ts: string;
      readonly isEphemeral: boolean;
    };

export interface ShownView {
  readonly id: string;
  readonly hash: string;
  readonly callbackId: string;
  /** As it was sent with the view. People cannot change it, forged requests can. */
  readonly privateMetadata: string;
  readonly values: InputValues;
  /** Those of them that hold something else than they were shown with. */
  readonly touched: InputValues;
}

/** Block id → action id → what is entered there. */
export type InputValues = Readonly<Record<string, Readonly<Record<string, InputValue>>>>;

export interface InputValue {
  readonly type: string;
  readonly value?: string | null;
  readonly selected_option?: { readonly value: string } | null;
  readonly selected_options?: readonly { readonly value: string }[];
  readonly selected_date?: string | null;
  readonly selected_time?: string | null;
  readonly selected_conversation?: string | null;
  readonly selected_channel?: string | null;
  readonly selected_user?: string | null;
  readonly selected_users?: readonly string[];
}

export interface SubmissionCall extends Call, Triggered {
  readonly view: ShownView;
}

export interface ClosingCall extends Call {
  readonly view: ShownView;
}

export interface OptionsCall extends Omit<Call, 'tell'> {
  readonly actionId: string;
  readonly blockId: string;
  readonly typed: string;
  readonly view: ShownView | null;
}

export interface EventCall extends Omit<Call, 'tell'> {
  readonly event: Readonly<Record<string, unknown>>;
}
