/** The bot's own state as the rest of Crosswalk sees it. Opened in the main thread only. */
import type { Approval, ApprovalDecision } from '../domain/guard.ts';
import type { Drift, FieldShape } from '../domain/schema-drift.ts';
import type { Job } from '../domain/job.ts';
import type { ApiToken } from '../domain/api-token.ts';
import type {
  ClaimedDelivery,
  DeliveryOutcome,
  Webhook,
  WebhookDelivery,
  WebhookMessage,
} from '../domain/webhook.ts';
import type { StoredDraft } from '../domain/stored-draft.ts';
import type { ConnectLink, LinkRefusal, OrgIdentity } from '../domain/connect-link.ts';
import type { Role } from '../domain/role.ts';
import type { ClaimedOutgoing, ClaimRequest, NewOutgoing, Place, Settlement } from '../domain/outgoing.ts';
import type {
  Run,
  RunCounts,
  RunError,
  RunFiles,
  RunMode,
  RunPhase,
  RunRetry,
  RunStatus,
  RunTrigger,
} from '../domain/run.ts';

export type ConnectionState = 'connected' | 'expired' | 'failing';

export interface Connection {
  readonly id: string;
  /** Unique without letter case. */
  readonly name: string;
  readonly connector: string;
  /** Without secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Dotted settings path → the text it was given as, such as `${SF_CLIENT_ID}`; what `export` prints. */
  readonly placeholders: Readonly<Record<string, string>>;
  readonly state: ConnectionState;
  /** Why it is not connected, in words; null where it is. */
  readonly stateReason: string | null;
  /** What the CRM told last of its daily limit; absent where it told nothing. */
  readonly apiUsage?: NotedUsage;
  /** The person who connected it in their browser; null where a jobs file did. */
  readonly owner: string | null;
  /** null where nobody has looked yet. */
  readonly org: OrgIdentity | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** API requests of the org in the 24 hours before. */
export interface NotedUsage {
  readonly used: number;
  readonly limit: number;
  readonly at: Date;
}

export interface ConnectionStore {
  list(): Promise<readonly Connection[]>;
  byId(id: string): Promise<Connection | null>;
  byName(name: string): Promise<Connection | null>;
  /** Settings with the secrets put back in. @throws FatalError where the key they were encrypted with is gone. */
  secretSettings(id: string): Promise<Readonly<Record<string, unknown>>>;
  /** Dotted paths of the secrets that are kept for it. */
  secretNames(id: string): Promise<readonly string[]>;
  setState(id: string, state: ConnectionState, reason: string | null): Promise<void>;
  setUsage(id: string, usage: NotedUsage): Promise<void>;
  /** Makes it expired, and tells its owner unless it was already. @returns false where it was. */
  expire(id: string, reason: string, now: Date): Promise<boolean>;
  /** Keeps another secret in the place of one that there is. */
  replaceSecret(id: string, path: string, secret: string): Promise<void>;
  noteOrg(id: string, org: OrgIdentity): Promise<void>;
  /** @returns false where there is no such connection. @throws UserError `name_taken` */
  rename(id: string, name: string, now: Date, audit: AuditEntry): Promise<boolean>;
  /** With its secrets. */
  remove(id: string, audit: AuditEntry): Promise<RemovedConnection>;
}

export type RemovedConnection =
  | { readonly kind: 'removed' | 'gone' }
  /** Jobs use it, by name. */
  | { readonly kind: 'used'; readonly jobs: readonly string[] };

export interface ConnectLinkStore {
  /** @param tokenHash of what stands in the link */
  add(link: ConnectLink, tokenHash: string, audit: AuditEntry): Promise<void>;
  /** Ties the link to the browser that opens it first. */
  open(tokenHash: string, browserHash: string, now: Date): Promise<ConnectLink | LinkRefusal>;
  personOf(where: { readonly tokenHash: string } | { readonly stateHash: string }): Promise<string | null>;
  /**
   * Counts a try, and keeps what is needed when the browser comes back from the CRM; null where it is not sent there.
   */
  begin(
    id: string,
    now: Date,
    pending: { readonly stateHash: string; readonly text: string } | null,
  ): Promise<LinkRefusal | null>;
  /** What was kept, once. @throws FatalError where the key that it was encrypted with is gone */
  comeBack(
    stateHash: string,
    browserHash: string,
    now: Date,
  ): Promise<{ readonly link: ConnectLink; readonly pending: string } | LinkRefusal>;
  /** Deletes links that have expired, at most `limit`. @returns how many */
  forget(now: Date, limit: number): Promise<number>;
}

export interface JobStore {
  list(): Promise<readonly Job[]>;
  byId(id: string): Promise<Job | null>;
  byName(name: string): Promise<Job | null>;
  /** As it was in one of its versions; null where there is none of that number. */
  version(id: string, version: number): Promise<Job | null>;
  /** Its versions, newest first, and how many there are in all. */
  versions(id: string, page: { limit: number; offset: number }): Promise<JobVersions>;
  /** Who saved its newest version. */
  savedBy(id: string): Promise<SavedBy | null>;
  /** When the schedule fires next; null where it does not. */
  nextRunAt(id: string): Promise<Date | null>;
  /**
   * Enabled jobs whose time has come, earliest first, at most `limit`; without those at `except`, and without those
   * whose connection has expired: they wait.
   */
  due(now: Date, limit: number, except?: readonly DueAt[]): Promise<readonly { job: Job; dueAt: Date }[]>;
  /** All enabled jobs that fire again. */
  scheduled(): Promise<readonly { job: Job; nextRunAt: Date }[]>;
  /** The job's next run reads everything. */
  forgetCursor(id: string): Promise<void>;
  /** When the schema that each enabled job relies on was last looked at, by the job's id; none where it never was. */
  schemasCheckedAt(): Promise<ReadonlyMap<string, Date>>;
  /**
   * Keeps what the job relies on as it is now. Writes what has become of it since the last look into the outbox, where
   * the job's rules ask for that, and returns it.
   */
  noteSchema(id: string, schema: { shapes: readonly FieldShape[]; at: Date }): Promise<readonly Drift[]>;
  /** Moves a schedule without firing it, if it still stands at `expected`. */
  reschedule(id: string, expected: Date, next: Date): Promise<boolean>;
  /** When the earliest schedule of all, or of those after a moment, fires; null where none does. */
  earliestRunAt(after?: Date): Promise<Date | null>;
  /**
   * Fires a schedule: moves it on and queues its run in one transaction, so that nothing is lost between the
   * two, and only if it still stands at `expected`, so that two processes fire it once.
   */
  advance(id: string, expected: Date, next: Date | null, run: NewRun): Promise<Advanced>;
  cursor(id: string): Promise<JobCursor | null>;
  /**
   * Saves a job with its version, its audit entry, the run that is wanted with it and the end of its draft, in one
   * transaction. Where nothing differs there is no new version and no audit entry.
   *
   * @throws UserError `name_taken`.
   */
  save(wanted: WantedJob): Promise<SavedJob>;
  /**
   * Deletes a job with its versions and cursor, and the drafts of it that `by` has; its runs stay in the history, and
   * the drafts of other people, who may save them as a new job.
   */
  remove(id: string, by: string, audit: AuditEntry): Promise<DeletedJob>;
  /**
   * Changes a job as it is at that moment, with its new version and the audit entry in one transaction. `change`
   * returns null where there is nothing to do.
   *
   * @returns the job as it is now; null where there is none of that id.
   */
  change(id: string, change: (job: Job) => ChangedJob | null, savedBy: SavedBy): Promise<Job | null>;
}

/** A job as somebody wants it who knows which version of it they changed. */
export interface WantedJob {
  /** Its version is the store's to count. */
  readonly job: Job;
  /** The version that it is to take the place of; null for a job that is not there yet. */
  readonly based: number | null;
  /** Without it the schedule stands where it stood. */
  readonly nextRunAt?: Date | null;
  readonly savedBy: SavedBy;
  readonly audit: AuditEntry;
  /** The draft that it was made of, as it was then: it goes with the save. */
  readonly draft?: StoredDraft;
  /** Queued with it, unless the job has an active run. */
  readonly run?: { readonly run: Omit<NewRun, 'jobVersion'>; readonly beside: BesideRun };
}

/**
 * `saved`: with the run that was queued, or that the job has already; null where none was asked for. Everything else
 * has changed nothing. `conflict`: the job is another one by now. `draft changed`: the draft is another one, or gone.
 */
export type SavedJob =
  | { readonly kind: 'saved'; readonly job: Job; readonly runId: string | null }
  | { readonly kind: 'conflict'; readonly job: Job }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'draft changed' };

