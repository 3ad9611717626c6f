import { WebAPIRateLimitedError } from '@slack/web-api';
import { expect } from 'chai';
import { fixedToken } from '../../../src/slack/bot-token.ts';
import { createOpenHomes } from '../../../src/slack/home/open-homes.ts';
import type { OpenHomes } from '../../../src/slack/home/open-homes.ts';
import { firstQuery } from '../../../src/slack/home/query.ts';
import { createJobMenu } from '../../../src/slack/jobs/menu.ts';
import { createPeople } from '../../../src/slack/people.ts';
import { createWebClient } from '../../../src/slack/web-client.ts';
import { fakeTime } from '../../support/fake-time.ts';
import type { FakeTime } from '../../support/fake-time.ts';
import { operationsForEach } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { recordedLog } from '../../support/recorded-log.ts';
import { withJobs } from '../../support/records.ts';
import { rejection } from '../../support/rejection.ts';
import { until } from '../../support/until.ts';
import { startSmallSlack } from '../support/small-slack.ts';
import type { SmallSlack } from '../support/small-slack.ts';

const people = Array.from({ length: 12 }, (_, i) => ({ id: `U${i}`, name: `Person ${i}` }));
const [ada = '', ...others] = people.map(({ id }) => id);

describe('App Homes that are open', () => {
  let bench: OperationsBench;
  let slack: SmallSlack;
  let time: FakeTime;
  let homes: OpenHomes;
  /** How long it takes to read what they show. */
  let readingMs: number;
  operationsForEach((opened) => {
    bench = opened;
  });

  beforeEach(async () => {
    slack = await startSmallSlack(people);
    time = fakeTime();
    readingMs = 0;
    const { log } = recordedLog();
    const { operations, store } = bench;
    const web = createWebClient(fixedToken('xoxb-1'), slack.apiUrl, log);
    const services = {
      operations: {
        ...operations,
        listJobs: (...given: Parameters<typeof operations.listJobs>) => {
          time.pass(readingMs);
          return operations.listJobs(...given);
        },
      },
      slack: web,
      people: createPeople({ slack: web, operations, now: time.now, log }),
      leases: store.leases,
      log,
      now: time.now,
      timers: time,
      newId: () => 'this instance',
    };
    homes = createOpenHomes(services, createJobMenu([]));
  });
  afterEach(async () => {
    await homes.stop();
    await slack.close();
  });

  /** They are open, and what goes on by itself has begun. */
  async function open(ids: readonly string[]): Promise<void> {
    for (const id of ids) await homes.show(id, firstQuery);
    homes.start();
    await nextLookMs();
  }

  /** When the look that goes on has ended: how long it is to the next one. */
  async function nextLookMs(): Promise<number | undefined> {
    await until(() => time.delays().length === 1);
    return time.delays()[0];
  }

  /** @returns how long it is to the one after that */
  async function look(): Promise<number | undefined> {
    time.pass(time.delays()[0] ?? 0);
    return await nextLookMs();
  }

  const timesShown = () => slack.calls.filter((each) => each === 'views.publish').length;
  const whoSee = (text: string) =>
    [...slack.homes].filter(([, view]) => JSON.stringify(view).includes(text)).map(([id]) => id);

  it('are looked at every ten seconds for what has changed, and sent only where they have', async () => {
    await open([ada]);
    expect(await look()).to.equal(10_000);
    expect(timesShown()).to.equal(1);
    await withJobs(bench.store, 1);
    time.pass(9_999);
    expect(time.delays()).to.deep.equal([1]);
    expect(whoSee('Job 1')).to.deep.equal([]);
    expect(await look()).to.equal(10_000);
    expect(whoSee('Job 1')).to.deep.equal([ada]);
    expect(timesShown()).to.equal(2);
  });

  it('rest after a look four times as long as it took, for a minute at most', async () => {
    await open([ada]);
    for (const [tookMs, restMs] of [
      [2_500, 10_000],
      [2_501, 10_004],
      [5_000, 20_000],
      [15_000, 60_000],
      [40_000, 60_000],
      [0, 10_000],
    ] as const) {
      readingMs = tookMs;
      expect(await look()).to.equal(restMs);
    }
  });

  it('rest a second for each view that was sent', async () => {
    await open([ada, ...others]);
    await withJobs(bench.store, 1);
    expect(await look()).to.equal(12_000);
    expect(whoSee('Job 1')).to.have.members([ada, ...others]);
    expect(await look()).to.equal(10_000);
  });

  it('show a person who clicks at once, whatever a look has cost', async () => {
    await open([ada]);
    readingMs = 10_000;
    expect(await look()).to.equal(40_000);
    readingMs = 0;
    await withJobs(bench.store, 1);
    await homes.show(ada, firstQuery);
    expect(whoSee('Job 1')).to.deep.equal([ada]);
    expect(time.delays()).to.deep.equal([40_000]);
  });

  it('show those who look what somebody has changed, whatever a look has cost', async () => {
    await open([ada]);
    readingMs = 10_000;
    await look();
    readingMs = 0;
    await withJobs(bench.store, 1);
    homes.changed();
    expect(await nextLookMs()).to.equal(10_000);
    expect(whoSee('Job 1')).to.deep.equal([ada]);
  });

  describe('where Slack takes no more of them', () => {
    beforeEach(async () => {
      await open([ada, ...others]);
      await withJobs(bench.store, 1);
      slack.troubles.set('views.publish', 'ratelimited');
    });

    it('rest for half a minute, and are sent then', async () => {
      expect(await look()).to.equal(30_000);
      slack.troubles.clear();
      expect(whoSee('Job 1')).to.deep.equal([]);
      expect(await look()).to.equal(12_000);
      expect(whoSee('Job 1')).to.have.members([ada, ...others]);
    });

    it('leave what it takes to who clicks, also where that changes what others see', async () => {
      await look();
      slack.troubles.clear();
      time.pass(5_000);
      homes.changed();
      await homes.show(ada, firstQuery);
      expect(await nextLookMs()).to.equal(25_000);
      expect(whoSee('Job 1')).to.deep.equal([ada]);
      await look();
      expect(whoSee('Job 1')).to.have.members([ada, ...others]);
    });

    it('rest as well where who is refused has clicked', async () => {
      time.pass(4_000);
      expect(await rejection(homes.show(ada, firstQuery))).to.be.instanceOf(WebAPIRateLimitedError);
      slack.troubles.clear();
      expect(await look()).to.equal(24_000);
      expect(whoSee('Job 1')).to.deep.equal([]);
      await look();
      expect(whoSee('Job 1')).to.have.members([ada, ...others]);
    });
  });
});
