/** What the Slack door needs to know of the teams whose workspaces it is in. */
import type { Installation } from '../domain/installation.ts';
import type { TeamId } from '../domain/team.ts';
import type { Workspace } from '../domain/workspace.ts';
import type { Operations } from '../operations/index.ts';
import type { KeptInstallation, TokenLeases } from './bot-token.ts';
import type { DeliveryStore } from './deliveries.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { Leases } from './services.ts';

/** What there is of one of them, and of no other. */
export interface SlackTeam {
  readonly operations: Operations;
  readonly deliveries: DeliveryStore;
  /** Messages that are to be sent. */
  readonly outbox: Outbox;
  readonly leases: Leases & TokenLeases;
  readonly installation: KeptInstallation;
}

export interface SlackTeams {
  of(team: TeamId): SlackTeam;
  /** By Slack's id; null where no team is that workspace's. */
  byWorkspace(workspace: string): Promise<TeamId | null>;
  /** Teams in whose outbox something is due. */
  due(now: Date): Promise<readonly TeamId[]>;
  /** The workspace of a team has answered. @throws UserError where the team is another workspace's */
  met(team: TeamId, workspace: Workspace): Promise<void>;
  /** A workspace has installed the app by OAuth. */
  install(installation: Installation, options: { readonly mayBeFirst: boolean }): Promise<TeamId>;
  /** It has removed the app, or taken its token back. @param installedAt of what it had; of another one nothing changes */
  left(team: TeamId, installedAt: Date | null): Promise<void>;
}
