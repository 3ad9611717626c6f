/** What Slack is answered where a modal that was submitted is not taken: nothing of what was typed is lost. */
import type { ViewOutput, ViewResponseAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { UserError } from '../domain/errors.ts';
import { modal, section, unescape } from './blocks/index.ts';

export function inputsOf(view: ViewOutput): readonly string[] {
  return view.blocks.flatMap(({ type, block_id: id }) => (type === 'input' && id ? [id] : []));
}

/** An error stands at the input that it is about, or else at the first one; a modal without inputs shows it whole. */
export function refusal(view: ViewOutput, error: unknown, text: string): ViewResponseAction {
  const inputs = inputsOf(view);
  const named = error instanceof UserError ? error.path?.[0] : undefined;
  const at = inputs.find((id) => id === named) ?? inputs[0];
  if (at === undefined) return { response_action: 'update', view: doneView(view, text) };
  // Errors at inputs are plain text.
  const plain = error instanceof UserError ? error.message : unescape(text);
  return { response_action: 'errors', errors: { [at]: plain } };
}

export function doneView({ title, callback_id: callbackId }: ViewOutput, text: string): ModalView {
  return modal({ title: title.text, callbackId, blocks: [section(text)] });
}