/** `deleted`, `gone` before, or not while this run of it is active. */
export type DeletedJob =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'active'; readonly runId: string };

export interface JobVersions {
  readonly versions: readonly { readonly job: Job; readonly saved: SavedBy }[];
  readonly total: number;
}

export interface ChangedJob {
  readonly job: Job;
  readonly nextRunAt: Date | null;
  readonly audit: AuditEntry;
}

/** A schedule as it stands. */
export interface DueAt {
  readonly jobId: string;
  readonly dueAt: Date;
}

/**
 * `queued`: the run waits to be claimed. `overlap`: the schedule moved on, but the job has an active run and
 * got no other. `postponed`: the same, and it stays where it is, for it would not fire again. `moved before`:
 * someone else fired or changed it, and nothing happened.
 */
export type Advanced = 'queued' | 'overlap' | 'postponed' | 'moved before';

/** How far a job has read. Moves only when everything before it was loaded. */
export interface JobCursor {
  /** Upper bound of the last window, ISO 8601 UTC, by the CRM's clock. */
  readonly until: string;
  /** Fingerprint of source, mapping and target: when it changes the next run is a full one. */
  readonly fingerprint: string;
  readonly lastFullAt: string;
  /** Where the CRM tells deletions from, if it tells them by marks: opaque. */
  readonly deletionMark?: string;
}

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
  /** Without `nextRunAt` the schedule stands where it stood. */
  readonly jobs: readonly { job: Job; nextRunAt?: Date | null }[];
  /** Kept with every new version of a job. */
  readonly savedBy: SavedBy;
  readonly audit: readonly AuditEntry[];
  /** The link by which it was asked for: good no longer after that. */
  readonly linkId?: string;
  readonly tell?: readonly NewOutgoing[];
}

