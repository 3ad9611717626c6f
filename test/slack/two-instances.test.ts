/** Slack's requests come to any of several instances, as a load balancer has it. */
import { expect } from 'chai';
import { startHttpServer } from '../../src/http/server.ts';
import type { HttpServer } from '../../src/http/server.ts';
import { createSlackDoor } from '../../src/slack/index.ts';
import type { SlackDoor } from '../../src/slack/index.ts';
import { withJobs } from '../support/records.ts';
import { openSlackHouse } from './support/slack-house.ts';
import type { SlackHouse } from './support/slack-house.ts';

describe('two instances of the bot in one workspace', () => {
  let house: SlackHouse;
  let other: SlackDoor;
  let servers: readonly HttpServer[];

  beforeEach(async () => {
    house = await openSlackHouse('http');
    const { playground, operations, store, log } = house;
    const { botToken, signingSecret, apiUrl } = playground;
    other = createSlackDoor({
      settings: { botToken, signingSecret, appToken: null, apiUrl, publicUrl: 'http://crosswalk.test' },
      operations,
      deliveries: store.deliveries,
      outbox: store.outbox,
      leases: store.leases,
      log: log.log,
    });
    servers = await Promise.all(
      [house.door, other].map(async ({ requestListener: listener }) => {
        const routes = listener === null ? [] : [{ path: '/slack/events', listener }];
        return await startHttpServer({ host: '127.0.0.1', port: 0, routes, checks: [], log: log.log });
      }),
    );
    await other.start();
  });
  afterEach(async () => {
    await Promise.all([...servers.map((server) => server.close()), other.stop()]);
    await house.close();
  });

  /** What people do from now on comes to this one. */
  function deliverTo(instance: 0 | 1): void {
    const eventsUrl = `${servers[instance]?.url}/slack/events`;
    house.playground.deliverTo({ transport: 'http', eventsUrl });
  }

  it('keep showing in App Home what the person looks at, wherever they clicked last', async () => {
    await withJobs(house.store, 12);
    const ada = await house.person('Ada');
    deliverTo(0);
    await ada.opensHome();
    await ada.types('Job 12\n', { in: 'Search' });
    await ada.doesNotSee('Job 3');
    deliverTo(1);
    await ada.clicks('Clear');
    await ada.sees('Job 3');
    await house.store.connections.setState('connection-1', 'failing', 'The secret is wrong.');
    house.door.changed();
    other.changed();
    await ada.sees('The secret is wrong.');
    await ada.sees('Job 3');
    deliverTo(0);
    await ada.types('Job 12\n', { in: 'Search' });
    await ada.doesNotSee('Job 3');
    await house.store.connections.setState('connection-1', 'failing', 'The org is away.');
    other.changed();
    house.door.changed();
    await ada.sees('The org is away.');
    await ada.doesNotSee('Job 3');
    expect(house.refusals()).to.deep.equal([]);
  });
});
