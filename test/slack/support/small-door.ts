/** The bot in front of the small Slack, over HTTP events whose requests a test signs by itself. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Role } from '../../../src/domain/role.ts';
import { firstTeam } from '../../../src/domain/team.ts';
import { startHttpServer } from '../../../src/http/server.ts';
import type { HttpServer } from '../../../src/http/server.ts';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { Feature } from '../../../src/slack/feature.ts';
import type { SlackDoor } from '../../../src/slack/index.ts';
import type { TeamId } from '../../../src/domain/team.ts';
import { anInstallation } from '../../support/records.ts';
import { openOtherTeam } from '../../support/other-team.ts';
import type { OtherTeam } from '../../support/other-team.ts';
import type { Store } from '../../support/open-store.ts';
import { fakeTime } from '../../support/fake-time.ts';
import type { FakeTime } from '../../support/fake-time.ts';
import { openOperations } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { testSqliteUrl } from '../../support/postgres.ts';
import { recordedLog } from '../../support/recorded-log.ts';
import type { RecordedLog } from '../../support/recorded-log.ts';
import { doorTo } from './door-to.ts';
import { startSmallSlack } from './small-slack.ts';
import type { SmallSlack } from './small-slack.ts';

const signingSecret = 'shhh';
const eventsPath = '/slack/events';

export const ada = { id: 'UADA', name: 'Ada', tz: 'Europe/Berlin', is_admin: true };
export const bob = { id: 'UBOB', name: 'Bob', tz: 'UTC' };
/** Slack knows a zone that this Node does not. */
export const zoe = { id: 'UZOE', name: 'Zoe', tz: 'Mars/Olympus_Mons' };
export const eve = { id: 'UEVE', name: 'Eve', tz: 'America/New_York' };

/** Who has which role. */
export const idOfRole: Readonly<Record<Role, string>> = { viewer: eve.id, operator: bob.id, admin: ada.id };

