import type { App } from '@slack/bolt';
import { expect } from 'chai';
import type { Person } from '../support/person.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { TestPlayground } from '../support/playground.ts';
import { startTestBot } from './support/test-bot.ts';
import type { TestBot, TransportName } from './support/test-bot.ts';

const transports: readonly TransportName[] = ['socket', 'http'];

function listen(app: App): void {
  app.command('/crosswalk', async ({ ack, command, respond }) => {
    await ack();
    if (command.text === 'aloud') await respond({ text: 'All can read this', response_type: 'in_channel' });
    else await respond(`You said ${command.text}`);
  });
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `Hello <@${event.user ?? ''}>`, thread_ts: event.ts });
  });
  app.message(async ({ message, say }) => {
    if (message.subtype === undefined) await say(`Heard: ${message.text ?? ''}`);
  });
  app.action('press', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Pressed', replace_original: true });
  });
}

for (const transport of transports) {
  describe(`talking with an app over ${transport}`, () => {
    let playground: TestPlayground;
    let bot: TestBot;
    let ada: Person;

    beforeEach(async () => {
      playground = await startTestPlayground();
      bot = await startTestBot(playground, transport, listen);
      ada = await playground.person('Ada');
    });

    afterEach(async () => {
      await bot.stop();
      await playground.close();
    });

    it('brings a command to the app, and what it answers to the person alone', async () => {
      await ada.runs('/crosswalk list', '#crm-syncs');
      await ada.sees('You said list', { on: 'only visible to you' });
      const otto = await playground.person('Otto');
      await otto.opens('#crm-syncs');
      await otto.doesNotSee('You said list');
    });

    it('lets the app answer for all to read', async () => {
      await ada.runs('/crosswalk aloud', '#crm-syncs');
      const otto = await playground.person('Otto');
      await otto.opens('#crm-syncs');
      await otto.sees('All can read this');
    });

    it('tells the person about a command that nobody has', async () => {
      await ada.runs('/nothing');
      await ada.sees('/nothing is not a valid command.');
    });

    it('brings a mention to an app that is in the channel, and its reply to the thread', async () => {
      await ada.invitesApp('#crm-syncs');
      await ada.says('#crm-syncs', 'hi @crosswalk');
      await ada.sees('1 reply');
      await ada.opensThread('hi @Crosswalk');
      await ada.sees('Hello @Ada Lovelace');
    });

    it('brings direct messages to the app', async () => {
      await ada.says('@Crosswalk', 'what ran?');
      await ada.sees('Heard: what ran?');
    });

    it('replaces a message that the person used', async () => {
      await bot.app.client.chat.postMessage({
        channel: playground.personId('Ada'),
        text: 'Press me',
        blocks: [
          {
            type: 'actions',
            elements: [{ type: 'button', action_id: 'press', text: { type: 'plain_text', text: 'Press' } }],
          },
        ],
      });
      await ada.opens('@Crosswalk');
      await ada.clicks('Press');
      await ada.sees('Pressed');
      await ada.doesNotSee('[Press]');
      expect(playground.traffic.filter(({ isOk }) => !isOk)).to.deep.equal([]);
    });
  });
}
