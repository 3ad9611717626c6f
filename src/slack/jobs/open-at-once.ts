import type { ModalView } from '@slack/types';
import { isTold } from '../../domain/errors.ts';
import { asTyped, modal, section } from '../blocks/index.ts';
import type { ActionCall } from '../feature.ts';
import { openView, pushView } from '../open-view.ts';
import type { SlackServices } from '../services.ts';
import { updateView } from '../update-view.ts';

export interface OpenedModal {
  readonly title: string;
  readonly callbackId: string;
}

/** On top of the modal that was acted in, or by itself: at once, while the trigger counts; what it shows follows. */
export async function openAtOnce(
  { slack }: Pick<SlackServices, 'slack'>,
  call: Pick<ActionCall, 'triggerId'> & Partial<Pick<ActionCall, 'surface'>>,
  opened: OpenedModal,
  load: () => Promise<ModalView>,
): Promise<void> {
  const show = call.surface?.kind === 'modal' ? pushView : openView;
  const viewId = await show(slack, call, messageModal(opened, 'Loading …'));
  await showIn({ slack }, viewId, opened, load);
}

/** What can be told of what goes wrong stands in the modal, where the person looks; of the rest, that it did. */
export async function showIn(
  { slack }: Pick<SlackServices, 'slack'>,
  viewId: string,
  opened: OpenedModal,
  load: () => Promise<ModalView>,
): Promise<void> {
  try {
    await updateView(slack, viewId, await load());
  } catch (error) {
    const text = isTold(error) ? `⚠️ ${asTyped(error.message)}` : 'Something went wrong. Close this.';
    await updateView(slack, viewId, messageModal(opened, text));
    if (!isTold(error)) throw error;
  }
}

/** `text` is mrkdwn. */
export function messageModal({ title, callbackId }: OpenedModal, text: string): ModalView {
  return modal({ title, callbackId, blocks: [section(text)] });
}