export interface SavedBy {
  readonly at: Date;
  readonly actor: string;
  /** slack, api, cli, assistant, system */
  readonly door: string;
}

export interface AuditEntry {
  readonly at: Date;
  readonly actor: string;
  /** slack, api, cli, assistant, system */
  readonly door: string;
  readonly operation: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface NewRun {
  readonly id: string;
  readonly jobId: string;
  readonly jobVersion: number;
  readonly mode: RunMode;
  readonly trigger: RunTrigger;
  readonly startedBy: string;
  readonly dryRun: boolean;
  readonly rebuild?: true;
  readonly retryOf?: string;
  readonly queuedAt: Date;
}

export interface RunFilter {
  readonly jobId?: string;
  readonly statuses?: readonly RunStatus[];
  readonly mode?: RunMode;
  readonly since?: Date;
  readonly until?: Date;
  /** Only such as have a file with their rows; all where it is left out. */
  readonly withRows?: true;
}

/** Runs that were queued from `since` and before `until`. */
export interface RunsInTime {
  readonly jobIds: readonly string[];
  readonly since: Date;
  readonly until: Date;
}

export interface RunTotals {
  readonly jobId: string;
  readonly status: RunStatus;
  readonly runs: number;
  /** Of all of them together. */
  readonly counts: RunCounts;
}

export interface RunProgress {
  readonly phase: RunPhase;
  readonly retry: RunRetry | null;
  readonly counts: RunCounts;
  readonly expectedRows: number | null;
}

export interface RunOutcome {
  readonly status: Extract<RunStatus, 'succeeded' | 'partly succeeded' | 'failed' | 'cancelled'>;
  readonly counts: RunCounts;
  readonly error: RunError | null;
  readonly files: RunFiles;
  readonly finishedAt: Date;
  /** Written in the same transaction; null = the cursor stays where it is. */
  readonly cursor: JobCursor | null;
}

/** A run as it is left for somebody to decide. */
export interface HeldRun {
  /** What it would come to. */
  readonly counts: RunCounts;
  readonly files: RunFiles;
  readonly approval: Approval;
}

export interface ApprovalAnswer {
  readonly decision: ApprovalDecision;
  /** Of the question that is answered: a run may ask again. */
  readonly askedAt: Date;
  /** Why the run ended, where it does; null where it goes on. */
  readonly error: RunError | null;
  readonly audit: AuditEntry;
}

/**
 * `settled`: by this answer. `not waiting`: somebody was faster, or it was cancelled. `asked again`: the question was
 * another one. `too late`: its time is up.
 */
export type ApprovalSettled = 'settled' | 'not waiting' | 'asked again' | 'too late';

/** What is written in one transaction with a run that is queued. */
export interface BesideRun {
  readonly audit?: AuditEntry;
  /** Where it is told how the run gets on, and that it has ended; nowhere where it is left out. */
  readonly progress?: Omit<NewOutgoing, 'content'>;
}

/** By what a call is known again. */
export interface OnceKey {
  readonly tokenId: string;
  readonly key: string;
  /** Of what is asked for: with the same key it must be the same. */
  readonly fingerprint: string;
  readonly until: Date;
}

/** `repeated`: an earlier call queued that run. `key reused`: it asked for something else. */
export type EnqueuedOnce =
  | { readonly kind: 'queued'; readonly run: Run }
  | { readonly kind: 'repeated'; readonly runId: string }
  | { readonly kind: 'key reused' }
  | { readonly kind: 'too many keys' };

export interface RunStore {
  /**
   * @throws UserError `run_active` naming the active run where the job has one.
   */
  enqueue(run: NewRun, beside?: BesideRun): Promise<Run>;
  /**
   * The same for a call that may be repeated: the key is remembered in the transaction that queues the run, so that it
   * queues one run however many calls with it arrive at one moment, and none where the run is refused.
   *
   * @throws UserError `run_active` as `enqueue`.
   */
  enqueueOnce(run: NewRun, once: OnceKey, beside?: BesideRun): Promise<EnqueuedOnce>;
  byId(id: string): Promise<Run | null>;
  /** The job's queued, running or waiting run. */
  activeOf(jobId: string): Promise<Run | null>;
  /** Newest first. */
  list(
    filter: RunFilter,
    page: { limit: number; offset: number },
  ): Promise<{ runs: readonly Run[]; total: number }>;
  /** The newest run of each job that has one, by the job's id. Dry runs, which leave no trace, and retries of rejected rows are not counted. */
  latest(): Promise<ReadonlyMap<string, Run>>;
  /** Ids of the jobs of which a run has a file with its rows. */
  jobsWithRows(): Promise<ReadonlySet<string>>;
  /**
   * Takes the oldest queued run (or the one named) for `owner`; null where there is none. Each is taken once. An outbound
   * run waits while the matches of its pair are being rebuilt, and a rebuild while one of its pair is sent.
   */
  claim(owner: string, now: Date, runId?: string): Promise<Run | null>;
  heartbeat(id: string, owner: string, attempt: number, now: Date): Promise<Heartbeat>;
  /** All of these do nothing and return false where `owner` and `attempt` no longer hold the run. */
  saveProgress(id: string, owner: string, attempt: number, progress: RunProgress): Promise<boolean>;
  changeMode(id: string, owner: string, attempt: number, mode: RunMode, reason: string): Promise<boolean>;
  /** What is told of the end is written into the outbox in the same transaction. */
  finish(id: string, owner: string, attempt: number, outcome: RunOutcome): Promise<boolean>;
  /**
   * The run stops before its first write and waits for somebody to decide: nobody holds it any more. Who is asked is
   * written into the outbox in the same transaction.
   */
  awaitApproval(id: string, owner: string, attempt: number, held: HeldRun): Promise<boolean>;
  /**
   * Answers a question once: an approved run waits in the queue again, any other has ended with nothing written. The
   * audit entry is written with the first answer only.
   */
  decideApproval(id: string, answer: ApprovalAnswer): Promise<ApprovalSettled>;
  /** Runs that wait for somebody to decide. */
  awaitingApproval(): Promise<readonly Run[]>;
  /** After a crash: back to queued with attempt + 1. */
  requeue(id: string, owner: string, attempt: number): Promise<boolean>;
  /** After a graceful stop: back to queued with the same attempt, so that the one resume is not used up. */
  release(id: string, owner: string, attempt: number): Promise<boolean>;

