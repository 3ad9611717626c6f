/** The Slack door: a Bolt app over HTTP events or Socket Mode, in front of the doors to the workspaces that it is in. */
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import type { Receiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { UserError } from '../domain/errors.ts';
import { keepNewest } from '../domain/keep-newest.ts';
import { firstTeam } from '../domain/team.ts';
import type { TeamId } from '../domain/team.ts';
import type { Log } from '../log.ts';
import type { Loop } from '../timing/loop.ts';
import { systemTimers } from '../timing/timers.ts';
import type { Timers } from '../timing/timers.ts';
import { within } from '../timing/within.ts';
import { fixedToken, installedToken } from './bot-token.ts';
import type { BotToken } from './bot-token.ts';
import { createHttpReceiver } from './http-receiver.ts';
import { createIdentity } from './identity.ts';
import type { IdentityCheck } from './identity.ts';
import { createInstaller, installPath } from './installer.ts';
import type { Installer } from './installer.ts';
import { listen } from './listen.ts';
import { startOutboxWatch } from './outbox/outbox-watch.ts';
import { slackLog } from './slack-log.ts';
import type { SlackTeams } from './slack-teams.ts';
import { createSocket } from './socket-receiver.ts';
import { createTeamDoor } from './team-door.ts';
import type { TeamDoor } from './team-door.ts';
import { createWebClient, webClientOptions } from './web-client.ts';
import type { OnCall } from './web-client.ts';

export interface SlackSettings {
  /** Of the first team's workspace; null where that has installed the app by OAuth, or none has. */
  readonly botToken: string | null;
  readonly signingSecret: string | null;
  /** Given: Socket Mode. Otherwise HTTP events. */
  readonly appToken: string | null;
  /** Given: any workspace may install the app. */
  readonly oauth: OAuthApp | null;
  readonly apiUrl: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
}

export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
}

export interface SlackDoorOptions {
  readonly settings: SlackSettings;
  readonly teams: SlackTeams;
  readonly log: Log;
  readonly now?: () => Date;
  readonly timers?: Timers;
  readonly newId?: () => string;
  readonly onCall?: OnCall;
}

export interface SlackDoor {
  /** @throws UserError where Slack refuses a token. Where it cannot be reached, it is tried again. */
  start(): Promise<void>;
  /** Takes nothing new and ends what is being done. */
  stop(): Promise<void>;
  /** Takes what is posted to `/slack/events`; null with Socket Mode. */
  readonly requestListener: RequestListener | null;
  /** By which workspaces install the app; null without the settings of an OAuth app. */
  readonly installer: Installer | null;
  /** @throws where Slack cannot be reached now. */
  check(): Promise<void>;
  /** Resolves when all that was asked for so far is done. */
  idle(): Promise<void>;
  /** To the workspace of one team. */
  of(team: TeamId): TeamDoor;
}

/** What is being done when the door is closed gets this long. */
const stopWithinMs = 10_000;
/** Workspaces whose team is remembered: it never becomes another one. */
const maxWorkspaces = 10_000;

