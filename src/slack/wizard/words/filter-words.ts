/** "Describe it in plain English": what stands below a filter, and what its buttons do. */
import type { KnownBlock } from '@slack/types';
import type { JobDraft } from '../../../domain/draft.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import { filterProposal } from '../../../operations/assistant/filter-proposal.ts';
import type { DecideFilterInput } from '../../../operations/assistant/decide-filter.ts';
import type { FilterProposal } from '../../../operations/assistant/filter-proposal.ts';
import { actions, asTyped, button, context, cut, section } from '../../blocks/index.ts';
import type { InputValues } from '../../feature.ts';
import { numberText } from '../../jobs/words.ts';
import type { SlackServices } from '../../services.ts';
import { enteredText } from '../entered.ts';
import { busyWith } from '../step.ts';
import type { ScreenState, StepAction } from '../step.ts';
import { nextFilterTurn } from './filter-turn.ts';
import {
  describeInput,
  noteLines,
  questionBlocks,
  replacedBlocks,
  shownCode,
  useOrDismiss,
} from './proposal-blocks.ts';
import { shownWith, troubleBlocks } from './trouble.ts';

type Direction = JobDraft['direction'];

/** An import and an export have it in steps of their own. */
const idsOf = (direction: Direction) =>
  ({
    describe: `wizard-describe-${direction}`,
    write: `wizard-write-filter-${direction}`,
    answer: `wizard-answer-filter-${direction}`,
    use: `wizard-use-filter-${direction}`,
    dismiss: `wizard-dismiss-filter-${direction}`,
    undo: `wizard-undo-filter-${direction}`,
  }) as const;
type Ids = ReturnType<typeof idsOf>;

const busyWriting = 'filter words';
const trouble = 'wordsTrouble';

/** @param example of what may be asked */
export function filterWordsBlocks(stored: StoredDraft, at: ScreenState, example: string): KnownBlock[] {
  const ids = idsOf(stored.draft.direction);
  return [
    describeInput({
      actionId: ids.describe,
      blockId: 'describe',
      described: stored.entered['describe'],
      example,
    }),
    ...writingBlocks(stored, at, ids),
  ];
}

/** What is typed is kept, whatever comes of it. */
export function readDescribed(values: InputValues): Readonly<Record<string, string>> {
  const described = enteredText(values, 'describe');
  return described === undefined ? {} : { describe: described };
}

function writingBlocks(stored: StoredDraft, at: ScreenState, ids: Ids): KnownBlock[] {
  if (busyWith(at) === busyWriting) return [context('⏳ Writing…')];
  const proposal = filterProposal(stored);
  return [
    ...troubleBlocks(at, trouble),
    actions([button('Write filter', ids.write)], 'write-filter'),
    ...(proposal === null ? [] : proposalBlocks(proposal, ids)),
  ];
}

function proposalBlocks(proposal: FilterProposal, ids: Ids): KnownBlock[] {
  switch (proposal.kind) {
    case 'filter': {
      const { filter, words, matches, note } = proposal;
      const lines = [`*Proposed filter*`, shownCode(filter), asTyped(cut(words, maxWords))];
      return [
        section(lines.join('\n')),
        context(...noteLines(note), matchesText(matches)),
        useOrDismiss('filter', ids),
      ];
    }
    case 'question':
      return questionBlocks(proposal, ids.answer);
    case 'replaced':
      break;
  }
  return replacedBlocks(proposal.before, 'filter', ids.undo);
}

const maxWords = 500;

function matchesText(matches: number | null): string {
  if (matches === null) return 'How many records match could not be counted now.';
  return matches === 1 ? '*1 record matches*' : `*${numberText(matches)} records match*`;
}

export function filterWordsActions(
  { operations }: Pick<SlackServices, 'operations'>,
  direction: Direction,
): StepAction[] {
  const ids = idsOf(direction);
  const write =
    (choiceOf: (value: string | null) => number | undefined): StepAction['handle'] =>
    (turn, { value }) =>
      shownWith(turn, trouble, async () => {
        const { call, stored } = turn;
        const choice = choiceOf(value);
        await operations.writeFilter(call.context, {
          draft: stored.id,
          text: stored.entered['describe'] ?? '',
          timezone: call.person.timezone,
          ...(choice === undefined ? {} : { choice }),
        });
      });

  const decide =
    (decision: DecideFilterInput['decision']): StepAction['handle'] =>
    (turn) =>
      shownWith(turn, trouble, async () => {
        const { context } = turn.call;
        const stored = await operations.decideFilter(context, { draft: turn.stored.id, decision });
        if (decision === 'dismiss') return;
        await operations.changeDraft(context, { draft: stored.id, entered: nextFilterTurn(stored) });
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
