import type { App, ViewClosedAction, ViewResponseAction } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';

export const plain = (text: string) => ({ type: 'plain_text', text }) as const;
export const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });

export function button(text: string, actionId: string, value?: string): KnownBlock {
  return { type: 'actions', elements: [{ type: 'button', text: plain(text), action_id: actionId, value }] };
}

export function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

export function nameInput(blockId: string, initial?: string): KnownBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain('Name'),
    element: { type: 'plain_text_input', action_id: 'name', initial_value: initial },
  };
}

export function modal(
  title: string,
  blocks: readonly KnownBlock[],
  more: Partial<ModalView> = {},
): ModalView {
  return { type: 'modal', title: plain(title), submit: plain('Save'), blocks: [...blocks], ...more };
}

export interface FormBot {
  readonly closed: { readonly callbackId: string; readonly isCleared: boolean }[];
  readonly submitted: Readonly<Record<string, unknown>>[];
}

/** What a submit of the form is answered with, by what was typed into "Name". */
const answers: Readonly<Record<string, () => ViewResponseAction>> = {
  taken: () => ({ response_action: 'errors', errors: { first: 'This name is taken' } }),
  nowhere: () => ({ response_action: 'errors', errors: { other: 'There is no such block' } }),
  next: () => ({ response_action: 'update', view: modal('Step two', [section('Almost done')]) }),
  more: () => ({ response_action: 'push', view: modal('On top', [section('Pushed')]) }),
  all: () => ({ response_action: 'clear' }),
};

/** An app with one form that does everything a modal can do. */
export function formListeners(bot: FormBot): (app: App) => void {
  return (app) => {
    app.command('/crosswalk', async ({ ack, command, client }) => {
      await ack();
      const blocks: KnownBlock[] = [
        nameInput('first', command.text === '' ? undefined : command.text),
        button('Push', 'push'),
        button('Keep', 'change', 'first'),
        button('Reset', 'change', 'second'),
        button('Race', 'race'),
        {
          type: 'input',
          optional: true,
          label: plain('Field'),
          element: { type: 'external_select', action_id: 'field', min_query_length: 2 },
        },
        {
          type: 'input',
          optional: true,
          label: plain('Run'),
          element: { type: 'static_select', action_id: 'run', options: [option('Hourly'), option('Daily')] },
        },
      ];
      await client.views.open({
        trigger_id: command.trigger_id,
        view: modal('A form', blocks, { callback_id: 'form', notify_on_close: true }),
      });
    });
    app.action('push', async ({ ack, body, client }) => {
      await ack();
      if (!('trigger_id' in body)) return;
      await client.views.push({
        trigger_id: body.trigger_id,
        view: modal('Deeper', [nameInput('deep'), button('Push', 'push')], {
          callback_id: 'deeper',
          notify_on_close: true,
        }),
      });
    });
    app.action({ type: 'block_actions', action_id: 'change' }, async ({ ack, body, action, client }) => {
      await ack();
      const blockId = 'value' in action && typeof action.value === 'string' ? action.value : '';
      await client.views.update({
        view_id: body.view?.id ?? '',
        hash: body.view?.hash,
        view: modal('Changed', [nameInput(blockId, 'from the app')], { callback_id: 'form' }),
      });
    });
    app.action({ type: 'block_actions', action_id: 'race' }, async ({ ack, body, client }) => {
      await ack();
      const update = (title: string) =>
        client.views.update({
          view_id: body.view?.id ?? '',
          hash: body.view?.hash,
          view: modal(title, [nameInput('first')], { callback_id: 'form' }),
        });
      await Promise.allSettled([update('Winner'), update('Winner')]);
    });
    app.options('field', async ({ ack, options }) => {
      const all = Array.from({ length: options.value === 'many' ? 101 : 2 }, (_each, at) => at);
      await ack({ options: all.map((at) => ({ text: plain(`${options.value} ${at}`), value: `${at}` })) });
    });
    app.view('form', async ({ ack, view }) => {
      bot.submitted.push(view.state.values);
      const name = view.state.values['first']?.['name']?.value ?? '';
      const answer = answers[name]?.();
      await (answer === undefined ? ack() : ack(answer));
    });
    app.view<ViewClosedAction>(
      { type: 'view_closed', callback_id: /form|deeper/ },
      async ({ ack, view, body }) => {
        await ack();
        bot.closed.push({ callbackId: view.callback_id, isCleared: body.is_cleared });
      },
    );
  };
}
