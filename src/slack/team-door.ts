/** The door to one workspace: its people, their App Homes, its conversations, and what is sent there. */
import type { WebClient } from '@slack/web-api';
import type { Role } from '../domain/role.ts';
import type { TeamId } from '../domain/team.ts';
import type { BotToken } from './bot-token.ts';
import { createCommand } from './commands/command.ts';
import { createConversations } from './conversations.ts';
import { createDeliveries } from './deliveries.ts';
import type { Feature } from './feature.ts';
import { createFeatures } from './features.ts';
import type { Identity } from './identity.ts';
import { createPeople } from './people.ts';
import type { DoorTools, SlackServices } from './services.ts';
import type { SlackTeam } from './slack-teams.ts';
import { createTeamListeners } from './team-listeners.ts';
import type { TeamListeners } from './team-listeners.ts';
import { createPatientClient, createWebClient } from './web-client.ts';
import type { OnCall } from './web-client.ts';

export interface TeamDoorOptions extends DoorTools {
  readonly id: TeamId;
  readonly team: SlackTeam;
  readonly token: BotToken;
  /** What to do where Slack does not take the token. */
  readonly howToLetIn: string;
  /** Who the bot is there; null where that is not known yet. */
  readonly self: () => Promise<Identity | null>;
  /** Slack says that the workspace, by its id, has removed the app. */
  readonly onLeft: (workspace: string | undefined) => Promise<void>;
  readonly apiUrl: string;
  readonly onCall: OnCall | undefined;
}

export interface TeamDoor {
  readonly client: WebClient;
  /** What it listens to. */
  readonly features: readonly Feature[];
  readonly listeners: TeamListeners;
  /** The role of this moment. @throws UserError for whom the bot is not there */
  readonly roleOf: (person: string) => Promise<Role>;
  /** null for what is no person there, and where Slack does not tell. */
  readonly nameOf: (person: string) => Promise<string | null>;
  /** Something has changed that App Home shows. */
  readonly changed: () => void;
  /** Something may be due in its outbox. */
  readonly wake: () => void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createTeamDoor(options: TeamDoorOptions): TeamDoor {
  const { team, token, apiUrl, publicUrl, now, timers, newId, onCall } = options;
  const log = options.log.child({ team: options.id });
  const tools: DoorTools = { publicUrl, now, timers, newId, log };
  const { operations } = team;
  const slack = createWebClient(token, apiUrl, log, onCall);
  const people = createPeople({ slack, operations, now, log });
  const services: SlackServices = {
    ...tools,
    operations,
    slack,
    people,
    conversations: createConversations(slack, now),
    sending: {
      outbox: team.outbox,
      slack: createPatientClient(token, apiUrl, log, onCall),
      howToLetIn: options.howToLetIn,
      isLetIn: async () => (await token.get()) !== null,
    },
    leases: team.leases,
    changed: () => home.changed(),
  };
  const { home, sending, all: features } = createFeatures(services);
  const listeners = createTeamListeners(features, {
    slack,
    people,
    deliveries: createDeliveries(team.deliveries, now),
    command: createCommand(
      features.flatMap(({ commands }) => commands ?? []),
      features.find(({ otherwise }) => otherwise !== undefined)?.otherwise,
    ),
    notice: home.notice,
    self: options.self,
    onLeft: options.onLeft,
    ...tools,
  });
  return {
    client: slack,
    features,
    listeners,
    roleOf: async (person) => (await people.find(person)).role,
    nameOf: (person) => people.nameOf(person),
    changed: services.changed,
    wake: sending.wake,
    async start() {
      for (const feature of features) await feature.start?.();
    },
    async stop() {
      await Promise.all(features.map(async (feature) => await feature.stop?.()));
    },
  };
}
