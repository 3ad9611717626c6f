import { expect } from 'chai';
import { startTestPlayground } from '../support/playground.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { rejection } from '../support/rejection.ts';
import { until } from '../support/until.ts';
import { createSocket } from '../../src/slack/socket-receiver.ts';
import { openSlackHouse } from './support/slack-house.ts';
import type { SlackHouse } from './support/slack-house.ts';

describe('the socket to Slack', () => {
  let house: SlackHouse;
  beforeEach(async () => {
    house = await openSlackHouse('socket');
  });
  afterEach(() => house.close());

  for (const kind of ['refresh', 'disconnect'] as const) {
    it(`is opened again after a ${kind}, and people are heard as before`, async () => {
      const vera = await house.person('Vera');
      const timesConnectedAgain = () =>
        house.log.messages(30).filter((each) => String(each).includes('connected again')).length;
      for (let times = 1; times <= 2; times += 1) {
        house.playground.disturb({ kind });
        await until(() => timesConnectedAgain() === times);
        await vera.runs('/crosswalk list', '#general');
        await vera.sees('There are no jobs yet.');
      }
      await house.door.check();
    });
  }
});

describe('an app token that Slack refuses', () => {
  it('stops the start and says what to do', async () => {
    const playground = await startTestPlayground();
    const socket = createSocket('xapp-wrong', playground.apiUrl, recordedLog().log);
    try {
      const refusal = await rejection(socket.start());
      expect(refusal.message).to.match(/^SLACK_APP_TOKEN: Slack refuses it/);
    } finally {
      await playground.close();
    }
  });
});
