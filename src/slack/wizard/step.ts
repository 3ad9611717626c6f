/** What the wizard is made of: a step a file. The order on screen is that of `steps/index.ts`. */
import type { KnownBlock, ModalView } from '@slack/types';
import type { JobPatch } from '../../domain/draft-patch.ts';
import type { JobDraft } from '../../domain/draft.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import type { ActionCall, Call, InputValues, OptionsListener, SubmissionAnswer } from '../feature.ts';
import type { Editor } from './editor.ts';

export const stepIds = [
  'source',
  'fields',
  'records',
  'destination',
  'mapping',
  'preview',
  'settings',
  'save',
] as const;
export type StepId = (typeof stepIds)[number];

export interface WizardStep {
  readonly id: StepId;
  /** As it is read on the screen: "Fields and filter". */
  readonly title: string;
  /** Whether this draft goes over it; all do where it is left out. */
  readonly isNeeded?: (draft: JobDraft) => boolean;
  /** What submits it; "Next" where it is left out. */
  readonly submit?: string;
  /** What it shows. May ask the CRM: what people can be told stands in the modal with "Try again". */
  readonly show: (turn: Turn) => Promise<StepView>;
  /**
   * What is entered, not judged yet: it is stored whatever comes next, so that nothing typed is lost. What the view
   * does not have stays as it is: a modal that is closed may come without its inputs.
   */
  readonly read: (values: InputValues, stored: StoredDraft) => StepInput;
  /** Before the next step. @throws UserError with the `path` [block id] to have it stand at that input. */
  readonly leave?: (turn: Turn, values: InputValues) => Promise<Leaving>;
  readonly actions?: readonly StepAction[];
  readonly options?: readonly OptionsListener[];
  readonly editors?: readonly Editor[];
}

/** Somebody at a step. */
export interface Turn {
  readonly call: Call;
  /** As it stands in the store, with all that is entered. */
  readonly stored: StoredDraft;
  readonly at: ScreenState;
}

/** What a screen is turned to, such as a page; kept in the modal itself. Forged requests may hold anything. */
export type ScreenState = Readonly<Record<string, string | number | boolean>>;

export interface StepView {
  /** At most `maxStepBlocks`; more are left off. */
  readonly blocks: readonly KnownBlock[];
  /** In place of the step's own word; null where nothing submits it. */
  readonly submit?: string | null;
}

export interface StepInput {
  readonly patch?: JobPatch;
  /** What cannot be a part of a draft (yet), by names of the step's own. */
  readonly entered?: Readonly<Record<string, string>>;
}

export type Leaving =
  | { readonly kind: 'go' }
  /** Plain text by block id. */
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  /** The step is shown anew. */
  | { readonly kind: 'stay'; readonly at: ScreenState }
  /** The wizard ends here, as the answer says. */
  | { readonly kind: 'end'; readonly answer: SubmissionAnswer };

/** A button or input that acts at once. What is entered in the step is stored before, and the step shown anew after. */
export interface StepAction {
  readonly actionId: string;
  /** What the step is turned to while it is worked on, where that takes a while; never what it is left at. */
  readonly busy?: string;
  readonly handle: (turn: Turn, call: ActionCall) => Promise<Reaction>;
}

export type Reaction =
  /** What the screen is turned to; as before where it is left out. */
  | { readonly kind: 'show'; readonly at?: ScreenState }
  /** Another modal on top. */
  | { readonly kind: 'open'; readonly editor: string; readonly at: ScreenState }
  | { readonly kind: 'go'; readonly step: StepId }
  /** The wizard ends here, with this in its modal. */
  | { readonly kind: 'end'; readonly view: ModalView };

export const shown: Reaction = { kind: 'show' };

/** What a button is working on there, by the name that its action has for it; null where none is. */
export function busyWith({ busy }: ScreenState): string | null {
  return typeof busy === 'string' ? busy : null;
}

export const isImport = ({ direction }: JobDraft): boolean => direction === 'inbound';
export const isExport = ({ direction }: JobDraft): boolean => direction === 'outbound';
