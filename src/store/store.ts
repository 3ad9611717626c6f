/** The bot's own state of one team, as the rest of Crosswalk sees it. */
import type { FatalError } from '../domain/errors.ts';
import type { ApiToken } from '../domain/api-token.ts';
import type { OrgIdentity } from '../domain/connect-link.ts';
import type { Job } from '../domain/job.ts';
import type { NewOutgoing } from '../domain/outgoing.ts';
import type { Role } from '../domain/role.ts';
import type { StoredDraft } from '../domain/stored-draft.ts';
import type { AssistantStore, ProposalStore } from './assistant-store.ts';
import type { AuditEntry } from './audit-entry.ts';
import type { AuditStore, DownloadLinkStore } from './audit-store.ts';
import type { ConnectLinkStore, ConnectionStore } from './connection-store.ts';
import type { JobStore, SavedBy } from './job-store.ts';
import type { DeliveryStore, OutboxStore, WebhookStore } from './message-stores.ts';
import type { RunStore } from './run-store.ts';
import type { CallRateStore, LeaseStore } from './shared-stores.ts';
import type { InstallationStore } from './team-store.ts';

/** Connections and jobs that are to be others than they are; written all together or not at all. */
export interface ConfigurationChange {
  readonly connections: readonly {
    id: string;
    name: string;
    connector: string;
    settings: Readonly<Record<string, unknown>>;
    placeholders: Readonly<Record<string, string>>;
    /** Dotted path → secret; replaces all that were kept. */
    secrets: Readonly<Record<string, string>>;
    /** Stay as they are where they are not given. */
    owner?: string | null;
    org?: OrgIdentity | null;
  }[];
  /**
   * Without `nextRunAt` the schedule stands where it stood. One that `isThere` was found before, and is refused where it
   * has been deleted since: whoever knows versions of its id would take others for them.
   */
  readonly jobs: readonly { job: Job; nextRunAt?: Date | null; isThere?: boolean }[];
  /** Kept with every new version of a job. */
  readonly savedBy: SavedBy;
  readonly audit: readonly AuditEntry[];
  /** The link by which it was asked for: good no longer after that. */
  readonly linkId?: string;
  readonly tell?: readonly NewOutgoing[];
}

export interface GrantedRole {
  /** The person's id. */
  readonly person: string;
  readonly role: Role;
  readonly grantedAt: Date;
  readonly grantedBy: string;
}

export interface RoleStore {
  of(person: string): Promise<Role | null>;
  /** Admins first, then by person; at most `limit`. */
  list(limit: number): Promise<readonly GrantedRole[]>;
  /**
   * Replaces what the person had, together with its audit entry.
   *
   * @throws UserError `last_admin` where nobody would be left to whom admin was granted, unless `mayBeLast`.
   */
  grant(grant: GrantedRole, options: GrantOptions): Promise<void>;
}

export interface GrantOptions {
  readonly mayBeLast: boolean;
  readonly audit: (before: Role | null) => AuditEntry;
}

/** Jobs that people work on; a person has one draft of a new job, and one of each job that is edited. */
export interface DraftStore {
  /**
   * Keeps a new draft, unless its owner has one of the same that was changed after a moment: then that one is
   * returned. With null the new one takes its place in any case. Of very many drafts the oldest go.
   */
  begin(draft: StoredDraft, options: { readonly unlessBegunAfter: Date | null }): Promise<StoredDraft>;
  byId(id: string): Promise<StoredDraft | null>;
  /**
   * Changes what a draft holds (draft, step, entered and updatedAt) as it is at that moment, so that clicks that
   * overlap lose nothing. `change` returns null where there is nothing to do.
   *
   * @returns the draft as it is now; null where there is none of that id.
   */
  change(id: string, change: (stored: StoredDraft) => StoredDraft | null): Promise<StoredDraft | null>;
  /** False where there was none. */
  remove(id: string): Promise<boolean>;
  /** Deletes at most `limit` drafts that were last changed before. Returns how many. */
  forget(before: Date, limit: number): Promise<number>;
}

/** Tokens of the trigger API. Their text is nowhere, only its hash. */
export interface TokenStore {
  /** @throws UserError `name_taken`, `too_many_tokens`, `unknown_job` */
  add(token: ApiToken, hash: string, audit: AuditEntry): Promise<void>;
  /** Those for one job and those for all, by name. */
  list(jobId: string): Promise<readonly ApiToken[]>;
  byId(id: string): Promise<{ readonly token: ApiToken; readonly hash: string } | null>;
  noteUse(id: string, now: Date): Promise<void>;
  /** With the keys that came with it. The audit entry is written only where it was there. False where it was not. */
  remove(id: string, audit: AuditEntry): Promise<boolean>;
  /** Deletes at most `limit` keys whose time is up. Returns how many. */
  forgetKeys(now: Date, limit: number): Promise<number>;
}

export interface Resealed {
  readonly resealed: number;
  /** Why secrets of the previous key could not be opened; those stay as they are. */
  readonly closed: readonly FatalError[];
  /** Key id → secrets that it holds. */
  readonly byKey: ReadonlyMap<string, number>;
}

/** All secrets that are kept, whatever they are of, and whosever. */
export interface SecretStore {
  /**
   * Encrypts what the previous key holds with the current one, some at a time: what is done is done, also where it is
   * ended in the middle.
   */
  reseal(
    onProgress?: (resealed: number) => void,
  ): Promise<Resealed & { /** null where no key is set. */ readonly currentKeyId: string | null }>;
}

export interface Store {
  readonly installation: InstallationStore;
  readonly proposals: ProposalStore;
  readonly connections: ConnectionStore;
  readonly connectLinks: ConnectLinkStore;
  readonly jobs: JobStore;
  readonly runs: RunStore;
  readonly roles: RoleStore;
  readonly assistant: AssistantStore;
  readonly deliveries: DeliveryStore;
  readonly leases: LeaseStore;
  readonly callRates: CallRateStore;
  readonly outbox: OutboxStore;
  readonly drafts: DraftStore;
  readonly tokens: TokenStore;
  readonly webhooks: WebhookStore;
  readonly audit: AuditStore;
  readonly downloadLinks: DownloadLinkStore;
  applyConfiguration(change: ConfigurationChange): Promise<void>;
}
