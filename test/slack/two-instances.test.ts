/** What people do in Slack comes to any of several instances: a load balancer, or Slack itself, has it so. */
import { expect } from 'chai';
import { startHttpServer } from '../../src/http/server.ts';
import type { HttpServer } from '../../src/http/server.ts';
import { firstTeam } from '../../src/domain/team.ts';
import type { SlackDoor } from '../../src/slack/index.ts';
import { withJobs } from '../support/records.ts';
import { doorTo } from './support/door-to.ts';
import { openSlackHouse } from './support/slack-house.ts';
import type { SlackHouse, TransportName } from './support/slack-house.ts';

/** Another instance on the same databases. */
function anotherDoor(
  { playground, operations, store, log }: SlackHouse,
  transport: TransportName,
): SlackDoor {
  const { botToken, signingSecret, apiUrl } = playground;
  const appToken = transport === 'socket' ? playground.appToken : null;
  return doorTo({
    settings: { botToken, signingSecret, appToken, apiUrl },
    operations,
    store,
    log: log.log,
  });
}

describe('two instances of the bot in one workspace, over HTTP', () => {
  let house: SlackHouse;
  let other: SlackDoor;
  let servers: readonly HttpServer[];

  beforeEach(async () => {
    house = await openSlackHouse('http');
    other = anotherDoor(house, 'http');
    const { log } = house.log;
    servers = await Promise.all(
      [house.door, other].map(async ({ requestListener: listener }) => {
        const routes = listener === null ? [] : [{ path: '/slack/events', listener }];
        return await startHttpServer({ host: '127.0.0.1', port: 0, routes, checks: [], log });
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
    house.door.of(firstTeam).changed();
    other.of(firstTeam).changed();
    await ada.sees('The secret is wrong.');
    await ada.sees('Job 3');
    deliverTo(0);
    await ada.types('Job 12\n', { in: 'Search' });
    await ada.doesNotSee('Job 3');
    await house.store.connections.setState('connection-1', 'failing', 'The org is away.');
    other.of(firstTeam).changed();
    house.door.of(firstTeam).changed();
    await ada.sees('The org is away.');
    await ada.doesNotSee('Job 3');
    expect(house.refusals()).to.deep.equal([]);
  });

  it('take what is submitted in a modal that the other one opened', async () => {
    await withJobs(house.store, 2);
    const ada = await house.person('Ada');
    deliverTo(0);
    await ada.opens('#general');
    await ada.runs('/crosswalk delete Job 1');
    await ada.types('Job', { in: 'Type "Job 1" to delete it' });
    deliverTo(1);
    await ada.submits();
    await ada.sees("That is not the job's name");
    await ada.types('Job 1', { in: 'Type "Job 1" to delete it' });
    deliverTo(0);
    await ada.submits();
    await ada.sees('was deleted');
    expect((await house.store.jobs.list()).map(({ name }) => name)).to.deep.equal(['Job 2']);
  });
});

describe('two instances of the bot in one workspace, each with a socket', () => {
  let house: SlackHouse;
  let other: SlackDoor;
  beforeEach(async () => {
    house = await openSlackHouse('socket');
    other = anotherDoor(house, 'socket');
    await other.start();
  });
  afterEach(async () => {
    await other.stop();
    await house.close();
  });

  it('do each thing once, whichever socket it comes by, and go on when one of them is gone', async () => {
    await withJobs(house.store, 4);
    const { playground, store } = house;
    const otto = await house.person('Otto', 'operator');
    await otto.opensHome();
    for (const on of ['Job 1', 'Job 2', 'Job 3']) {
      playground.disturb({ kind: 'redelivered', of: ['block_actions'] });
      await otto.chooses('Disable scheduling', { in: 'Manage', on });
      await otto.sees('Scheduling is disabled', { on });
    }
    await other.stop();
    await otto.chooses('Disable scheduling', { in: 'Manage', on: 'Job 4' });
    await otto.sees('Scheduling is disabled', { on: 'Job 4' });
    const entries = await store.audit.list({ limit: 100, offset: 0 });
    const disabled = entries.filter(({ operation }) => operation === 'disable-job');
    expect(disabled.map(({ subject }) => subject)).to.have.members(['job-1', 'job-2', 'job-3', 'job-4']);
    expect(house.refusals()).to.deep.equal([]);
  });
});
