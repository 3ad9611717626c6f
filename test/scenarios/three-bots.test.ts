/** Three bots, as a team runs them: one Redis, PostgreSQL for both databases, one folder of files, Slack by HTTP to any. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { WebClient } from '@slack/web-api';
import { expect } from 'chai';
import { freePort } from '../../src/demo/free-port.ts';
import { connectionYaml, openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { startLoadBalancer } from '../support/load-balancer.ts';
import type { LoadBalancer } from '../support/load-balancer.ts';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { TestPlayground } from '../support/playground.ts';
import { testDatabaseUrl } from '../support/postgres.ts';
import { aJob, aNewRun, after as later, anOutcome } from '../support/records.ts';
import { describeWithRedis, testRedisUrl } from '../support/redis.ts';
import { untilSlowly } from '../support/until-slowly.ts';

const channels = ['crm-syncs', 'sales', 'support'] as const;
const messages = 12;
/** Read in so many pages, one after the other: a kill in the midst of them hits a run that is under way. */
const [accounts, pageRows, pagesBeforeKill] = [2_000, 50, 4];
/** Seconds that a run of an instance that is gone may lie there. */
const takenOverWithin = 60;
const jobs = 5;
const waitMs = 120_000;

const jobYaml = `${connectionYaml}jobs:
  - name: Accounts
    direction: inbound
    connection: Acme Salesforce
    source: { object: Account }
    target: { object: accounts }
    mapping:
      - { from: Id, to: account_id }
      - { from: Name, to: name }
    settings: { allowCreate: true, resolveConflicts: false, guard: off }
    schedule: { run: once, timezone: UTC, fullSync: never, enabled: false }
`;

