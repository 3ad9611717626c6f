/** What is said of every proposal, whatever it is for. */
import type { ActionsBlock, InputBlock, KnownBlock } from '@slack/types';
import { maxAskLength } from '../../../operations/assistant/ask-assistant.ts';
import { actions, asTyped, button, code, context, cut, input, section } from '../../blocks/index.ts';
import { textInput } from '../../blocks/inputs.ts';

/** A model may name more. */
const maxChoices = 10;
/** Of what is proposed or asked: a section takes three thousand characters. */
const maxShown = 2_400;

export const shownCode = (text: string): string => code(cut(text, maxShown));

/** @param note what has to be said beside a proposal, such as that the model did not answer */
export const noteLines = (note: string | null): string[] => (note === null ? [] : [`ℹ️ ${asTyped(note)}`]);

/** Each choice is a button; its value is its place. */
export function questionBlocks(
  {
    text,
    choices,
    note,
  }: { readonly text: string; readonly choices: readonly string[]; readonly note: string | null },
  actionId: string,
): KnownBlock[] {
  const notes = noteLines(note);
  return [
    section(`❓ ${asTyped(cut(text, maxShown))}`),
    ...(choices.length === 0 ? [] : [choiceBlock(choices, actionId)]),
    ...(notes.length === 0 ? [] : [context(...notes)]),
  ];
}

function choiceBlock(choices: readonly string[], actionId: string): ActionsBlock {
  return actions(
    choices
      .slice(0, maxChoices)
      .map((choice, index) => button(choice, `${actionId}:${index}`, { value: String(index) })),
    `${actionId}-choices`,
  );
}

export interface DescribeBox {
  readonly actionId: string;
  readonly blockId: string;
  /** As it is typed. */
  readonly described: string | undefined;
  /** Of what may be asked. */
  readonly example: string;
}

export function describeInput({ actionId, blockId, described, example }: DescribeBox): InputBlock {
  return input(
    'Describe it in plain English',
    textInput(actionId, {
      value: described,
      multiline: true,
      maxLength: maxAskLength,
      placeholder: example,
    }),
    { blockId, optional: true },
  );
}

/** @param noun of what is proposed: "filter" */
export function useOrDismiss(
  noun: string,
  ids: { readonly use: string; readonly dismiss: string },
): ActionsBlock {
  return actions(
    [button(`Use this ${noun}`, ids.use, { style: 'primary' }), button('Dismiss', ids.dismiss)],
    `proposed-${noun}`,
  );
}

/** @param noun of what was replaced: "filter" */
export function replacedBlocks(before: string, noun: string, undoId: string): KnownBlock[] {
  const text = before === '' ? `There was no ${noun} before.` : `Before it was ${shownCode(before)}`;
  return [section(text, { accessory: button('Undo', undoId) })];
}
