/** The frame around every step: title, where one is, "Back", "Next". */
import type { KnownBlock, ModalView } from '@slack/types';
import { hubObjectOf } from '../../domain/job-ends.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { actions, asTyped, button, context, modal, section, warning } from '../blocks/index.ts';
import { hubTitle } from '../jobs/words.ts';
import { writeMetadata } from './metadata.ts';
import type { EditorMetadata } from './metadata.ts';
import type { EditorView } from './editor.ts';
import type { ScreenState, StepId, StepView } from './step.ts';

export const wizardIds = {
  callback: 'wizard',
  back: 'wizard-back',
  retry: 'wizard-retry',
  resume: 'wizard-resume',
  startOver: 'wizard-start-over',
} as const;

/** Of Slack's hundred, what the frame leaves. */
export const maxStepBlocks = 95;

/** Where a step stands in the order. */
export interface StepPlace {
  readonly id: StepId;
  readonly title: string;
  readonly submit?: string;
  /** Counted from 1. */
  readonly number: number;
  readonly count: number;
}

export interface Frame {
  readonly stored: StoredDraft;
  readonly place: StepPlace;
  readonly at: ScreenState;
}

export function stepView(
  frame: Frame,
  { blocks, submit = frame.place.submit ?? 'Next' }: StepView,
): ModalView {
  return framed(frame, blocks.slice(0, maxStepBlocks), submit ?? undefined);
}

/** What went wrong, in the place of a step; `message` was written for people. */
export function troubleView(frame: Frame, message: string): ModalView {
  const again = actions([button('Try again', wizardIds.retry, { style: 'primary' })], 'wizard-trouble');
  return framed(frame, [warning(message), again]);
}

function framed(frame: Frame, blocks: readonly KnownBlock[], submit?: string): ModalView {
  const { stored, place, at } = frame;
  const back = place.number === 1 ? [] : [actions([button('Back', wizardIds.back)], 'wizard-frame')];
  return modal({
    title: titleOf(stored),
    callbackId: wizardIds.callback,
    privateMetadata: writeMetadata({
      draft: stored.id,
      step: place.id,
      at,
      seen: stored.updatedAt.getTime(),
    }),
    notifyOnClose: true,
    ...(submit === undefined ? {} : { submit }),
    blocks: [
      context(`Step ${place.number} of ${place.count} · *${asTyped(place.title)}*`),
      ...blocks,
      ...back,
    ],
  });
}

/** From the second step on it says what is brought in or sent. */
export function titleOf({ purpose, draft }: StoredDraft): string {
  if (purpose === 'edit') return 'Edit integration';
  const object = hubObjectOf(draft);
  if (object === undefined) return 'New integration';
  return `New ${hubTitle(object)} integration`;
}

/** Something that is waited for, in the place of what follows. */
export function loadingView(title: string, text = 'One moment, please …'): ModalView {
  return modal({ title, callbackId: wizardIds.callback, blocks: [section(`⏳ ${text}`)] });
}

/** The end of it, or what there is nothing to do about. `text` is mrkdwn. */
export function lastView(title: string, text: string): ModalView {
  return modal({ title, callbackId: wizardIds.callback, blocks: [section(text)] });
}

export function editorView(
  id: string,
  metadata: EditorMetadata,
  { title, submit, blocks }: EditorView,
): ModalView {
  return modal({
    title,
    submit,
    close: 'Cancel',
    callbackId: id,
    privateMetadata: writeMetadata(metadata),
    blocks,
  });
}

/** What keeps an editor from being shown; it can only be closed. */
export function editorTroubleView(
  id: string,
  metadata: EditorMetadata,
  title: string,
  message: string,
): ModalView {
  const blocks = [warning(message)];
  return modal({ title, callbackId: id, privateMetadata: writeMetadata(metadata), blocks });
}