describeWithRedis('three bots behind a load balancer', () => {
  let playground: TestPlayground;
  let house: House;
  let store: Store;
  let balancer: LoadBalancer;
  let ports: readonly number[] = [];
  const bots: ChildProcess[] = [];

  before(async function () {
    this.timeout(waitMs);
    playground = await startTestPlayground({
      waitMs,
      workspace: { channels: channels.map((name) => ({ name })) },
    });
    house = await openHouse({
      stateUrl: await testDatabaseUrl(),
      hubUrl: await testDatabaseUrl(),
      pageRows,
    });
    Object.assign(house.env, {
      QUEUE_URL: await testRedisUrl(),
      SLACK_API_URL: playground.apiUrl,
      SLACK_BOT_TOKEN: playground.botToken,
      SLACK_SIGNING_SECRET: playground.signingSecret,
    });
    await house.apply(jobYaml);
    store = await openStore({ url: house.env['DATABASE_URL'] ?? '' });
    await withJobs();
    ports = await Promise.all([freePort(), freePort(), freePort()]);
    balancer = await startLoadBalancer(ports);
    playground.deliverTo({ transport: 'http', eventsUrl: `${balancer.url}/slack/events` });
    await Promise.all(ports.map((_, index) => start(index)));
  });
  after(async function () {
    this.timeout(waitMs);
    for (const bot of bots) bot.kill('SIGKILL');
    await balancer.close();
    await store.close();
    await house.close();
    await playground.close();
  });

  /** Resolves when it is ready. */
  async function start(index: number): Promise<void> {
    const port = ports[index] ?? 0;
    house.env['PORT'] = String(port);
    const bot = house.start('start');
    let said = '';
    bot.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    bots[index] = bot;
    await untilSlowly(async () => {
      if (bot.exitCode !== null) throw new Error(`A bot did not start:\n${said}`);
      const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => null);
      return answer?.status === 200;
    });
  }

  async function end(index: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const bot = bots[index];
    if (bot === undefined) return;
    const ended = once(bot, 'exit');
    bot.kill(signal);
    await ended;
  }

  /** Texts of what the bot wrote in a channel, oldest first. */
  async function writtenIn(name: string): Promise<string[]> {
    const slack = new WebClient(playground.botToken, { slackApiUrl: playground.apiUrl });
    const channel = playground.channelId(name);
    const { messages: found = [] } = await slack.conversations.history({ channel, limit: 200 });
    return found.map(({ blocks = [] }) => JSON.stringify(blocks)).toReversed();
  }

  it('take over the run of one that is killed, and the hub is right', async function () {
    this.timeout(2 * waitMs);
    const records = Array.from({ length: accounts }, (_, n) => ({ Name: `Account ${n}` }));
    house.sandbox.org.insert('Account', records);
    const ada = await playground.person('Ada');
    await ada.opens('#crm-syncs');
    await ada.invitesApp('#crm-syncs');
    await ada.runs('/crosswalk run Accounts');
    const pages = (): number =>
      house.sandbox.traffic.recent.filter(({ url }) => url.includes('/query')).length;
    await untilSlowly(() => pages() >= pagesBeforeKill);
    const [run] = await store.runs.running();
    const pid = Number(run?.owner?.split('/')[2]);
    const index = bots.findIndex((bot) => bot.pid === pid);
    await end(index, 'SIGKILL');
    const killedAt = Date.now();
    await untilSlowly(async () => (await store.runs.byId(run?.id ?? ''))?.attempt === 2);
    await untilSlowly(async () => (await store.runs.byId(run?.id ?? ''))?.status !== 'queued');
    expect((Date.now() - killedAt) / 1_000).to.be.below(takenOverWithin);
    await untilSlowly(async () => (await store.runs.byId(run?.id ?? ''))?.status === 'succeeded');

    const { counts, files } = (await store.runs.byId(run?.id ?? '')) ?? {};
    expect(counts).to.include({ read: accounts, created: accounts, updated: 0, rejected: 0 });
    const file = readFileSync(join(house.env['DATA_DIR'] ?? '', files?.rows ?? ''));
    // Begun by one and ended by another: a line for each account, and the header.
    expect(gunzipSync(file).toString().trimEnd().split('\n')).to.have.length(accounts + 1);
    const rows = await house.hub<{ account_id: string; name: string }>(
      'SELECT account_id, name FROM accounts ORDER BY account_id',
    );
    const wanted = house.sandbox.org
      .records('Account')
      .map(({ Id, Name }) => ({ account_id: String(Id), name: Name }))
      .sort((a, b) => (a.account_id < b.account_id ? -1 : 1));
    expect(rows).to.deep.equal(wanted);
    await start(index);
    await ada.sees('succeeded');
    expect((await writtenIn('crm-syncs')).filter((text) => text.includes('Accounts'))).to.have.length(1);
  });

  it('lose no click and no message when they are replaced one after another, and do none twice', async function () {
    this.timeout(2 * waitMs);
    await leaveMessages();
    const clickedFrom = playground.traffic.length;
    let isReplaced = false;
    const replaced = replaceAll().finally(() => (isReplaced = true));
    const goesOn = (): boolean => !isReplaced;
    const [, switches] = await Promise.all([replaced, switchJobs('Otto', goesOn), deleteJobs('Ada')]);

    await untilSlowly(async () => (await store.outbox.waiting()) === 0);
    for (const [i, name] of channels.entries()) {
      const numbers = (await writtenIn(name)).flatMap(
        (text) => /Trouble number (\d+)\./.exec(text)?.[1] ?? [],
      );
      const expected = Array.from({ length: messages / channels.length }, (_, n) => n * channels.length + i);
      expect(numbers.map(Number), `#${name}`).to.deep.equal(expected);
    }
    expect(await switched()).to.have.length(switches);
    const deleted = Array.from({ length: jobs - 1 }, (_, n) => `job-${n + 1}`);
    expect((await done('delete-job')).toSorted()).to.deep.equal(deleted);
    // What a busy machine answers late was done all the same, as the log of changes shows.
    const lost = playground.traffic
      .slice(clickedFrom)
      .filter(({ direction, isOk, outcome }) => direction === 'delivery' && !isOk && outcome !== 'timeout');
    expect(lost).to.deep.equal([]);
    expect([...balancer.served.keys()]).to.have.members(ports);
  });

  /** The jobs that it was done with, by the log of changes. */
  async function done(...operations: string[]): Promise<string[]> {
    const entries = await store.audit.list({ limit: 1_000, offset: 0 });
    return entries
      .filter(({ operation }) => operations.includes(operation))
      .map(({ subject }) => subject ?? '');
  }

  const switched = (): Promise<string[]> => done('disable-job', 'enable-job');

  async function replaceAll(): Promise<void> {
    for (const index of ports.keys()) {
      await end(index, 'SIGTERM');
      await start(index);
    }
  }

  /** In App Home, for as long as it goes on. @returns how often */
  async function switchJobs(name: string, goesOn: () => boolean): Promise<number> {
    const person = await playground.person(name);
    const on = 'Job number 0';
    await person.opensHome();
    let switches = 0;
    for (; goesOn(); switches += 1) {
      const isOn = switches % 2 === 0;
      await person.chooses(isOn ? 'Disable scheduling' : 'Enable scheduling', { in: 'Manage', on });
      // The screen alone does not tell: an instance that published late may show for a moment what was before the click.
      await untilSlowly(async () => (await switched()).length > switches);
      if (isOn) await person.sees('Scheduling is disabled', { on });
      else await person.doesNotSee('Scheduling is disabled', { on });
    }
    return switches;
  }

  /** In modals, which one bot opens and another one may be given. */
  async function deleteJobs(name: string): Promise<void> {
    const person = await playground.person(name);
    await person.opens('#sales');
    for (let n = 1; n < jobs; n += 1) {
      await person.runs(`/crosswalk delete Job number ${n}`);
      const label = `Type "Job number ${n}" to delete it`;
      await person.types(`Job number ${n}`, { in: label });
      await person.submits();
      await person.sees('was deleted');
      await person.closes();
    }
  }

  /** Failures that are still to be told. */
  async function leaveMessages(): Promise<void> {
    const begun = later(new Date(), -60_000);
    for (let n = 0; n < messages; n += 1) {
      const content = { kind: 'run ended', runId: `failed-${n}`, event: 'failed' } as const;
      await store.outbox.add({ to: `#${channels[n % channels.length]}`, content }, later(begun, n));
    }
  }

  /** Jobs to click at, some of whose runs have failed. */
  async function withJobs(): Promise<void> {
    const now = new Date();
    const connection = await store.connections.byName('Acme Salesforce');
    for (let n = 0; n < jobs; n += 1) {
      const job = aJob({
        id: `job-${n}`,
        name: `Job number ${n}`,
        connectionId: connection?.id ?? '',
        schedule: { run: 'daily', at: '00:00', timezone: 'UTC', fullSync: 'never', enabled: true },
        notify: { channel: null, on: [], mention: [] },
      });
      const savedBy = { at: now, actor: 'test', door: 'cli' };
      const audit = { ...savedBy, operation: 'test', subject: job.id, before: null, after: null };
      await store.jobs.save({ job, based: null, nextRunAt: later(now, 86_400_000), savedBy, audit });
    }
    const granted = { person: playground.personId('Otto'), role: 'operator', grantedAt: now } as const;
    const entry = { at: now, actor: 'test', door: 'cli', operation: 'test', subject: 'otto', before: null };
    await store.roles.grant(
      { ...granted, grantedBy: 'test' },
      { mayBeLast: true, audit: () => ({ ...entry, after: null }) },
    );
    const begun = later(now, -60_000);
    for (let n = 0; n < messages; n += 1) {
      const at = later(begun, n);
      const { id } = await store.runs.enqueue(
        aNewRun({ id: `failed-${n}`, jobId: `job-${n % channels.length}`, queuedAt: at }),
      );
      await store.runs.claim('test', at, id);
      const error = { code: 'x', message: `Trouble number ${n}.` };
      await store.runs.finish(id, 'test', 1, anOutcome({ status: 'failed', error, finishedAt: at }));
    }
  }
});
