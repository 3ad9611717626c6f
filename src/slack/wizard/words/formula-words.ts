/** "Describe it in plain English" in the editor of a row: what stands below the formula, and what its buttons do. */
import type { KnownBlock } from '@slack/types';
import type { AttributeType } from '../../../domain/hub-object.ts';
import type { DecideFormulaInput } from '../../../operations/assistant/decide-formula.ts';
import type { FormulaProposal } from '../../../operations/assistant/formula-proposal.ts';
import type { NamedField } from '../../../operations/drafts/mapped-fields.ts';
import { actions, button, context, section } from '../../blocks/index.ts';
import type { InputValues } from '../../feature.ts';
import type { SlackServices } from '../../services.ts';
import type { EditorAction, EditorReaction, EditorTurn } from '../editor.ts';
import { enteredText } from '../entered.ts';
import { exampleFormulaWords } from '../examples.ts';
import type { NewestStates } from '../mapping/newest-state.ts';
import { busyWith } from '../step.ts';
import type { ScreenState } from '../step.ts';
import {
  describeInput,
  noteLines,
  questionBlocks,
  replacedBlocks,
  shownCode,
  useOrDismiss,
} from './proposal-blocks.ts';
import { troubleBlocks, troubleOf } from './trouble.ts';

const ids = {
  describe: 'entry-describe',
  write: 'entry-write-formula',
  answer: 'entry-answer-formula',
  use: 'entry-use-formula',
  dismiss: 'entry-dismiss-formula',
  undo: 'entry-undo-formula',
} as const;

const block = 'entry-describe';
const trouble = 'formulaTrouble';
const busyWriting = 'formula words';

export interface FormulaWords {
  /** As it is typed. */
  readonly described: string;
  readonly proposal: FormulaProposal | null;
  /** What the formula may read, for an example. */
  readonly fields: readonly NamedField[];
  /** What the proposed formula makes of some records; none where it is not known. */
  readonly samples: readonly KnownBlock[];
}

export const describedFormula = (values: InputValues): string => enteredText(values, block) ?? '';

export function formulaWordsBlocks(
  { described, proposal, samples, fields }: FormulaWords,
  at: ScreenState,
): KnownBlock[] {
  return [
    describeInput({
      actionId: ids.describe,
      blockId: block,
      described,
      example: exampleFormulaWords(fields),
    }),
    ...(busyWith(at) === busyWriting ? [context('⏳ Writing…')] : writtenBlocks(proposal, samples, at)),
  ];
}

function writtenBlocks(
  proposal: FormulaProposal | null,
  samples: readonly KnownBlock[],
  at: ScreenState,
): KnownBlock[] {
  return [
    ...troubleBlocks(at, trouble),
    actions([button('Write formula', ids.write)], 'write-formula'),
    ...(proposal === null ? [] : proposalBlocks(proposal, samples)),
  ];
}

function proposalBlocks(proposal: FormulaProposal, samples: readonly KnownBlock[]): KnownBlock[] {
  switch (proposal.kind) {
    case 'formula': {
      const notes = noteLines(proposal.note);
      return [
        section(`*Proposed formula*\n${shownCode(proposal.formula)}`),
        ...samples,
        ...(notes.length === 0 ? [] : [context(...notes)]),
        useOrDismiss('formula', ids),
      ];
    }
    case 'question':
      return questionBlocks(proposal, ids.answer);
    case 'replaced':
      break;
  }
  return replacedBlocks(proposal.before, 'formula', ids.undo);
}

export interface FormulaPlace {
  readonly row: string | null;
  /** Of the attribute that the formula fills; null where none is chosen yet. */
  readonly type: AttributeType | null;
  /** What stands in the formula's input. */
  readonly formula: string;
  /** Of that input. */
  readonly turn: number;
}

/** @param placeOf reads the editor */
export function formulaWordsActions(
  { operations }: Pick<SlackServices, 'operations'>,
  states: NewestStates,
  placeOf: (turn: EditorTurn) => Promise<FormulaPlace>,
): EditorAction[] {
  const telling =
    (work: (turn: EditorTurn, value: string | null) => Promise<ScreenState>): EditorAction['handle'] =>
    async (turn, call): Promise<EditorReaction> => {
      const change = await told(() => work({ ...turn, at: states.of(call, turn.at) }, call.value));
      return { at: states.turn(call, turn.at, change) };
    };

  const write = (choiceOf: (value: string | null) => number | undefined): EditorAction['handle'] =>
    telling(async (turn, value) => {
      const { row, type } = await placeOf(turn);
      const choice = choiceOf(value);
      await operations.writeFormula(turn.call.context, {
        draft: turn.stored.id,
        row,
        type,
        text: describedFormula(turn.values),
        timezone: turn.call.person.timezone,
        ...(choice === undefined ? {} : { choice }),
      });
      return {};
    });

  const decide = (decision: DecideFormulaInput['decision']): EditorAction['handle'] =>
    telling(async (turn): Promise<ScreenState> => {
      const { row, formula: current, turn: shownTurn } = await placeOf(turn);
      const { call, stored } = turn;
      await operations.decideFormula(call.context, { draft: stored.id, row, decision, current });
      if (decision === 'dismiss') return {};
      return { turn: shownTurn + 1, writtenTurn: shownTurn + 1, inserted: '' };
    });

  return [
    { actionId: ids.write, busy: busyWriting, handle: write(() => undefined) },
    // A forged one names no choice there is.
    { actionId: ids.answer, busy: busyWriting, handle: write((value) => Number(value ?? NaN)) },
    { actionId: ids.use, handle: decide('use') },
    { actionId: ids.dismiss, handle: decide('dismiss') },
    { actionId: ids.undo, handle: decide('undo') },
  ];
}

async function told(work: () => Promise<ScreenState>): Promise<ScreenState> {
  let change: ScreenState = {};
  const words = await troubleOf(async () => {
    change = await work();
  });
  return { ...change, [trouble]: words };
}
