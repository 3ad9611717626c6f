/** What Slack is to be told is told once, whenever the bot dies. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { WebClient } from '@slack/web-api';
import { expect } from 'chai';
import { openStore } from '../support/open-store.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { TestPlayground } from '../support/playground.ts';
import { aConfiguration, aJob, aNewRun, after as later, anOutcome } from '../support/records.ts';

const channels = ['crm-syncs', 'sales', 'support', 'ops', 'finance'] as const;
const messages = 50;
/** So many are answered as usual; from then on Slack takes a message at once and answers too late. */
const answered = 17;
const tooLateMs = 60_000;
const waitMs = 120_000;

describe('fifty messages to Slack, and a bot that is killed among them', () => {
  let playground: TestPlayground;
  let house: House;
  let bot: ChildProcess | null = null;

  before(async () => {
    playground = await startTestPlayground({
      waitMs,
      workspace: { channels: channels.map((name) => ({ name })) },
    });
    house = await openHouse();
    const { apiUrl: SLACK_API_URL, botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN } = playground;
    Object.assign(house.env, { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN });
    await failRuns(house.env['DATABASE_URL'] ?? '');
  });
  after(async () => {
    bot?.kill('SIGKILL');
    await house.close();
    await playground.close();
  });

  async function numbersIn(name: string): Promise<number[]> {
    const slack = new WebClient(playground.botToken, { slackApiUrl: playground.apiUrl });
    const channel = playground.channelId(name);
    const { messages: found = [] } = await slack.conversations.history({ channel, limit: 200 });
    return found
      .flatMap((message) => /Trouble number (\d+)\./.exec(JSON.stringify(message.blocks ?? []))?.[1] ?? [])
      .map(Number)
      .toReversed();
  }

  it('arrive once, in order in each channel', async function () {
    this.timeout(2 * waitMs);
    const ada = await playground.person('Ada');
    playground.disturb({
      kind: 'slow',
      after: answered,
      times: messages,
      delayMs: tooLateMs,
      of: ['chat.postMessage'],
    });
    bot = house.start('start');
    await ada.opens(`#${channels[0]}`);
    // It stands there, and the bot does not know.
    await ada.sees('Trouble number 20.');
    bot.kill('SIGKILL');
    await once(bot, 'close');
    playground.calm();
    // As after the minute for which nobody else writes where the dead one wrote.
    const freed = await house.state<object>(
      `UPDATE outbox_lanes SET lease_until = '2000-01-01 00:00:00.000 +00:00' WHERE lease_until IS NOT NULL RETURNING lane`,
    );
    expect(freed).to.not.deep.equal([]);

    bot = house.start('start');
    for (const [i, name] of channels.entries()) {
      await ada.opens(`#${name}`);
      await ada.sees(`Trouble number ${messages - channels.length + i}.`);
    }
    for (const [i, name] of channels.entries()) {
      const expected = Array.from({ length: messages / channels.length }, (_, n) => n * channels.length + i);
      expect(await numbersIn(name), `#${name}`).to.deep.equal(expected);
    }
  });
});

/** A job for each channel; their runs fail in turn, and each failure is to be told. */
async function failRuns(url: string): Promise<void> {
  const store = await openStore({ url });
  const jobs = channels.map((name, i) => ({
    job: aJob({
      id: `job-${i}`,
      name: `Job of ${name}`,
      schedule: { run: 'once', timezone: 'UTC', fullSync: 'never', enabled: false },
      notify: { channel: `#${name}`, on: ['failed'], mention: [] },
    }),
    nextRunAt: null,
  }));
  await store.applyConfiguration(aConfiguration({ jobs }));
  const begun = new Date(Date.now() - 60_000);
  for (let n = 0; n < messages; n += 1) {
    const at = later(begun, n);
    const { id } = await store.runs.enqueue(aNewRun({ jobId: `job-${n % channels.length}`, queuedAt: at }));
    await store.runs.claim('me', at, id);
    const error = { code: 'x', message: `Trouble number ${n}.` };
    await store.runs.finish(id, 'me', 1, anOutcome({ status: 'failed', error, finishedAt: at }));
  }
  await store.close();
}
