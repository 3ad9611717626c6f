/** A modal on top of the wizard, such as the one for a row of the mapping. Nothing is changed until it is submitted. */
import type { KnownBlock } from '@slack/types';
import type { ActionCall, InputValues, OptionsListener } from '../feature.ts';
import type { ScreenState, Turn } from './step.ts';

export interface Editor {
  /** Its callback id. */
  readonly id: string;
  readonly show: (turn: EditorTurn) => Promise<EditorView>;
  /**
   * Changes the draft. What comes back is what the step below is turned to.
   * @throws UserError with the `path` [block id] to have it stand at that input.
   */
  readonly submit: (turn: EditorTurn) => Promise<ScreenState | undefined>;
  readonly actions?: readonly EditorAction[];
  readonly options?: readonly OptionsListener[];
}

export interface EditorTurn extends Turn {
  /** What is entered now; nothing when it is opened. */
  readonly values: InputValues;
}

export interface EditorView {
  readonly title: string;
  readonly submit: string;
  readonly blocks: readonly KnownBlock[];
}

/** A button or input that acts at once; the editor is shown anew after, with what is entered. */
export interface EditorAction {
  readonly actionId: string;
  /** Of an input that tells of every letter: of those that wait only the last one counts. */
  readonly isTyped?: boolean;
  /** What the editor is turned to while it is worked on, where that takes a while; never what it is left at. */
  readonly busy?: string;
  readonly handle: (turn: EditorTurn, call: ActionCall) => Promise<EditorReaction>;
}

export interface EditorReaction {
  /** What the editor is turned to; as before where it is left out. */
  readonly at?: ScreenState;
  /** The draft was changed: the step below is shown anew too. */
  readonly isChanged?: boolean;
}
