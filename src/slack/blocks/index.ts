/** The blocks that we repeat, each cut to Slack's limits. */
import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  InputBlock,
  ModalView,
  PlainTextOption,
  SectionBlock,
  SectionBlockAccessory,
  StaticSelect,
} from '@slack/types';
import type { KnownBlock } from '@slack/types';
import { asTyped, mrkdwn, plain } from './text.ts';

export { asTyped, bold, code, cut, escape, unescape } from './text.ts';

/** Slack's own numbers. */
const maxModalBlocks = 100;
export const maxOptions = 100;
export const maxOptionValue = 150;

const limits = {
  header: 150,
  buttonText: 75,
  buttonValue: 2_000,
  contextElements: 10,
  actionElements: 25,
  optionText: 75,
  optionDescription: 75,
  placeholder: 150,
  label: 2_000,
  modalTitle: 24,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
} as const;

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, limits.header) };
}

export interface SectionOptions {
  readonly blockId?: string;
  readonly accessory?: SectionBlockAccessory;
  /** Where less than Slack takes is to be shown. */
  readonly limit?: number;
}

/** `text` is mrkdwn: what is not ours goes through `asTyped`. */
export function section(text: string, { blockId, accessory, limit }: SectionOptions = {}): SectionBlock {
  return {
    type: 'section',
    text: mrkdwn(text, limit),
    ...(blockId === undefined ? {} : { block_id: blockId }),
    ...(accessory === undefined ? {} : { accessory }),
  };
}

/** What went wrong, or needs a look: a message that was written for people, as plain text. */
export function warning(message: string): SectionBlock {
  return section(`⚠️ ${asTyped(message)}`);
}

/** Small print; `texts` are mrkdwn. */
export function context(...texts: readonly string[]): ContextBlock {
  return {
    type: 'context',
    elements: texts.slice(0, limits.contextElements).map((text) => mrkdwn(text)),
  };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

export function actions(elements: readonly ActionsBlockElement[], blockId?: string): ActionsBlock {
  return {
    type: 'actions',
    elements: elements.slice(0, limits.actionElements),
    ...(blockId === undefined ? {} : { block_id: blockId }),
  };
}

export interface ButtonOptions {
  readonly value?: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: ConfirmationDialog;
}

/** @throws RangeError where the value is longer than Slack keeps: cut it would mean something else. */
export function button(text: string, actionId: string, options: ButtonOptions = {}): Button {
  const { value, style, confirm } = options;
  if (value !== undefined && value.length > limits.buttonValue) {
    throw new RangeError(`The value of the button ${actionId} is too long.`);
  }
  return {
    type: 'button',
    text: plain(text, limits.buttonText),
    action_id: actionId,
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
  };
}

export function confirmation(
  title: string,
  text: string,
  { confirm, deny = 'Cancel' }: { readonly confirm: string; readonly deny?: string },
): ConfirmationDialog {
  return {
    title: plain(title, limits.confirmTitle),
    text: plain(text, limits.confirmText),
    confirm: plain(confirm, limits.confirmButton),
    deny: plain(deny, limits.confirmButton),
  };
}

export interface Choice {
  readonly text: string;
  readonly value: string;
  readonly description?: string;
}

export function option({ text, value, description }: Choice): PlainTextOption {
  return {
    text: plain(text, limits.optionText),
    value,
    ...(description === undefined ? {} : { description: plain(description, limits.optionDescription) }),
  };
}

export interface SelectOptions {
  readonly placeholder: string;
  /** At least one; more than Slack shows are left off. */
  readonly choices: readonly Choice[];
  /** Value of the choice that is made already. */
  readonly chosen?: string;
}

export function select(actionId: string, { placeholder, choices, chosen }: SelectOptions): StaticSelect {
  const options = choices.slice(0, maxOptions).map(option);
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: plain(placeholder, limits.placeholder),
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}

export interface InputOptions {
  readonly blockId: string;
  readonly hint?: string;
  readonly optional?: boolean;
  /** Tells us at once, without a submit button. */
  readonly dispatches?: boolean;
}

export function input(
  label: string,
  element: InputBlock['element'],
  { blockId, hint, optional = false, dispatches = false }: InputOptions,
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label, limits.label),
    element,
    optional,
    ...(hint === undefined ? {} : { hint: plain(hint, limits.label) }),
    ...(dispatches ? { dispatch_action: true } : {}),
  };
}

export interface ModalOptions {
  readonly title: string;
  readonly callbackId: string;
  readonly blocks: readonly KnownBlock[];
  /** Without it the modal can only be closed. */
  readonly submit?: string;
  readonly close?: string;
  readonly privateMetadata?: string;
  readonly notifyOnClose?: boolean;
}

export function modal(options: ModalOptions): ModalView {
  const { title, callbackId, blocks, submit, close = 'Close', privateMetadata, notifyOnClose } = options;
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plain(title, limits.modalTitle),
    close: plain(close, limits.modalTitle),
    ...(submit === undefined ? {} : { submit: plain(submit, limits.modalTitle) }),
    blocks: blocks.slice(0, maxModalBlocks),
    ...(privateMetadata === undefined ? {} : { private_metadata: privateMetadata }),
    ...(notifyOnClose === undefined ? {} : { notify_on_close: notifyOnClose }),
  };
}
