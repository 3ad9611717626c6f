/** Opens the modals that stand on top of the wizard, and shows the step below anew when they are done. */
import type { ModalView } from '@slack/types';
import { isTold, UserError } from '../../domain/errors.ts';
import { warning } from '../blocks/index.ts';
import type {
  ActionCall,
  ActionListener,
  Call,
  InputValues,
  OptionsListener,
  ShownView,
  SubmissionCall,
  SubmissionListener,
} from '../feature.ts';
import { pushView } from '../open-view.ts';
import type { SlackServices } from '../services.ts';
import { updateView } from '../update-view.ts';
import type { Editor, EditorAction, EditorTurn } from './editor.ts';
import { readEditor } from './metadata.ts';
import type { EditorMetadata } from './metadata.ts';
import type { OneByOne } from '../one-by-one.ts';
import type { ShownSteps } from './shown-steps.ts';
import type { ScreenState, StepId, Turn, WizardStep } from './step.ts';
import { editorTroubleView, editorView, loadingView, titleOf } from './wizard-view.ts';

export interface Opening {
  readonly turn: Turn;
  readonly step: StepId;
  /** The wizard's modal. */
  readonly below: string;
  readonly editor: string;
  readonly at: ScreenState;
}

export interface Editors {
  readonly submissions: readonly SubmissionListener[];
  readonly actions: readonly ActionListener[];
  readonly options: readonly OptionsListener[];
  open(call: ActionCall, opening: Opening): Promise<void>;
}

interface Shown extends EditorTurn {
  readonly metadata: EditorMetadata;
}

export function createEditors(
  { operations, slack }: SlackServices,
  all: readonly WizardStep[],
  steps: ShownSteps,
  turns: OneByOne,
): Editors {
  const editors = all.flatMap((step) => step.editors ?? []);

  async function turnOf(call: Call, view: ShownView): Promise<Shown> {
    const shown = readEditor(view.privateMetadata);
    // What a button works on there is no place to come back to.
    const { busy: _busy, ...rest } = shown.at;
    const metadata = { ...shown, at: rest };
    const stored = await operations.showDraft(call.context, metadata.draft);
    return { call, stored, at: metadata.at, values: view.values, metadata };
  }

  async function showBelow(
    { call, stored }: Turn,
    { below, step }: EditorMetadata,
    at?: ScreenState,
  ): Promise<void> {
    const turned = { ...below.at, ...at };
    const turn = {
      call,
      at: turned,
      stored: await operations.showDraft(call.context, stored.id),
    };
    await steps.put(below.view, turn, step);
  }

  /** What is worked on is said at once, where it is not done by then. */
  async function showBusy(
    editor: Editor,
    { turn, viewId, busy }: { readonly turn: Shown; readonly viewId: string; readonly busy: string },
    work: Promise<unknown>,
  ): Promise<void> {
    const at = { ...turn.at, busy };
    const isDone = work.then(() => null);
    const view = await Promise.race([isDone, viewOf(editor, { ...turn, at }, { ...turn.metadata, at })]);
    if (view !== null) await updateView(slack, viewId, view);
  }

  const submission = (editor: Editor): SubmissionListener => ({
    callbackId: editor.id,
    async handle(call: SubmissionCall) {
      const turn = await turnOf(call, call.view);
      const { metadata } = turn;
      try {
        const at = await editor.submit(turn);
        return { kind: 'close', afterwards: () => showBelow(turn, metadata, at) };
      } catch (error) {
        if (!isTold(error)) throw error;
        const named = error instanceof UserError ? error.path?.[0] : undefined;
        const instead = async (): Promise<ModalView> => {
          const view = await viewOf(editor, turn, metadata);
          return { ...view, blocks: [warning(error.message), ...view.blocks] };
        };
        if (named === undefined) return { kind: 'update', view: await instead() };
        return { kind: 'refuse', errors: { [String(named)]: error.message }, instead };
      }
    },
  });

  const listenerOf = (
    editor: Editor,
    { actionId, isTyped = false, busy, handle }: EditorAction,
  ): ActionListener => ({
    actionId,
    async handle(call) {
      const { surface } = call;
      if (surface.kind !== 'modal') return;
      const { view } = surface;
      const work = async (): Promise<void> => {
        const turn = await turnOf(call, view);
        const { metadata } = turn;
        const reacting = handle(turn, call);
        if (busy !== undefined) await showBusy(editor, { turn, viewId: view.id, busy }, reacting);
        const reaction = await reacting;
        const at = reaction.at ?? turn.at;
        const stored = await operations.showDraft(call.context, turn.stored.id);
        const next = { ...metadata, at };
        await updateView(slack, view.id, await viewOf(editor, { ...turn, stored, at }, next));
        if (reaction.isChanged === true) await showBelow(turn, metadata);
      };
      await (isTyped
        ? turns.runLatest(view.id, call.actionId, work)
        : turns.run(view.id, `${call.actionId} ${call.value ?? ''}`, work));
    },
  });

  return {
    submissions: editors.map(submission),
    actions: editors.flatMap((editor) => (editor.actions ?? []).map((action) => listenerOf(editor, action))),
    options: editors.flatMap(({ options = [] }) => options),

    async open(call, { turn, step, below, editor: id, at }) {
      const editor = editors.find((each) => each.id === id);
      if (editor === undefined) throw new Error(`The wizard has no editor ${id}.`);
      const viewId = await pushView(slack, call, loadingView(titleOf(turn.stored)));
      const metadata = { draft: turn.stored.id, step, at, below: { view: below, at: turn.at } };
      const view = await viewOf(editor, { ...turn, at, values: noValues }, metadata);
      await updateView(slack, viewId, view);
    },
  };
}

async function viewOf(editor: Editor, turn: EditorTurn, metadata: EditorMetadata): Promise<ModalView> {
  try {
    return editorView(editor.id, metadata, await editor.show(turn));
  } catch (error) {
    if (!isTold(error)) throw error;
    return editorTroubleView(editor.id, metadata, titleOf(turn.stored), error.message);
  }
}

const noValues: InputValues = {};