export interface SmallDoor {
  readonly slack: SmallSlack;
  readonly store: Store;
  readonly log: RecordedLog;
  readonly time: FakeTime;
  readonly url: string;
  readonly bench: OperationsBench;
  readonly sandbox: SalesforceSandbox;
  /** What is listened to. */
  readonly features: readonly Feature[];
  /** Signs and sends. The status of the answer, and its body. */
  post(body: string, how?: Posting): Promise<{ readonly status: number; readonly body: string }>;
  /** A slash command, to the end of what it brings about. */
  command(personId: string, text: string): Promise<void>;
  /** A click, likewise. */
  click(personId: string, action: Clicked): Promise<void>;
  /** An event, likewise. */
  event(event: object, eventId?: string): Promise<void>;
  /** What the bot has begun has ended. */
  settled(): Promise<void>;
  /** Another process on the same databases takes over. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface Posting {
  /** Of the time that it is signed with, against the clock. */
  readonly shiftMs?: number;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Clicked {
  readonly actionId: string;
  readonly value?: string;
  readonly view?: {
    readonly metadata: string;
    readonly hash?: string;
    /** Default: App Home. */
    readonly type?: 'home' | 'modal';
    readonly values?: object;
  };
  /** Milliseconds since 1970, by Slack's clock. */
  readonly atMs?: number;
}

/** A workspace that has installed the app, too; its people are those of the other one. */
export const otherWorkspace = 'T2' as TeamId;

/**
 * @param url of the bot's state; in SQLite where it is left out
 * @param isShared whether it is in `otherWorkspace` as well
 */
export async function openSmallDoor(url = testSqliteUrl(), isShared = false): Promise<SmallDoor> {
  const sandbox = await startSalesforceSandbox();
  const bench = await openOperations(sandbox, { url });
  const slack = await startSmallSlack([ada, bob, eve, zoe]);
  const log = recordedLog();
  const time = fakeTime(new Date());
  const others = isShared ? await withOthers(bench) : null;
  let door: SlackDoor;
  let server: HttpServer;

  async function start(): Promise<void> {
    door = doorTo({
      settings: { botToken: 'xoxb-1', signingSecret, apiUrl: slack.apiUrl, oauth: isShared ? anApp : null },
      operations: (team) =>
        others !== null && team === otherWorkspace ? others.operations : bench.operations,
      store: bench.store,
      log: log.log,
      now: time.now,
      timers: time,
    });
    const listener = door.requestListener;
    const routes = listener === null ? [] : [{ path: eventsPath, listener }];
    const checks = [{ name: 'slack', check: () => door.check() }];
    server = await startHttpServer({ host: '127.0.0.1', port: 0, routes, checks, log: log.log });
    await door.start();
  }

  async function stop(): Promise<void> {
    await Promise.all([server.close(), door.stop()]);
  }

  async function post(body: string, { shiftMs = 0, secret = signingSecret, headers = {} }: Posting = {}) {
    const stamp = String(Math.floor((time.now().getTime() + shiftMs) / 1_000));
    const signature = createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex');
    const isJson = body.startsWith('{');
    const response = await fetch(`${server.url}${eventsPath}`, {
      method: 'POST',
      headers: {
        'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': stamp,
        'x-slack-signature': `v0=${signature}`,
        ...headers,
      },
      body,
    });
    return { status: response.status, body: await response.text() };
  }

  async function postAndSettle(body: string): Promise<void> {
    await post(body);
    await door.idle();
  }

  await start();
  return {
    slack,
    store: bench.store,
    bench,
    sandbox,
    get features() {
      return door.of(firstTeam).features;
    },
    log,
    time,
    get url() {
      return server.url;
    },
    post,
    command: (personId, text) => postAndSettle(commandBody(personId, text, slack.responseUrl)),
    click: (personId, action) => postAndSettle(clickBody(personId, action)),
    event: (event, eventId) => postAndSettle(eventBody(event, eventId)),
    settled: () => door.idle(),
    async restart() {
      await stop();
      await start();
    },
    async close() {
      await stop();
      await others?.close();
      await bench.close();
      await slack.close();
      await sandbox.close();
    },
  };
}

const anApp = { clientId: '1.2', clientSecret: 'client secret', stateSecret: 'state secret' };

async function withOthers(bench: OperationsBench): Promise<OtherTeam> {
  const { teams } = bench.store.state;
  await teams.meet(firstTeam, { id: 'T1', name: 'Acme', enterprise: null });
  await teams.install(anInstallation({ id: otherWorkspace, name: 'Others' }, { access: 'xoxb-2' }));
  return await openOtherTeam(bench, otherWorkspace, testSqliteUrl());
}

export function commandBody(personId: string, text: string, responseUrl: string): string {
  return new URLSearchParams({
    command: '/crosswalk',
    text,
    user_id: personId,
    team_id: 'T1',
    api_app_id: 'A1',
    channel_id: 'C1',
    trigger_id: randomUUID(),
    response_url: responseUrl,
  }).toString();
}

export function clickBody(personId: string, { actionId, value, view, atMs = Date.now() }: Clicked): string {
  const payload = {
    type: 'block_actions',
    user: { id: personId, team_id: 'T1' },
    team: { id: 'T1' },
    api_app_id: 'A1',
    trigger_id: randomUUID(),
    container: { type: 'view', view_id: 'V1' },
    view: {
      id: 'V1',
      type: view?.type ?? 'home',
      callback_id: '',
      hash: view?.hash ?? 'h1',
      private_metadata: view?.metadata ?? '',
      state: { values: view?.values ?? {} },
      blocks: [],
    },
    actions: [
      { type: 'button', action_id: actionId, block_id: 'b1', value, action_ts: String(atMs / 1_000) },
    ],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

export function eventBody(event: object, eventId: string = randomUUID()): string {
  return JSON.stringify({
    type: 'event_callback',
    team_id: 'T1',
    api_app_id: 'A1',
    event_id: eventId,
    event,
  });
}
