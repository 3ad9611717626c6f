/** The Slack door: a Bolt app over HTTP events or Socket Mode, on operations. */
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import type { Receiver } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { UserError } from '../domain/errors.ts';
import type { Role } from '../domain/role.ts';
import type { Workspace } from '../domain/workspace.ts';
import type { Log } from '../log.ts';
import type { Operations } from '../operations/index.ts';
import { systemTimers } from '../timing/timers.ts';
import type { Timers } from '../timing/timers.ts';
import { within } from '../timing/within.ts';
import { createCommand } from './commands/command.ts';
import { createConversations } from './conversations.ts';
import { createDeliveries } from './deliveries.ts';
import type { DeliveryStore } from './deliveries.ts';
import type { Feature } from './feature.ts';
import { createFeatures } from './features.ts';
import { createHttpReceiver } from './http-receiver.ts';
import { createIdentity } from './identity.ts';
import { listen } from './listen.ts';
import { createPeople } from './people.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { Leases, SlackServices } from './services.ts';
import { slackLog } from './slack-log.ts';
import { createSocket } from './socket-receiver.ts';
import { createPatientClient, createWebClient, webClientOptions } from './web-client.ts';
import type { OnCall } from './web-client.ts';

export interface SlackSettings {
  readonly botToken: string | null;
  readonly signingSecret: string | null;
  /** Given: Socket Mode. Otherwise HTTP events. */
  readonly appToken: string | null;
  readonly apiUrl: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
}

export interface SlackDoorOptions {
  readonly settings: SlackSettings;
  readonly operations: Operations;
  readonly deliveries: DeliveryStore;
  /** Messages that are to be sent. */
  readonly outbox: Outbox;
  readonly leases: Leases;
  readonly log: Log;
  readonly now?: () => Date;
  readonly timers?: Timers;
  readonly newId?: () => string;
  readonly onCall?: OnCall;
  readonly workspace: WorkspaceListener;
}

/** Told of the workspace that the token is for. */
export interface WorkspaceListener {
  /** It answers. @throws UserError where it is not the one that this is for */
  met(workspace: Workspace): Promise<void>;
  /** It has removed the app, or taken its token back. */
  left(): Promise<void>;
}

export interface SlackDoor {
  /** @throws UserError where Slack refuses a token. Where it cannot be reached, it is tried again. */
  start(): Promise<void>;
  /** Takes nothing new and ends what is being done. */
  stop(): Promise<void>;
  /** Takes what is posted to `/slack/events`; null with Socket Mode. */
  readonly requestListener: RequestListener | null;
  /** @throws where Slack cannot be reached now. */
  check(): Promise<void>;
  /** Resolves when all that was asked for so far is done. */
  idle(): Promise<void>;
  readonly client: WebClient;
  /** What it listens to. */
  readonly features: readonly Feature[];
  /** The role of this moment. @throws UserError for whom the bot is not there */
  readonly roleOf: (person: string) => Promise<Role>;
  /** Something has changed that App Home shows. */
  readonly changed: () => void;
}

/** What is being done when the door is closed gets this long. */
const stopWithinMs = 10_000;

/** @throws UserError where a setting is missing. */
export function createSlackDoor(options: SlackDoorOptions): SlackDoor {
  const {
    settings,
    operations,
    log,
    now = () => new Date(),
    timers = systemTimers,
    newId = randomUUID,
    onCall,
    workspace,
  } = options;
  const { botToken, apiUrl, publicUrl } = settings;
  if (botToken === null) throw missing('SLACK_BOT_TOKEN', 'xoxb-…');
  const slack = createWebClient(botToken, apiUrl, log, onCall);
  const identity = createIdentity(slack, now, (met) => workspace.met(met));
  const people = createPeople({ slack, operations, now, log });
  const transport = createTransport(settings, log, now);
  const services: SlackServices = {
    operations,
    slack,
    people,
    conversations: createConversations(slack, now),
    publicUrl,
    now,
    timers,
    newId,
    log,
    sending: { outbox: options.outbox, slack: createPatientClient(botToken, apiUrl, log, onCall) },
    leases: options.leases,
    changed: () => home.changed(),
  };
  const { home, all: features } = createFeatures(services);
  const app = new App({
    receiver: transport.receiver,
    // At once, whether or not Slack was reached: nothing may keep an answer waiting.
    authorize: () => Promise.resolve({ botToken, ...identity.known() }),
    clientOptions: webClientOptions(apiUrl, log, onCall),
    logger: slackLog(log),
    convoStore: false,
  });
  const listening = listen(app, features, {
    slack,
    people,
    deliveries: createDeliveries(options.deliveries, now),
    command: createCommand(
      features.flatMap(({ commands }) => commands ?? []),
      features.find(({ otherwise }) => otherwise !== undefined)?.otherwise,
    ),
    notice: home.notice,
    onLeft: () => workspace.left(),
    log,
    now,
    timers,
    newId,
  });

  return {
    client: slack,
    features,
    roleOf: async (person) => (await people.find(person)).role,
    changed: services.changed,
    requestListener: transport.requestListener,
    idle: () => listening.idle(),
    async start() {
      await identity.ask().catch((error: unknown) => {
        if (error instanceof UserError) throw error;
        log.warn({ err: error }, 'Slack cannot be reached yet; it is tried again');
      });
      for (const feature of features) await feature.start?.();
      await transport.start();
    },
    async stop() {
      await transport.stop();
      const ended = Promise.all([listening.idle(), ...features.map((feature) => feature.stop?.())]);
      await within(ended, stopWithinMs, timers);
    },
    async check() {
      await identity.ask();
      if (!transport.isConnected()) throw new Error('The socket to Slack is not connected.');
    },
  };
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
