/** The Slack door: a Bolt app over HTTP events or Socket Mode, in front of the doors to the workspaces that it is in. */
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import type { Receiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { UserError } from '../domain/errors.ts';
import { firstTeam } from '../domain/team.ts';
import type { Installation } from '../domain/installation.ts';
import type { TeamId } from '../domain/team.ts';
import type { Log } from '../log.ts';
import type { Loop } from '../timing/loop.ts';
import { systemTimers } from '../timing/timers.ts';
import type { Timers } from '../timing/timers.ts';
import { within } from '../timing/within.ts';
import { askedSeldom } from './asked-seldom.ts';
import { fixedToken } from './bot-token.ts';
import { createHttpReceiver } from './http-receiver.ts';
import { createIdentity } from './identity.ts';
import type { IdentityCheck } from './identity.ts';
import { createInstaller, installPath } from './installer.ts';
import type { Installer, OAuthApp } from './installer.ts';
import { listen } from './listen.ts';
import { startOutboxWatch } from './outbox/outbox-watch.ts';
import { slackLog } from './slack-log.ts';
import type { SlackTeams } from './slack-teams.ts';
import { createSocket } from './socket-receiver.ts';
import type { TeamDoor } from './team-door.ts';
import { createTeamDoors } from './team-doors.ts';
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

/** @throws UserError where a setting is missing. */
export function createSlackDoor(options: SlackDoorOptions): SlackDoor {
  const { settings, teams, log, onCall } = options;
  const { now = () => new Date(), timers = systemTimers, newId = randomUUID } = options;
  const { botToken, oauth, apiUrl, publicUrl } = settings;
  if (botToken === null && oauth === null) throw missing('SLACK_BOT_TOKEN', 'xoxb-…');
  const transport = createTransport(settings, log, now);
  const identity = botToken === null ? null : identityOf(botToken);
  const installer = oauth === null ? null : createInstaller({ oauth, apiUrl, publicUrl, install, now, log });
  const doors = createTeamDoors({ ...options, ...settings, identity, installer, now, timers, newId, onCall });
  const anybody = new WebClient(undefined, webClientOptions(apiUrl, log));
  const reach = askedSeldom(() => anybody.api.test(), now);
  let watch: Loop | null = null;

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
    teamOf: async (workspace) => (await doors.to(workspace))?.listeners ?? null,
    leavingTeam: async (workspace) => (await doors.toLeaving(workspace))?.listeners ?? null,
    notInstalled:
      oauth === null
        ? 'Crosswalk is not there for this workspace.'
        : `Crosswalk is not installed in this workspace. Install it here: ${publicUrl}${installPath}`,
    log,
    timers,
    newId,
  });

  return {
    requestListener: transport.requestListener,
    installer,
    of: (team) => doors.of(team),
    idle: () => listening.idle(),
    async start() {
      await identity?.ask().catch((error: unknown) => {
        // The other workspaces go on where there may be some.
        if (error instanceof UserError && oauth === null) throw error;
        log.warn({ err: error }, 'Slack does not say whose SLACK_BOT_TOKEN is; it is asked again');
      });
      if (identity !== null) doors.of(firstTeam);
      watch = startOutboxWatch({
        due: (moment) => teams.due(moment),
        wake: (team) => doors.wake(team),
        now,
        timers,
        log,
      });
      await transport.start();
    },
    async stop() {
      await transport.stop();
      const ended = Promise.all([watch?.stop(), listening.idle(), doors.stop()]);
      await within(ended, stopWithinMs, timers);
    },
    async check() {
      // Whether one of many workspaces takes its token is no reason for not being ready.
      await (identity === null || oauth !== null ? reach() : identity.ask());
      if (!transport.isConnected()) throw new Error('The socket to Slack is not connected.');
    },
  };

  function identityOf(token: string): IdentityCheck {
    const slack = createWebClient(fixedToken(token), apiUrl, log, onCall);
    return createIdentity(slack, now, (workspace) => teams.met(firstTeam, workspace));
  }

  async function install(installation: Installation): Promise<TeamId> {
    // The first team is for the workspace of the token, which has to be known before another one comes.
    await identity?.ask().catch((error: unknown) => {
      log.warn({ err: error }, 'Slack does not say whose SLACK_BOT_TOKEN is');
    });
    return await teams.install(installation, { mayBeFirst: identity === null });
  }
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
