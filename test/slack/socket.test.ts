import { expect } from 'chai';
import { startTestPlayground } from '../support/playground.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { rejection } from '../support/rejection.ts';
import { until } from '../support/until.ts';
import { createSocket } from '../../src/slack/socket-receiver.ts';
import { startSilentSlack } from './support/silent-slack.ts';
import { openSlackHouse } from './support/slack-house.ts';
import type { SlackHouse } from './support/slack-house.ts';

const refusals = 3;

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

  it('is opened again however often Slack refuses to, says meanwhile that it is not, and people are heard as before', async () => {
    const vera = await house.person('Vera');
    house.playground.disturb({ kind: 'unavailable', times: refusals, of: ['apps.connections.open'] });
    house.playground.disturb({ kind: 'disconnect' });
    const tried = () =>
      house.log.messages(40).filter((each) => String(each).includes('no socket could be opened')).length;
    await until(() => tried() > 0);
    expect((await rejection(house.door.check())).message).to.match(/socket/i);
    await until(() => house.log.messages(30).some((each) => String(each).includes('connected again')));
    expect(tried()).to.equal(refusals);
    await house.door.check();
    await vera.runs('/crosswalk list', '#general');
    await vera.sees('There are no jobs yet.');
  });
});

describe('a socket that Slack does not open in time', () => {
  const times = { askWithinMs: 100, openWithinMs: 250, closeWithinMs: 50 };

  for (const silence of ['does not say where', 'does not greet'] as const) {
    it(`is gone before the next one, where Slack ${silence}`, async () => {
      const slack = await startSilentSlack(silence);
      const socket = createSocket('xapp-1', slack.apiUrl, recordedLog().log, times);
      try {
        await socket.start();
        expect(socket.isConnected()).to.equal(false);
        await until(() => socket.isConnected());
        const given = silence === 'does not greet' ? slack.sockets[0] : slack.asked[0];
        await until(() => given?.destroyed === true);
        expect(slack.sockets).to.have.length(silence === 'does not greet' ? 2 : 1);
        expect(socket.isConnected()).to.equal(true);
      } finally {
        await socket.stop();
        await slack.close();
      }
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