  /** Runs that are `running` under any owner; whether it still lives is the caller's to judge. */
  running(): Promise<readonly Run[]>;
  /** Ids of runs that are `queued`, those that wait longest first. */
  waiting(limit: number): Promise<readonly string[]>;
  /**
   * A run that nobody executes (queued, or waiting for approval) is cancelled at once; otherwise false. The audit entry
   * is written in the same transaction, and only with true.
   */
  cancelQueued(id: string, now: Date, audit?: AuditEntry): Promise<boolean>;
  /** Asks the owner of a running run to stop it: its next heartbeat says so. False where it is not running. */
  requestCancel(id: string, audit?: AuditEntry): Promise<boolean>;
  /** Finished runs older than `before` that still name files; for housekeeping. At most `limit`. */
  withFilesBefore(before: Date, limit: number): Promise<readonly Run[]>;
  forgetFiles(id: string): Promise<void>;
  /** Those of these paths (below DATA_DIR) that a run names as one of its files. */
  namedFiles(paths: readonly string[]): Promise<readonly string[]>;
  /** What runs of these jobs came to, dry runs left out: one entry a job and status that there is. */
  totals(of: RunsInTime): Promise<readonly RunTotals[]>;
  /**
   * What the job's runs of this mode usually take from start to end, in milliseconds: the median of the last that
   * brought something to its end. null where there are too few to say.
   */
  usualDurationMs(jobId: string, mode: RunMode): Promise<number | null>;
  /** Deletes at most `limit` runs that ended before and name no files. Returns how many. */
  deleteBefore(before: Date, limit: number): Promise<number>;
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

/** Which requests were taken, so that each is acted on once: after a restart and on several machines too. */
export interface DeliveryStore {
  /** True for the first who takes it; false for everyone else, up to the moment `until`. */
  take(id: string, now: Date, until: Date): Promise<boolean>;
  /** Forgets what may be taken again. */
  forgetBefore(now: Date): Promise<void>;
}

/** Messages for Slack: written before they are sent, and sent by whoever claims them. */
export interface OutboxStore {
  /** Does nothing where the same message was written before. */
  add(message: NewOutgoing, now: Date): Promise<void>;
  /**
   * Takes the message that has waited longest, and its lane with it, so that one conversation's messages go out one
   * after the other. null where nothing is due. Whoever has not settled it by `leaseUntil` has lost it.
   */
  claim(request: ClaimRequest): Promise<ClaimedOutgoing | null>;
  /** To be called before Slack is: from now on it may stand there. False where the claim is lost. */
  trying(message: ClaimedOutgoing, now: Date): Promise<boolean>;
  /** Gives the claim back. False where it is lost; then what is known about where a message stands is kept. */
  settle(message: ClaimedOutgoing, settlement: Settlement): Promise<boolean>;
  /** Whether the job's owner was told that this destination takes no messages. */
  isClosed(jobId: string, destination: string): Promise<boolean>;
  /** How many were not posted yet. */
  waiting(): Promise<number>;
  /** Where a run asks for approval, or else where its progress stands; null where it stands nowhere. */
  progressOf(runId: string): Promise<Place | null>;
  /** Deletes at most `limit` messages that were written before, also such as nobody ever sent. */
  deleteBefore(before: Date, limit: number): Promise<number>;
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
  deleteBefore(before: Date, limit: number): Promise<number>;
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

/** Addresses that are told of runs. What goes to them is written before it is sent, and sent by whoever claims it. */
export interface WebhookStore {
  /** @throws UserError `too_many_webhooks`, `unknown_job`, `encryption_key_missing` */
  add(webhook: Webhook, secret: string, audit: AuditEntry): Promise<void>;
  /** Those for one job and those for all, oldest first. */
  list(jobId: string): Promise<readonly Webhook[]>;
  byId(id: string): Promise<Webhook | null>;
  /** What its messages are signed with; null where it is gone. @throws FatalError where the key of secrets is gone. */
  secret(id: string): Promise<string | null>;
  /** With all that was on its way. False where it was not there. */
  remove(id: string, audit: AuditEntry): Promise<boolean>;
  /** Sends it a message of its own. False where it is gone. */
  send(id: string, message: WebhookMessage, now: Date, audit: AuditEntry): Promise<boolean>;
  /** Newest first. */
  deliveries(webhookId: string, limit: number): Promise<readonly WebhookDelivery[]>;
  /** Takes what has waited longest; one message an address at a time. null where nothing is due. */
  claim(request: { claim: string; now: Date; leaseUntil: Date }): Promise<ClaimedDelivery | null>;
  /** False where the claim is lost: somebody else sees to it. */
  settle(delivery: ClaimedDelivery, outcome: DeliveryOutcome): Promise<boolean>;
  /** How many messages were not taken yet. */
  waiting(): Promise<number>;
  /** Deletes at most `limit` deliveries that have ended. Returns how many. */
  deleteBefore(before: Date, limit: number): Promise<number>;
}

/** `lost`: `owner` and `attempt` no longer hold the run, and nothing it does counts any more. */
export type Heartbeat = 'held' | 'cancel requested' | 'lost';

/** Whether the assistant may ask its model, as an admin has said. */
export interface ModelSwitch {
  readonly isOn: boolean;
  readonly changedAt: Date;
  readonly changedBy: string;
}

export interface AssistantStore {
  /** null where nobody has said anything: then it may. */
  modelSwitch(): Promise<ModelSwitch | null>;
  /** With its audit entry in one transaction, and neither where it is so already. Returns whether it was not. */
  switchModel(
    to: ModelSwitch,
    audit: (change: { readonly before: boolean; readonly after: boolean }) => AuditEntry,
  ): Promise<boolean>;
}

/** A job that a proposal is about, as it was when it was proposed. */
export interface ProposedJob {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

/** What was proposed to a person, for them to decide on. */
export interface StoredProposal {
  readonly id: string;
  /** Who asked, and nobody else decides. */
  readonly actor: string;
  /** Where: a conversation, or a thread in it. */
  readonly thread: string;
  /** What they asked. */
  readonly text: string;
  /** Of the form that the assistant gives; whoever reads it checks it again. */
  readonly proposal: unknown;
  readonly jobs: readonly ProposedJob[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
  readonly decision: string | null;
}

/** One turn of a conversation: what was said, and what it was taken for. */
export interface StoredTurn {
  readonly user: string;
  readonly intent: string | null;
  /** Names. */
  readonly jobs: readonly string[];
}

export interface ProposalStore {
  /** Those that have been over for a day go. */
  add(proposal: Omit<StoredProposal, 'decidedAt' | 'decision'>): Promise<void>;
  byId(id: string): Promise<StoredProposal | null>;
  /** The newest that can still be decided on; null where there is none. */
  latestOpen(of: Pick<StoredProposal, 'actor' | 'thread'>, now: Date): Promise<StoredProposal | null>;
  /** True for the first who decides in time, with the audit entry in the same transaction. */
  decide(id: string, to: { decision: string; at: Date }, audit: AuditEntry): Promise<boolean>;
  /** Of the conversation, oldest first; none that are older than `since`. */
  turns(thread: string, since: Date): Promise<readonly StoredTurn[]>;
  /** Keeps the newest `limit` of the conversation. */
  addTurn(thread: string, turn: StoredTurn, at: { now: Date; since: Date; limit: number }): Promise<void>;
}

export interface Store {
  readonly proposals: ProposalStore;
  readonly connections: ConnectionStore;
  readonly connectLinks: ConnectLinkStore;
  readonly jobs: JobStore;
  readonly runs: RunStore;
  readonly roles: RoleStore;
  readonly assistant: AssistantStore;
  readonly deliveries: DeliveryStore;
  readonly outbox: OutboxStore;
  readonly drafts: DraftStore;
  readonly tokens: TokenStore;
  readonly webhooks: WebhookStore;
  readonly audit: {
    add(entry: AuditEntry): Promise<void>;
    list(page: { limit: number; offset: number }): Promise<readonly AuditEntry[]>;
  };
  applyConfiguration(change: ConfigurationChange): Promise<void>;
  close(): Promise<void>;
}
