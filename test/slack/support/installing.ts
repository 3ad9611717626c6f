/** The composed bot as an app that workspaces install by OAuth, in front of two of them. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../../../src/compose.ts';
import type { App } from '../../../src/compose.ts';
import { parseConfig } from '../../../src/config.ts';
import { freePort } from '../../../src/demo/free-port.ts';
import { openDoors } from '../../../src/doors.ts';
import type { Doors } from '../../../src/doors.ts';
import type { TeamId } from '../../../src/domain/team.ts';
import { startTwoWorkspaces } from '../../playground/support/two-workspaces.ts';
import { consent } from '../../support/consent.ts';
import type { TestPlayground } from '../../support/playground.ts';
import { aConfiguration, aConnection } from '../../support/records.ts';
import { recordedLog } from '../../support/recorded-log.ts';
import type { RecordedLog } from '../../support/recorded-log.ts';
import { untilSlowly } from '../../support/until-slowly.ts';
import type { TransportName } from './slack-house.ts';

export interface InstallingHouse {
  readonly playground: TestPlayground;
  readonly app: App;
  readonly doors: Doors;
  readonly log: RecordedLog;
  /** With its databases. */
  readonly folder: string;
  /** Begins in a browser of its own. @returns where Slack is asked, and the cookie that came with it */
  begin(): Promise<{ readonly url: string; readonly cookie: string }>;
  /** Comes back to the bot. @returns the page, as text */
  comeBack(location: URL | null, cookie: string): Promise<{ readonly status: number; readonly page: string }>;
  /** All of it, by the owner of a workspace. @returns the page at its end */
  install(workspace: string): Promise<string>;
  teamOf(workspace: string): Promise<TeamId>;
  /** Slack's id of the owner. */
  ownerOf(workspace: string): string;
  /** A connection of the owner's expires, which they are told in their own conversation with the bot. */
  expire(workspace: string, reason: string): Promise<void>;
  close(): Promise<void>;
}

const owners: Readonly<Record<string, string>> = { Acme: 'Ada', Globex: 'Hank' };
/** The name of a workspace's owner. */
export const ownerNameOf = (workspace: string): string => owners[workspace] ?? 'Olga';

const withOwner = (name: string) => ({
  name,
  people: [{ name: ownerNameOf(name), isOwner: true }],
  channels: [{ name: 'general' }],
});

export interface InstallingHouseOptions {
  readonly isRotatingTokens?: boolean;
  /** Of the workspaces, beside Acme; each has one person, its owner. Globex by default, with more of them. */
  readonly others?: readonly string[];
  /** Acme has the app, and its token stands in the settings. */
  readonly hasTokenOfAcme?: boolean;
  /** Done before the bot begins. */
  readonly beforehand?: (playground: TestPlayground) => void;
  readonly env?: NodeJS.ProcessEnv;
}

export async function openInstallingHouse(
  transport: TransportName,
  options: InstallingHouseOptions = {},
): Promise<InstallingHouse> {
  const { isRotatingTokens = false, hasTokenOfAcme = false, others, beforehand, env = {} } = options;
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-installed-'));
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const playground = await startTwoWorkspaces(
    {
      redirectUris: [`${publicUrl}/slack/oauth_redirect`],
      isRotatingTokens,
      ...(transport === 'socket'
        ? {}
        : { delivery: { transport: 'http', eventsUrl: `${publicUrl}/slack/events` } }),
    },
    {
      workspace: { isInstalled: hasTokenOfAcme },
      ...(others === undefined ? {} : { otherWorkspaces: others.map(withOwner) }),
    },
  );
  beforehand?.(playground);
  const log = recordedLog();
  const config = parseConfig({
    SLACK_CLIENT_ID: playground.clientId,
    SLACK_CLIENT_SECRET: playground.clientSecret,
    SLACK_STATE_SECRET: 'a long random text',
    SLACK_SIGNING_SECRET: playground.signingSecret,
    ...(transport === 'socket' ? { SLACK_APP_TOKEN: playground.appToken } : {}),
    SLACK_API_URL: playground.apiUrl,
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: `sqlite:${join(folder, 'state.db')}`,
    HUB_DATABASE_URL: `sqlite:${join(folder, 'hub.db')}`,
    DATA_DIR: folder,
    ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64'),
    ...(hasTokenOfAcme ? { SLACK_BOT_TOKEN: playground.botToken } : {}),
    ...env,
  });
  const app = await compose(config, log.log);
  const doors = await openDoors(app, config, log.log);

  const house: InstallingHouse = {
    playground,
    app,
    doors,
    log,
    folder,
    async begin() {
      const { headers } = await fetch(`${doors.url}/slack/install`, { redirect: 'manual' });
      const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';', 1);
      return { url: headers.get('location') ?? '', cookie };
    },
    async comeBack(location, cookie) {
      const answer = await fetch(location ?? '', { headers: { cookie } });
      return { status: answer.status, page: await answer.text() };
    },
    async install(workspace) {
      const { url, cookie } = await house.begin();
      const { location } = await consent(url, 'allow', { installer: house.ownerOf(workspace) });
      return (await house.comeBack(location, cookie)).page;
    },
    async teamOf(workspace) {
      const team = await app.state.teams.byWorkspace(playground.workspace(workspace).id);
      if (team === null) throw new Error(`${workspace} has not installed the app.`);
      return team.id;
    },
    ownerOf: (workspace) => playground.personId(ownerNameOf(workspace), workspace),
    async expire(workspace, reason) {
      const store = app.state.of(await house.teamOf(workspace));
      const id = randomUUID();
      const theirs = aConnection({ id, name: id, secrets: {}, owner: house.ownerOf(workspace) });
      await store.applyConfiguration(aConfiguration({ connections: [theirs] }));
      await store.connections.expire(id, reason, new Date());
    },
    async close() {
      await doors.stop();
      await app.close();
      await playground.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await untilSlowly(async () => (await fetch(`${doors.url}/ready`)).ok);
  return house;
}
