/** Rows of the tables. Only src/store knows them; everyone else gets domain records. */
import type { AuditFilter } from '../domain/audit.ts';
import type { InboundDraft, JobDraft } from '../domain/draft.ts';
import type { Approval, ApprovalDecision } from '../domain/guard.ts';
import type { Installation } from '../domain/installation.ts';
import type { Job } from '../domain/job.ts';
import type { OutgoingContent } from '../domain/outgoing.ts';
import type {
  RunCounts,
  RunError,
  RunMode,
  RunPhase,
  RunRetry,
  RunStatus,
  RunTrigger,
} from '../domain/run.ts';
import type { ConnectLink, OrgIdentity } from '../domain/connect-link.ts';
import type { DownloadLink } from '../domain/download-link.ts';
import type { FieldShape } from '../domain/schema-drift.ts';
import type { Role } from '../domain/role.ts';
import type { DraftPurpose } from '../domain/stored-draft.ts';
import type { WebhookEvent, WebhookMessage } from '../domain/webhook.ts';
import type { ConnectionState } from './connection-store.ts';

export interface ConnectionRow {
  id: string;
  name: string;
  nameKey: string;
  connector: string;
  settings: Readonly<Record<string, unknown>>;
  placeholders: Readonly<Record<string, string>>;
  state: ConnectionState;
  stateReason: string | null;
  /** As JSON: its time is text. Absent in a row that is written: then it stays. */
  apiUsage?: { readonly used: number; readonly limit: number; readonly at: string } | null;
  owner: string | null;
  org: OrgIdentity | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface ConnectLinkRow extends ConnectLink {
  tokenHash: string;
  browserHash: string | null;
  tries: number;
  stateHash: string | null;
  keyId: string | null;
  sealed: string | null;
  usedAt: Date | null;
}

/** Of its team: one has one at most. */
export interface InstallationRow extends Omit<Installation, 'workspace' | 'tokens'> {
  keyId: string;
  /** The tokens, as JSON. */
  sealed: string;
}

export interface ConnectionSecretRow {
  connectionId: string;
  path: string;
  keyId: string;
  sealed: string;
}

export interface JobRow {
  id: string;
  name: string;
  nameKey: string;
  connectionId: string;
  definition: Job;
  version: number;
  enabled: boolean;
  nextRunAt: Date | null;
}

export interface JobVersionRow {
  jobId: string;
  version: number;
  definition: Job;
  savedAt: Date;
  savedBy: string;
  door: string;
}

export interface JobCursorRow {
  jobId: string;
  until: string;
  fingerprint: string;
  lastFullAt: string;
  deletionMark: string | null;
}

export interface JobSchemaRow {
  jobId: string;
  shapes: readonly FieldShape[];
  checkedAt: Date;
}

/** As JSON: its times are text. */
export interface StoredApproval extends Omit<Approval, 'askedAt' | 'expiresAt' | 'decision'> {
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly decision: (Omit<ApprovalDecision, 'at'> & { readonly at: string }) | null;
}

export interface RunRow {
  id: string;
  jobId: string;
  jobVersion: number;
  mode: RunMode;
  modeReason: string | null;
  trigger: RunTrigger;
  startedBy: string;
  dryRun: boolean;
  rebuild: boolean;
  retryOf: string | null;
  approval: StoredApproval | null;
  status: RunStatus;
  phase: RunPhase;
  attempt: number;
  owner: string | null;
  heartbeatAt: Date | null;
  cancelRequested: boolean;
  /** As JSON: its time is text. */
  retry: (Omit<RunRetry, 'nextAt'> & { readonly nextAt: Date | string }) | null;
  expectedRows: number | null;
  counts: RunCounts;
  queuedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  error: RunError | null;
  rowsFile: string | null;
  rejectsFile: string | null;
}

export interface AuditRow {
  id?: number;
  at: Date;
  actor: string;
  door: string;
  operation: string;
  subject: string;
  /** JSON text: a value may be null, which a JSON column would not tell from none. */
  before: string;
  after: string;
}

export interface DownloadLinkRow extends Omit<DownloadLink, 'filter'> {
  /** As JSON: its times are text. */
  filter: Omit<AuditFilter, 'since' | 'until'> & { readonly since?: string; readonly until?: string };
  tokenHash: string;
  usedAt: Date | null;
}

export interface RoleRow {
  person: string;
  role: Role;
  grantedAt: Date;
  grantedBy: string;
}

export interface AssistantSwitchRow {
  name: string;
  isOn: boolean;
  changedAt: Date;
  changedBy: string;
}

export interface ProposalRow {
  id: string;
  actor: string;
  thread: string;
  text: string;
  proposal: string;
  jobs: string;
  createdAt: Date;
  expiresAt: Date;
  decidedAt: Date | null;
  decision: string | null;
}

export interface ThreadRow {
  thread: string;
  turns: string;
  updatedAt: Date;
}

export interface LeaseRow {
  name: string;
  holder: string;
  until: Date;
}

export interface CallRateRow {
  caller: string;
  usedUntil: number;
}

export interface DeliveryRow {
  id: string;
  until: Date;
  answer: string | null;
}

export interface OutboxRow {
  id?: number;
  key: string;
  destination: string;
  lane: string;
  content: OutgoingContent;
  runId: string | null;
  jobId: string | null;
  fallback: string | null;
  /** Key of the message in whose thread it stands. */
  threadOf: string | null;
  createdAt: Date;
  /** When something is to be done about it; null once nothing is. */
  dueAt: Date | null;
  triedAt: Date | null;
  failures: number;
  channel: string | null;
  ts: string | null;
  shown: string | null;
  /** Why nothing more is done about it; null where that is as it should be. */
  problem: string | null;
}

export interface OutboxLaneRow {
  lane: string;
  claim: string | null;
  leaseUntil: Date | null;
  postAfter: Date;
}

export interface ClosedChannelRow {
  jobId: string;
  destination: string;
  reason: string;
  since: Date;
}

export interface DraftRow {
  id: string;
  owner: string;
  purpose: DraftPurpose;
  /** Id of the job that is edited; empty where the draft becomes a new one. */
  subject: string;
  /** Those that were begun before jobs could export data say no direction. */
  draft: JobDraft | Omit<InboundDraft, 'direction'>;
  step: string;
  entered: Readonly<Record<string, string>>;
  createdAt: Date;
  updatedAt: Date;
}

export interface ApiTokenRow {
  id: string;
  name: string;
  nameKey: string;
  jobId: string | null;
  /** SHA-256 of its text, hexadecimal. */
  hash: string;
  createdAt: Date;
  createdBy: string;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

export interface IdempotencyKeyRow {
  tokenId: string;
  key: string;
  fingerprint: string;
  runId: string;
  until: Date;
}

export interface WebhookRow {
  id: string;
  url: string;
  jobId: string | null;
  events: readonly WebhookEvent[];
  keyId: string;
  sealed: string;
  createdAt: Date;
  createdBy: string;
}

export interface WebhookDeliveryRow {
  id?: number;
  webhookId: string;
  messageId: string;
  type: WebhookMessage['type'];
  body: string;
  createdAt: Date;
  /** When it is tried; null once it is not any more. */
  dueAt: Date | null;
  claim: string | null;
  leaseUntil: Date | null;
  tries: number;
  problem: string | null;
}
