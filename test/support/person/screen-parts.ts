import type {
  MessageOnScreen,
  ModalOnScreen,
  PlaceOnScreen,
  Screen,
  SuggestedPrompts,
  SurfaceContent,
} from '../../../src/playground/screen.ts';
import { blocksParts } from './block-parts.ts';
import { nothing, textOf } from './part.ts';
import type { Control, Part } from './part.ts';
import { readableMarkdown, readableMrkdwn } from './readable-text.ts';

/** What the person can reach: a confirmation before a modal, a modal before everything else. */
export function frontOf(screen: Screen): Part {
  const modal = screen.modals.at(-1);
  const toasts = screen.toasts.map(({ text }) => text);
  if (screen.dialog !== null) return { kind: 'screen', content: [dialogPart(screen.dialog)], ...nothing };
  const parts =
    modal === undefined ? [placePart(screen), ...threadParts(screen)] : [modalPart(screen, modal)];
  return { kind: 'screen', content: [...parts, ...toasts], ...nothing };
}

const entry =
  (sign: string) =>
  ({ name, unread }: { readonly name: string; readonly unread: number }): string =>
    `${sign}${name}${unread > 0 ? ` (${unread} new)` : ''}`;

/** The whole screen, as one would read it out. */
export function readScreen(screen: Screen): string {
  const { sidebar, me, app } = screen;
  const names = [
    ...sidebar.channels.map(entry('#')),
    ...sidebar.directMessages.map(entry('@')),
    ...sidebar.others.map(({ name }) => `@${name}`),
    ...sidebar.apps.map(entry('@')),
  ];
  const connection = app.isConnected ? '' : ` (${app.name} is not connected)`;
  return [
    `${screen.workspace.name}, seen by ${me.name}${connection}`,
    names.join('  '),
    '----------------------------------------',
    textOf(placePart(screen)),
    ...threadParts(screen).map((part) => `--- thread ---\n${textOf(part)}`),
    ...screen.modals.map((modal) => `=== modal ===\n${textOf(modalPart(screen, modal))}`),
    ...(screen.dialog === null ? [] : [`=== question ===\n${textOf(dialogPart(screen.dialog))}`]),
    ...screen.toasts.map(({ text }) => `(toast) ${text}`),
  ].join('\n');
}

function placePart(screen: Screen): Part {
  const { place } = screen;
  if (place.kind === 'home') return homePart(screen, place);
  const sign = place.type === 'public' || place.type === 'private' ? '#' : '@';
  const prompts = promptControls(place.suggestedPrompts, place.id);
  return {
    kind: 'place',
    content: [
      `${sign}${place.name}${place.isArchived ? ' (archived)' : ''}`,
      ...place.messages.map((message) => messagePart(screen, message)),
      ...prompts.map(({ label }) => `[${label}]`),
    ],
    controls: prompts,
    fields: [],
  };
}

function homePart(screen: Screen, { view }: Extract<PlaceOnScreen, { readonly kind: 'home' }>): Part {
  if (view === null) {
    return {
      kind: 'place',
      content: [`${screen.app.name}: Home`, 'This is a work in progress!'],
      ...nothing,
    };
  }
  const surface = { kind: 'view', viewId: view.viewId } as const;
  const parts = blocksParts(view.blocks, { screen, surface, values: view.values });
  return {
    kind: 'place',
    content: [`${screen.app.name}: Home`, ...parts, ...problemOf(view)],
    ...nothing,
  };
}

function problemOf({ problem }: SurfaceContent): string[] {
  return problem === null ? [] : [`! ${problem}`];
}

function threadParts(screen: Screen): Part[] {
  const { thread } = screen;
  if (thread === null) return [];
  const prompts = promptControls(thread.suggestedPrompts, thread.conversation, thread.ts);
  const said = thread.messages.map((message) => messagePart(screen, message));
  const content = [thread.title, ...said, thread.status, ...prompts.map(({ label }) => `[${label}]`)].filter(
    (each) => each !== '',
  );
  return [{ kind: 'place', content, controls: prompts, fields: [] }];
}

function promptControls(
  prompts: SuggestedPrompts | null,
  conversation: string,
  threadTs?: string,
): Control[] {
  return (prompts?.prompts ?? []).map(({ title, message }) => ({
    label: title,
    kind: 'prompt',
    isInMenu: false,
    menuLabels: [],
    target: { kind: 'prompt', conversation, message, ...(threadTs === undefined ? {} : { threadTs }) },
  }));
}

export function messagePart(screen: Screen, message: MessageOnScreen): Part {
  const surface = { kind: 'message', conversation: message.conversation, ts: message.ts } as const;
  const { values } = message;
  const blocks = (given: readonly unknown[]): Part[] => blocksParts(given, { screen, surface, values });
  const text =
    message.markdown === null
      ? readableMrkdwn(message.text, screen)
      : readableMarkdown(message.markdown, screen);
  // Text stands for blocks where they cannot be shown.
  const said = message.blocks.length > 0 && message.markdown === null ? [] : [text];
  const marks = [
    message.isEphemeral ? 'only visible to you' : '',
    message.isEdited ? 'edited' : '',
    message.isStreaming ? 'writing…' : '',
  ].filter((mark) => mark !== '');
  return {
    kind: 'message',
    content: [
      `${message.author.name}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}:`,
      ...said,
      ...blocks(message.blocks),
      ...message.attachments.flatMap((attachment) => [
        readableMrkdwn(attachment.text, screen),
        ...blocks(attachment.blocks),
      ]),
      ...message.files.map(({ title, name }) => `(file: ${title === name ? name : `${title}, ${name}`})`),
      ...message.reactions.map(({ name, count }) => `:${name}: ${count}`),
      ...problemOf(message),
      message.replyCount > 0 ? `${message.replyCount} ${message.replyCount === 1 ? 'reply' : 'replies'}` : '',
    ].filter((each) => each !== ''),
    ...nothing,
  };
}

function modalPart(screen: Screen, modal: ModalOnScreen): Part {
  const surface = { kind: 'view', viewId: modal.viewId } as const;
  const control = (label: string | undefined, kind: 'submit' | 'close'): Control[] =>
    label === undefined
      ? []
      : [{ label, kind: 'button', isInMenu: false, menuLabels: [], target: { kind, viewId: modal.viewId } }];
  const controls = [
    ...control(modal.close?.text ?? 'Close', 'close'),
    ...control(modal.submit?.text, 'submit'),
  ];
  const { errors, values } = modal;
  return {
    kind: 'modal',
    content: [
      modal.title.text,
      ...blocksParts(modal.blocks, { screen, surface, values, errors }),
      ...problemOf(modal),
      `${controls.map(({ label }) => `[${label}]`).join(' ')}${modal.isSubmitting ? ' …' : ''}`,
    ],
    controls,
    fields: [],
  };
}

function dialogPart({ title, text, confirm, deny }: NonNullable<Screen['dialog']>): Part {
  return {
    kind: 'dialog',
    content: [title, text, `[${deny}] [${confirm}]`],
    controls: [answerControl(deny, false), answerControl(confirm, true)],
    fields: [],
  };
}

function answerControl(label: string, isConfirmed: boolean): Control {
  return { label, kind: 'button', isInMenu: false, menuLabels: [], target: { kind: 'dialog', isConfirmed } };
}
