import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { App } from '@slack/bolt';
import { expect } from 'chai';
import { signatureOf } from '../../src/playground/delivery/signed-http.ts';
import { fakeTime } from '../support/fake-time.ts';
import type { FakeTime } from '../support/fake-time.ts';
import type { Person } from '../support/person.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { TestPlayground } from '../support/playground.ts';
import { until } from '../support/until.ts';
import { button } from './support/form-bot.ts';
import { startTestBot } from './support/test-bot.ts';
import type { TestBot, TransportName } from './support/test-bot.ts';

const transports: readonly TransportName[] = ['socket', 'http'];
const secondMs = 1_000;
const minuteMs = 60 * secondMs;
/** Much longer than a pong takes on a busy machine. */
const reconnectMs = 1_500;

for (const transport of transports) {
  describe(`deliveries over ${transport}`, () => {
    let playground: TestPlayground;
    let bot: TestBot;
    let ada: Person;
    let time: FakeTime;
    let events: string[];
    let isSilent: boolean;
    let respondLater: ((text: string) => Promise<unknown>) | null;

    function listen(app: App): void {
      app.message(async ({ message, context }) => {
        if (message.subtype !== undefined || !('text' in message)) return;
        events.push(`${message.text ?? ''}${(context.retryNum ?? 0) === 0 ? '' : ` #${context.retryNum}`}`);
        if (isSilent) throw new Error('It went wrong before it was acknowledged.');
      });
      app.command('/crosswalk', async ({ ack, respond }) => {
        respondLater = respond;
        if (!isSilent) await ack({ text: 'Right away' });
      });
      app.action('press', async ({ ack }) => {
        events.push('pressed');
        if (!isSilent) await ack();
      });
    }

    beforeEach(async () => {
      time = fakeTime(new Date());
      events = [];
      isSilent = false;
      respondLater = null;
      playground = await startTestPlayground({ clock: time });
      bot = await startTestBot(playground, transport, listen);
      ada = await playground.person('Ada');
    });

    afterEach(async () => {
      await bot.stop();
      await playground.close();
    });

    const failed = () =>
      playground.traffic.filter(({ direction, isOk }) => direction === 'delivery' && !isOk);

    it('show what a command is acknowledged with', async () => {
      await ada.runs('/crosswalk');
      await ada.sees('Right away', { on: 'only visible to you' });
    });

    it('give a command up after three seconds, in words that the person can search for', async () => {
      isSilent = true;
      const ran = ada.runs('/crosswalk');
      await until(() => respondLater !== null);
      time.pass(3 * secondMs);
      await ran;
      await ada.sees('/crosswalk failed with the error "operation_timeout"');
      expect(failed().map(({ outcome }) => outcome)).to.deep.equal(['timeout']);
    });

    it('give a click up after three seconds', async () => {
      await bot.app.client.chat.postMessage({
        channel: playground.personId('Ada'),
        text: 'Press me',
        blocks: [button('Press', 'press')],
      });
      isSilent = true;
      await ada.opens('@Crosswalk');
      const clicked = ada.clicks('Press');
      await until(() => events.includes('pressed'));
      time.pass(3 * secondMs);
      await clicked;
      await ada.sees('operation_timeout');
    });

    it('repeat an event when the app did not acknowledge it: at once, after a minute, after five, no more', async () => {
      playground.disturb({ kind: 'lost acknowledgement', of: ['message'] });
      await ada.says('@Crosswalk', 'hello');
      await until(() => events.length === 2);
      expect(events).to.deep.equal(['hello', 'hello #1']);
      time.pass(10 * minuteMs);
      expect(events).to.have.length(2);
    });

    it('bring an event twice on request, the second time as a retry', async () => {
      playground.disturb({ kind: 'redelivered', of: ['message'] });
      await ada.says('@Crosswalk', 'once');
      const retried = () => playground.traffic.filter(({ name, retry }) => name === 'message' && retry === 1);
      await until(() => retried().length === 1);
      expect(events.map((event) => event.replace(/ #1$/, ''))).to.deep.equal(['once', 'once']);
    });

    it('let an app answer five times within half an hour', async () => {
      await ada.runs('/crosswalk');
      for (let count = 1; count <= 5; count += 1) await respondLater?.(`answer ${count}`);
      const sixth = await respondLater?.('answer 6').then(
        () => 'taken',
        (error: Error) => error.message,
      );
      expect(sixth).to.contain('404');
      await ada.sees('answer 5');
      await ada.doesNotSee('answer 6');
      await ada.runs('/crosswalk');
      time.pass(30 * minuteMs);
      await respondLater?.('too late').catch(() => undefined);
      expect(playground.traffic.at(-1)).to.include({ name: 'response_url', outcome: 'expired_url' });
    });
  });
}

function answerCommands(app: App): void {
  app.command('/crosswalk', async ({ ack }) => ack('Here I am'));
}

describe('Socket Mode', () => {
  let playground: TestPlayground;
  let bots: TestBot[];

  beforeEach(async () => {
    bots = [];
    playground = await startTestPlayground();
  });

  afterEach(async () => {
    for (const bot of bots) await bot.stop();
    await playground.close();
  });

  it('tells the person when nothing is connected', async () => {
    const ada = await playground.person('Ada');
    await ada.runs('/crosswalk');
    await ada.sees('/crosswalk failed with the error "dispatch_failed"');
    expect(await ada.screenText()).to.contain('Crosswalk is not connected');
  });

  for (const kind of ['refresh', 'disconnect'] as const) {
    it(`lets an app come back after a ${kind}`, async () => {
      bots.push(await startTestBot(playground, 'socket', answerCommands, reconnectMs));
      const opened = (): number =>
        playground.traffic.filter(({ name }) => name === 'apps.connections.open').length;
      const ada = await playground.person('Ada');
      playground.disturb({ kind });
      await until(async () => opened() > 1 && !(await ada.screenText()).includes('not connected'));
      await ada.runs('/crosswalk');
      await ada.sees('Here I am');
    });
  }

  it('spreads deliveries over all connections of an app', async () => {
    const seen: string[] = [];
    for (const name of ['one', 'two']) {
      const listen = (app: App): void => {
        app.command('/crosswalk', async ({ ack }) => {
          seen.push(name);
          await ack();
        });
      };
      bots.push(await startTestBot(playground, 'socket', listen));
    }
    const ada = await playground.person('Ada');
    for (let count = 0; count < 4; count += 1) await ada.runs('/crosswalk');
    expect(new Set(seen)).to.deep.equal(new Set(['one', 'two']));
  });
});

describe('signed HTTP', () => {
  it('signs what it sends and says why it comes again', async () => {
    const received: { headers: IncomingHttpHeaders; body: string }[] = [];
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
        response.writeHead(500).end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const time = fakeTime(new Date());
    const playground = await startTestPlayground({ clock: time });
    playground.deliverTo({ transport: 'http', eventsUrl: `http://127.0.0.1:${port}/slack/events` });
    const ada = await playground.person('Ada');
    await ada.says('@Crosswalk', 'hello');
    const ofMessage = () => received.filter(({ body }) => body.includes('"type":"message"'));
    // The opening of the conversation was told, too, and is repeated as the message is.
    const areDueIn = (delayMs: number) => time.delays().filter((each) => each === delayMs).length === 2;
    for (const delayMs of [minuteMs, 5 * minuteMs]) {
      await until(() => areDueIn(delayMs));
      time.pass(delayMs);
    }
    await until(() => ofMessage().length === 4);
    expect(ofMessage().map(({ headers }) => headers['x-slack-retry-num'])).to.deep.equal([
      undefined,
      '1',
      '2',
      '3',
    ]);
    expect(ofMessage()[1]?.headers['x-slack-retry-reason']).to.equal('http_error');
    for (const { headers, body } of received) {
      const timestamp = String(headers['x-slack-request-timestamp']);
      expect(headers['x-slack-signature']).to.equal(signatureOf(playground.signingSecret, timestamp, body));
    }
    await playground.close();
    server.closeAllConnections();
    server.close();
  });
});
