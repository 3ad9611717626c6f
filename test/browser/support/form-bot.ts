import type { App } from '@slack/bolt';
import type { KnownBlock, ModalView, View } from '@slack/types';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
const fruit = ['Apple', 'Apricot', 'Banana', 'Cherry'];

/** An app that shows one of everything. */
export function listenWithForms(app: App): void {
  app.command('/crosswalk', async ({ ack, respond, body, client, command }) => {
    await ack();
    if (command.text === 'form') await client.views.open({ trigger_id: body.trigger_id, view: form });
    else if (command.text === 'steps')
      await client.views.open({ trigger_id: body.trigger_id, view: longStep(1) });
    else await respond({ text: `You said ${command.text}`, blocks: menuBlocks(command.text) });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab === 'home') await client.views.publish({ user_id: event.user, view: homeView });
  });
  app.action('press', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'It was pressed', replace_original: true });
  });
  app.action('more', async ({ ack, body, action, client }) => {
    await ack();
    const chosen =
      action.type === 'overflow' ? `${action.selected_option.text?.text} for ${action.block_id}` : '';
    if (body.type === 'block_actions') {
      await client.views.open({ trigger_id: body.trigger_id, view: noteView(`You chose ${chosen}`) });
    }
  });
  app.action('deeper', async ({ ack, body, client }) => {
    await ack();
    if (body.type === 'block_actions') {
      await client.views.push({ trigger_id: body.trigger_id, view: noteView('Second floor') });
    }
  });
  app.action('danger', async ({ ack, body, client }) => {
    await ack();
    if (body.type === 'block_actions') {
      await client.views.open({ trigger_id: body.trigger_id, view: noteView('It is gone') });
    }
  });
  app.action('load', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || body.view === undefined) return;
    // While it is at work, the app shows that in the button's place.
    const { id: view_id } = body.view;
    await client.views.update({ view_id, view: longStep(1, said('Loading')) });
    await client.views.update({ view_id, view: longStep(1, [...said('Ten rows'), loading]) });
  });
  app.action('slow', async () => {
    // Never acknowledged.
  });
  app.options('fruit', async ({ ack, payload }) => {
    const query = payload.value.toLowerCase();
    await ack({ options: fruit.filter((each) => each.toLowerCase().startsWith(query)).map(option) });
  });
  app.view('form', async ({ ack, view, body, client }) => {
    const values = Object.values(view.state.values).flatMap(Object.values);
    const name = values.find(({ type }) => type === 'plain_text_input')?.value ?? '';
    if (name === 'taken') {
      await ack({ response_action: 'errors', errors: { name: 'A job of this name exists.' } });
      return;
    }
    await ack();
    await client.chat.postMessage({
      channel: body.user.id,
      text: `\`\`\`${JSON.stringify(values, null, 1)}\`\`\``,
    });
  });
  app.view('steps', async ({ ack }) => ack({ response_action: 'update', view: longStep(2) }));
  app.message('file', async ({ message, client }) => {
    await client.files.uploadV2({
      channel_id: message.channel,
      filename: 'rows.csv',
      title: 'Rows of the run',
      content: 'id,name\n1,Ada\n',
    });
  });
}

const menuBlocks = (said: string): KnownBlock[] => [
  { type: 'section', text: { type: 'mrkdwn', text: `You said *${said}*` } },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'press', text: plain('Press'), style: 'primary' },
      { type: 'button', action_id: 'slow', text: plain('Never answers') },
    ],
  },
];

const noteView = (text: string): ModalView => ({
  type: 'modal',
  title: plain('Note'),
  close: plain('Back'),
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text } },
    { type: 'actions', elements: [{ type: 'button', action_id: 'deeper', text: plain('Go deeper') }] },
  ],
});

const said = (text: string): KnownBlock[] => [{ type: 'section', text: { type: 'mrkdwn', text } }];
const loading: KnownBlock = {
  type: 'actions',
  elements: [{ type: 'button', action_id: 'load', text: plain('Load preview') }],
};

/** A modal that is longer than the window. */
const longStep = (number: number, last: readonly KnownBlock[] = [loading]): ModalView => ({
  type: 'modal',
  callback_id: 'steps',
  title: plain('Steps'),
  submit: plain('Next'),
  blocks: [
    { type: 'context', elements: [{ type: 'mrkdwn', text: `Step ${number} of 2` }] },
    ...Array.from({ length: 40 }, (_, i) => job(`Row ${i}`)),
    ...last,
  ],
});

const job = (name: string): KnownBlock => ({
  type: 'section',
  block_id: name,
  text: { type: 'mrkdwn', text: `*${name}*\n:white_check_mark: Succeeded` },
  accessory: { type: 'overflow', action_id: 'more', options: [option('Edit'), option('History')] },
});

const homeView: View = {
  type: 'home',
  blocks: [
    { type: 'header', text: plain('Integrations') },
    job('Customer accounts'),
    job('People'),
    {
      type: 'section',
      text: { type: 'mrkdwn', text: '*Tasks*\nEvery hour at 20 minutes past, next run today 17:20' },
      accessory: { type: 'static_select', placeholder: plain('Manage'), options: [option('Run now')] },
    },
    { type: 'divider' },
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'danger',
          text: plain('Delete all'),
          style: 'danger',
          confirm: {
            title: plain('Delete all jobs?'),
            text: { type: 'mrkdwn', text: 'Their *history* goes, too.' },
            confirm: plain('Delete'),
            deny: plain('Keep them'),
            style: 'danger',
          },
        },
      ],
    },
  ],
};

const input = (
  label: string,
  element: Extract<KnownBlock, { type: 'input' }>['element'],
  more = {},
): KnownBlock => ({
  type: 'input',
  label: plain(label),
  element,
  optional: true,
  ...more,
});

const form: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('New Accounts integration'),
  submit: plain('Save'),
  close: plain('Cancel'),
  blocks: [
    input(
      'Name',
      { type: 'plain_text_input', action_id: 'a' },
      { block_id: 'name', optional: false, hint: plain('As lists show it.') },
    ),
    input('Description', { type: 'plain_text_input', action_id: 'a', multiline: true }),
    input('Run', {
      type: 'static_select',
      action_id: 'a',
      options: ['Hourly', 'Daily', 'Weekly'].map(option),
    }),
    input('Fields', {
      type: 'multi_static_select',
      action_id: 'a',
      options: ['Id', 'Name', 'Owner'].map(option),
    }),
    input('Fruit', { type: 'external_select', action_id: 'fruit', min_query_length: 0 }),
    input('Basket', { type: 'multi_external_select', action_id: 'fruit', min_query_length: 1 }),
    input('Who', { type: 'users_select', action_id: 'a' }),
    input('Channel', { type: 'conversations_select', action_id: 'a' }),
    input('Watchers', { type: 'multi_users_select', action_id: 'a' }),
    input('Options', {
      type: 'checkboxes',
      action_id: 'a',
      options: ['Allow creation', 'Resolve conflicts'].map(option),
    }),
    input('Direction', {
      type: 'radio_buttons',
      action_id: 'a',
      options: ['Import data', 'Export data'].map(option),
    }),
    input('Day', { type: 'datepicker', action_id: 'a' }),
    input('Time', { type: 'timepicker', action_id: 'a' }),
    input('Moment', { type: 'datetimepicker', action_id: 'a' }),
    input('Rows', { type: 'number_input', action_id: 'a', is_decimal_allowed: false }),
    input('Address', { type: 'url_text_input', action_id: 'a' }),
    input('E-mail', { type: 'email_text_input', action_id: 'a' }),
  ],
};
