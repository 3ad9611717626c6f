import type { App } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { expect } from 'chai';
import { rejection } from '../support/rejection.ts';
import type { Person } from '../support/person.ts';
import { connect } from '../support/person/connection.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { TestPlayground } from '../support/playground.ts';
import { button, option, plain, section } from './support/form-bot.ts';
import { startTestBot } from './support/test-bot.ts';
import type { TestBot } from './support/test-bot.ts';

function jobCard(name: string): KnownBlock[] {
  const manage: KnownBlock = {
    type: 'section',
    text: { type: 'mrkdwn', text: `*${name}*\nevery hour` },
    accessory: {
      type: 'static_select',
      action_id: 'manage',
      placeholder: plain('Manage'),
      options: [option('Edit'), option('Delete')],
    },
  };
  return [manage, button('Run now', 'run', name), { type: 'divider' }];
}

function listen(app: App, used: string[]): void {
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    const blocks = [
      ...jobCard('Customer accounts'),
      ...jobCard('People'),
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            text: plain('Delete all'),
            action_id: 'sure',
            confirm: {
              title: plain('Delete all?'),
              text: plain('For ever.'),
              confirm: plain('Delete'),
              deny: plain('Keep'),
            },
          },
        ],
      } as KnownBlock,
    ];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  app.action({ type: 'block_actions' }, async ({ ack, action }) => {
    await ack();
    if (action.type === 'button') used.push(`${action.action_id} ${action.value ?? ''}`);
    if (action.type === 'static_select')
      used.push(`${action.block_id.length > 0} ${action.selected_option.value}`);
  });
}

describe('a person', () => {
  let playground: TestPlayground;
  let bot: TestBot;
  let ada: Person;
  let used: string[];

  beforeEach(async () => {
    used = [];
    playground = await startTestPlayground({ waitMs: 1_000 });
    bot = await startTestBot(playground, 'socket', (app) => listen(app, used));
    ada = await playground.person('Ada');
    await ada.opensHome();
  });

  afterEach(async () => {
    await bot.stop();
    await playground.close();
  });

  it('clicks what is near what they mean', async () => {
    await ada.clicks('Run now', { on: 'People' });
    expect(used).to.deep.equal(['run People']);
  });

  it('is told of all that they could mean', async () => {
    const failure = await rejection(ada.clicks('Run now'));
    expect(failure.message).to.contain("There are 2 of 'Run now'");
    expect(failure.message).to.contain("button by 'Customer accounts'");
    expect(failure.message).to.contain("button by 'People'");
    expect(used).to.deep.equal([]);
  });

  it('is told what is on the screen where they find nothing', async () => {
    const failure = await rejection(ada.clicks('Stop'));
    expect(failure.message).to.contain("Ada Lovelace: There is no 'Stop'");
    expect(failure.message).to.contain('Crosswalk: Home').and.to.contain('[Run now]');
  });

  it('clicks an entry of a menu by its name, of the menu that they mean', async () => {
    await ada.clicks('Edit', { on: 'Customer accounts' });
    await ada.chooses('Delete', { in: 'Manage', on: 'People' });
    expect(used).to.deep.equal(['true edit', 'true delete']);
    expect(await ada.options({ in: 'Manage', on: 'People' })).to.deep.equal(['Edit', 'Delete']);
  });

  it('is asked before what cannot be taken back', async () => {
    await ada.clicks('Delete all');
    await ada.sees('For ever.');
    await ada.declines();
    await ada.clicks('Delete all');
    await ada.confirms();
    expect(used).to.deep.equal(['sure ']);
  });

  it('is told in words that what they confirm is gone meanwhile', async () => {
    await ada.clicks('Delete all');
    const view = { type: 'home' as const, blocks: jobCard('People') };
    await bot.app.client.views.publish({ user_id: playground.personId('Ada'), view });
    const eyes = await connect(playground.url, playground.personId('Ada'));
    try {
      const refusal = await rejection(eyes.act({ act: 'answer-dialog', isConfirmed: true }));
      expect(refusal.message).to.equal('That is not there any more: the app has changed what stands here.');
    } finally {
      eyes.close();
    }
    expect(used).to.deep.equal([]);
  });

  it('begins direct messages with somebody else', async () => {
    await ada.opens('@Vera Lind');
    await ada.says('@Vera Lind', 'have you seen the accounts?');
    const vera = await playground.person('Vera');
    await vera.opens('@Ada Lovelace');
    await vera.sees('have you seen the accounts?');
    const otto = await playground.person('Otto');
    await otto.opens('@Vera Lind');
    await otto.doesNotSee('have you seen');
  });

  it('sees what belongs together', async () => {
    await ada.sees('every hour', { on: 'People' });
    await ada.doesNotSee('Customer accounts', { on: 'People' });
    await ada.sees(/Run\s+now/);
    const failure = await rejection(ada.doesNotSee('People'));
    expect(failure.message).to.contain("still sees 'People'");
  });

  it('reads formatted text as people do', async () => {
    await bot.app.client.chat.postMessage({
      channel: playground.personId('Ada'),
      text: 'x',
      blocks: [
        section(
          `*Rows:* 5 of snake_case_name by <@${playground.personId('Otto')}> <https://a.example|there> &amp; here`,
        ),
      ],
    });
    await ada.opens('@Crosswalk');
    await ada.sees('Rows: 5 of snake_case_name by @Otto Weber there & here');
  });

  it('reacts, and takes part in threads', async () => {
    await ada.says('#general', 'a question');
    await ada.reacts(':eyes:', { on: 'a question' });
    await ada.sees(':eyes: 1');
    await ada.opensThread('a question');
    await ada.says('thread', 'an answer');
    const otto = await playground.person('Otto');
    await otto.opens('#general');
    await otto.sees('1 reply', { on: 'a question' });
    await otto.doesNotSee('an answer');
  });
});