/** @throws UserError where a setting is missing. */
export function createSlackDoor(options: SlackDoorOptions): SlackDoor {
  const { settings, teams, log, onCall } = options;
  const { now = () => new Date(), timers = systemTimers, newId = randomUUID } = options;
  const { botToken, oauth, apiUrl, publicUrl } = settings;
  if (botToken === null && oauth === null) throw missing('SLACK_BOT_TOKEN', 'xoxb-…');
  const transport = createTransport(settings, log, now);
  const identity = botToken === null ? null : identityOf(botToken);
  const installer =
    oauth === null
      ? null
      : createInstaller({ oauth, apiUrl, publicUrl, install: (each) => teams.install(each), now, log });
  const doors = new Map<TeamId, TeamDoor>();
  const teamsOf = new Map<string, TeamId>();
  let watch: Loop | null = null;
  let isStopping = false;

  const app = new App({
    receiver: transport.receiver,
    // Whose it is, and with what it is answered, is found out by what listens.
    authorize: () => Promise.resolve({}),
    ignoreSelf: false,
    clientOptions: webClientOptions(apiUrl, log, onCall),
    logger: slackLog(log),
    convoStore: false,
  });
  const listening = listen(app, {
    teamOf: async (workspace) => (await doorTo(workspace))?.listeners ?? null,
    notInstalled:
      oauth === null
        ? 'Crosswalk is not there for this workspace.'
        : `Crosswalk is not installed in this workspace. Install it here: ${publicUrl}${installPath}`,
    log,
    newId,
  });

  return {
    requestListener: transport.requestListener,
    installer,
    of,
    idle: () => listening.idle(),
    async start() {
      await identity?.ask().catch((error: unknown) => {
        if (error instanceof UserError) throw error;
        log.warn({ err: error }, 'Slack cannot be reached yet; it is tried again');
      });
      if (identity !== null) of(firstTeam);
      watch = startOutboxWatch({ due: (moment) => teams.due(moment), wake, now, timers, log });
      await transport.start();
    },
    async stop() {
      isStopping = true;
      await transport.stop();
      await watch?.stop();
      const ended = Promise.all([listening.idle(), ...[...doors.values()].map((door) => door.stop())]);
      await within(ended, stopWithinMs, timers);
    },
    async check() {
      // Whether a workspace that has installed the app still takes its token is no reason for not being ready.
      await (identity === null
        ? new WebClient(undefined, webClientOptions(apiUrl, log)).api.test()
        : identity.ask());
      if (!transport.isConnected()) throw new Error('The socket to Slack is not connected.');
    },
  };

  function identityOf(token: string): IdentityCheck {
    const slack = createWebClient(fixedToken(token), apiUrl, log, onCall);
    return createIdentity(slack, now, (workspace) => teams.met(firstTeam, workspace));
  }

  /** Opened when it is first needed. */
  function of(id: TeamId): TeamDoor {
    const known = doors.get(id);
    if (known !== undefined) return known;
    const team = teams.of(id);
    const isFixed = id === firstTeam && identity !== null;
    const door = createTeamDoor({
      id,
      team,
      token: tokenOf(id),
      howToLetIn: isFixed
        ? 'look at SLACK_BOT_TOKEN and at the scopes of the app'
        : `have the app installed there again, at ${publicUrl}${installPath}`,
      self: isFixed ? async () => identity.known() : async () => await selfOf(id),
      onLeft: async () => {
        if (isFixed || !(await isStillIn(id))) await teams.left(id);
      },
      apiUrl,
      publicUrl,
      log,
      now,
      timers,
      newId,
      onCall,
    });
    doors.set(id, door);
    if (!isStopping) {
      door
        .start()
        .catch((error: unknown) => log.error({ err: error, team: id }, 'Slack: a door did not open'));
    }
    return door;
  }

  function tokenOf(id: TeamId): BotToken {
    if (id === firstTeam && botToken !== null) return fixedToken(botToken);
    const { installation, leases } = teams.of(id);
    const { exchange } = installer ?? { exchange: noExchange };
    return installedToken({ installation, leases, exchange, now, log: log.child({ team: id }) });
  }

  async function selfOf(id: TeamId) {
    const found = await teams.of(id).installation.find();
    if (found === null) return null;
    return { botId: found.botId ?? undefined, botUserId: found.botUserId ?? undefined, teamId: undefined };
  }

  /** What Slack says late, after a workspace has installed the app anew, is not so any more. */
  async function isStillIn(id: TeamId): Promise<boolean> {
    try {
      await of(id).client.auth.test();
      return true;
    } catch (error) {
      log.info({ err: error, team: id }, 'Slack: the token of a workspace counts no longer');
      return false;
    }
  }

  async function doorTo(workspace: string | undefined): Promise<TeamDoor | null> {
    // There is one workspace that this app can be in.
    if (oauth === null) return of(firstTeam);
    if (workspace === undefined) return null;
    const team = await teamOf(workspace);
    if (team === null) return null;
    const door = of(team);
    return (await door.isInstalled()) ? door : null;
  }

  async function teamOf(workspace: string): Promise<TeamId | null> {
    const known = teamsOf.get(workspace);
    if (known !== undefined) return known;
    // Which one the token of the settings is for is told by Slack alone.
    if (identity?.known() === null) await identity.ask().catch(() => undefined);
    const team = await teams.byWorkspace(workspace);
    if (team !== null) keepNewest(teamsOf, workspace, team, maxWorkspaces);
    return team;
  }

  async function wake(id: TeamId): Promise<void> {
    const door = of(id);
    if (await door.isInstalled()) door.wake();
  }
}

/** An installation without the settings by which it was made: its token is good until it expires. */
function noExchange(): Promise<never> {
  throw new UserError('SLACK_CLIENT_ID: must be set for tokens to be renewed.', { code: 'invalid_config' });
}

/** The HTTP server that a listener is mounted in is begun and ended by whoever composes. */
const nothing = (): Promise<void> => Promise.resolve();

interface Transport {
  readonly receiver: Receiver;
  readonly requestListener: RequestListener | null;
  start(): Promise<void>;
  stop(): Promise<void>;
  isConnected(): boolean;
}

function createTransport(settings: SlackSettings, log: Log, now: () => Date): Transport {
  const { appToken, signingSecret, apiUrl } = settings;
  if (appToken !== null) return { requestListener: null, ...createSocket(appToken, apiUrl, log) };
  if (signingSecret === null) throw missing('SLACK_SIGNING_SECRET', '32 hexadecimal digits');
  const { receiver, requestListener } = createHttpReceiver(signingSecret, log, now);
  return { receiver, requestListener, start: nothing, stop: nothing, isConnected: () => true };
}

function missing(setting: string, example: string): UserError {
  return new UserError(`${setting}: must be set for the Slack bot, for example: ${example}`, {
    code: 'invalid_config',
  });
}
