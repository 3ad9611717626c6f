/** The teams themselves, and what is seen to for all of them together. */
import type { BotTokens, Installation } from '../domain/installation.ts';
import type { TeamId } from '../domain/team.ts';
import type { Workspace } from '../domain/workspace.ts';
import type { JobStore } from './job-store.ts';
import type { OutboxStore, WebhookStore } from './message-stores.ts';
import type { RunStore } from './run-store.ts';
import type { SecretStore, Store } from './store.ts';

export interface Team {
  readonly id: TeamId;
  /** Slack's id of the workspace; null for the first team while no bot has told it. */
  readonly workspace: string | null;
  /** Slack's id of the organisation that it is part of. */
  readonly enterprise: string | null;
  readonly name: string | null;
  readonly createdAt: Date;
  /** When its workspace removed the app; null while it has it. */
  readonly leftAt: Date | null;
}

export interface TeamStore {
  /** The first one, then by the time they came; at most `limit`. */
  list(limit: number): Promise<readonly Team[]>;
  /**
   * Its workspace is there: known from now on, where it was not, and back, where it had left. `other`: the team is
   * another workspace's, or the workspace another team's, and nothing has changed.
   */
  meet(team: TeamId, workspace: Workspace): Promise<'met' | 'other'>;
  /** null where no team is that workspace's. */
  byWorkspace(workspace: string): Promise<Team | null>;
  /**
   * The workspace has installed the app: its team is there from now on, or back, with these tokens in place of those it
   * had. A workspace that nobody knew is a team of its own; the first team, where it may be that, and that is nobody's
   * and holds nothing.
   */
  install(installation: Installation, options?: { readonly mayBeFirst: boolean }): Promise<TeamId>;
  /**
   * Its workspace has removed the app: nothing fires, runs or is sent any more. What waits to be sent is dropped, and so
   * is the token; all else stays until it is forgotten. False where it had left before, or has installed the app anew since
   * `installedAt`, where that is given.
   */
  leave(team: TeamId, now: Date, installedAt?: Date | null): Promise<boolean>;
  /**
   * Deletes all that is kept of teams that left before. Returns how many they are. The first team stays that workspace's:
   * its hub is still there.
   */
  forget(before: Date): Promise<number>;
}

/** Of one team. */
export interface InstallationStore {
  /** null where the app was not installed there by OAuth. */
  find(): Promise<Omit<Installation, 'workspace'> | null>;
  /** @param spent the refresh token that the new ones were given for. False where it is another's turn by now. */
  renew(spent: string, tokens: BotTokens): Promise<boolean>;
}

/**
 * What one process does for all teams at once: it executes runs, fires schedules, sends to webhooks. Whatever is found
 * there is changed as the row of the team that it belongs to, and what is written with it is that team's.
 */
export interface Everywhere {
  readonly jobs: ScheduledJobs;
  readonly runs: QueuedRuns;
  readonly webhooks: Pick<WebhookStore, 'claim' | 'secret' | 'settle' | 'waiting'>;
  readonly outbox: WaitingMessages;
  readonly secrets: SecretStore;
  /** Whose a row is; null where there is none of that id. */
  readonly teamOf: TeamLookup;
}

export type ScheduledJobs = Pick<
  JobStore,
  'due' | 'scheduled' | 'reschedule' | 'earliestRunAt' | 'advance' | 'cursor'
>;

export type QueuedRuns = Pick<
  RunStore,
  | 'byId'
  | 'list'
  | 'claim'
  | 'heartbeat'
  | 'finish'
  | 'requeue'
  | 'release'
  | 'running'
  | 'waiting'
  | 'cancelQueued'
  | 'requestCancel'
  | 'namedFiles'
>;

export interface WaitingMessages extends Pick<OutboxStore, 'waiting'> {
  /** Teams in whose outbox something is due, at most `limit`. */
  teamsDue(now: Date, limit: number): Promise<readonly TeamId[]>;
}

export interface TeamLookup {
  run(id: string): Promise<TeamId | null>;
  token(id: string): Promise<TeamId | null>;
  connectLink(where: { readonly tokenHash: string } | { readonly stateHash: string }): Promise<TeamId | null>;
  downloadLink(tokenHash: string): Promise<TeamId | null>;
}

/** The database of DATABASE_URL. Opened in the main thread only. */
export interface State {
  /** All that is kept for one team, and nothing else. */
  of(team: TeamId): Store;
  readonly everywhere: Everywhere;
  readonly teams: TeamStore;
  /** The time by which all instances go that share the database. */
  readonly now: () => Date;
  close(): Promise<void>;
}
