/**
 * The tables as Sequelize sees them, for one team: they find, change and delete that team's rows alone, and what they
 * write is that team's. So no row here says whose it is, and nothing that is written on them can forget to ask. Only
 * src/store knows these; everyone else gets domain records.
 */
import { DataTypes, col, where } from 'sequelize';
import type { Model, ModelAttributes, ModelStatic, Sequelize } from 'sequelize';
import type { AuditFilter } from '../domain/audit.ts';
import type { InboundDraft, JobDraft } from '../domain/draft.ts';
import type { Approval, ApprovalDecision } from '../domain/guard.ts';
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
import type { TeamId } from '../domain/team.ts';
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

export type Table<Row extends object> = ModelStatic<Model<Row, Row>>;

export interface Models {
  /** Whose rows they are; null where they are everybody's: those are read and changed, and none can be added. */
  readonly team: TeamId | null;
  readonly connections: Table<ConnectionRow>;
  readonly connectionSecrets: Table<ConnectionSecretRow>;
  readonly connectLinks: Table<ConnectLinkRow>;
  readonly jobs: Table<JobRow>;
  readonly jobVersions: Table<JobVersionRow>;
  readonly jobCursors: Table<JobCursorRow>;
  readonly jobSchemas: Table<JobSchemaRow>;
  readonly runs: Table<RunRow>;
  readonly audit: Table<AuditRow>;
  readonly downloadLinks: Table<DownloadLinkRow>;
  readonly roles: Table<RoleRow>;
  readonly assistantSwitches: Table<AssistantSwitchRow>;
  readonly proposals: Table<ProposalRow>;
  readonly threads: Table<ThreadRow>;
  readonly deliveries: Table<DeliveryRow>;
  readonly leases: Table<LeaseRow>;
  readonly callRates: Table<CallRateRow>;
  readonly outbox: Table<OutboxRow>;
  readonly outboxLanes: Table<OutboxLaneRow>;
  readonly closedChannels: Table<ClosedChannelRow>;
  readonly drafts: Table<DraftRow>;
  readonly apiTokens: Table<ApiTokenRow>;
  readonly idempotencyKeys: Table<IdempotencyKeyRow>;
  readonly webhooks: Table<WebhookRow>;
  readonly webhookDeliveries: Table<WebhookDeliveryRow>;
}

const { BOOLEAN, DATE, DOUBLE, INTEGER, JSON, TEXT } = DataTypes;
/** Anew every time: Sequelize writes the column's name into it. */
const id = () => ({ type: TEXT, primaryKey: true });

/** The key of a row is a name that other teams may have, too. */
const inTeam = { isNamedInTeam: true };

export function defineModels(database: Sequelize, team: TeamId | null): Models {
  const table = <Row extends object>(
    name: string,
    columns: ModelAttributes<Model<Row, Row>, Row>,
    { isNamedInTeam = false } = {},
  ): Table<Row> => {
    const withTeam = {
      ...columns,
      teamId: { type: TEXT, primaryKey: isNamedInTeam, ...(team === null ? {} : { defaultValue: team }) },
    };
    const ofTeam = team === null ? {} : { where: where(col('team_id'), team) };
    return database.define<Model<Row, Row>, Row>(name, withTeam, {
      tableName: name,
      timestamps: false,
      underscored: true,
      defaultScope: { ...ofTeam, attributes: { exclude: ['teamId'] } },
      // What a query asks for is asked beside the team, whatever it is.
      whereMergeStrategy: 'and',
    });
  };
  return {
    team,
    connections: table<ConnectionRow>('connections', {
      id: id(),
      name: TEXT,
      nameKey: TEXT,
      connector: TEXT,
      settings: JSON,
      placeholders: JSON,
      state: TEXT,
      stateReason: TEXT,
      apiUsage: JSON,
      owner: TEXT,
      org: JSON,
      createdAt: DATE,
      updatedAt: DATE,
    }),
    connectLinks: table<ConnectLinkRow>('connect_links', {
      id: id(),
      tokenHash: TEXT,
      person: TEXT,
      connectionId: TEXT,
      createdAt: DATE,
      expiresAt: DATE,
      browserHash: TEXT,
      tries: INTEGER,
      stateHash: TEXT,
      keyId: TEXT,
      sealed: TEXT,
      usedAt: DATE,
    }),
    connectionSecrets: table<ConnectionSecretRow>('connection_secrets', {
      connectionId: id(),
      path: id(),
      keyId: TEXT,
      sealed: TEXT,
    }),
    jobs: table<JobRow>('jobs', {
      id: id(),
      name: TEXT,
      nameKey: TEXT,
      connectionId: TEXT,
      definition: JSON,
      version: INTEGER,
      enabled: BOOLEAN,
      nextRunAt: DATE,
    }),
    jobVersions: table<JobVersionRow>('job_versions', {
      jobId: id(),
      version: { type: INTEGER, primaryKey: true },
      definition: JSON,
      savedAt: DATE,
      savedBy: TEXT,
      door: TEXT,
    }),
    jobCursors: table<JobCursorRow>('job_cursors', {
      jobId: id(),
      until: TEXT,
      fingerprint: TEXT,
      lastFullAt: TEXT,
      deletionMark: TEXT,
    }),
    jobSchemas: table<JobSchemaRow>('job_schemas', { jobId: id(), shapes: JSON, checkedAt: DATE }),
    runs: table<RunRow>('runs', {
      id: id(),
      jobId: TEXT,
      jobVersion: INTEGER,
      mode: TEXT,
      modeReason: TEXT,
      trigger: TEXT,
      startedBy: TEXT,
      dryRun: BOOLEAN,
      rebuild: BOOLEAN,
      retryOf: TEXT,
      approval: JSON,
      status: TEXT,
      phase: TEXT,
      attempt: INTEGER,
      owner: TEXT,
      heartbeatAt: DATE,
      cancelRequested: BOOLEAN,
      retry: JSON,
      expectedRows: INTEGER,
      counts: JSON,
      queuedAt: DATE,
      startedAt: DATE,
      finishedAt: DATE,
      error: JSON,
      rowsFile: TEXT,
      rejectsFile: TEXT,
    }),
    audit: table<AuditRow>('audit', {
      id: { type: INTEGER, primaryKey: true, autoIncrement: true },
      at: DATE,
      actor: TEXT,
      door: TEXT,
      operation: TEXT,
      subject: TEXT,
      before: TEXT,
      after: TEXT,
    }),
    downloadLinks: table<DownloadLinkRow>('download_links', {
      id: id(),
      tokenHash: TEXT,
      person: TEXT,
      filter: JSON,
      createdAt: DATE,
      expiresAt: DATE,
      usedAt: DATE,
    }),
    roles: table<RoleRow>('roles', { person: id(), role: TEXT, grantedAt: DATE, grantedBy: TEXT }, inTeam),
    assistantSwitches: table<AssistantSwitchRow>(
      'assistant_switches',
      {
        name: id(),
        isOn: BOOLEAN,
        changedAt: DATE,
        changedBy: TEXT,
      },
      inTeam,
    ),
    proposals: table<ProposalRow>('assistant_proposals', {
      id: id(),
      actor: TEXT,
      thread: TEXT,
      text: TEXT,
      proposal: TEXT,
      jobs: TEXT,
      createdAt: DATE,
      expiresAt: DATE,
      decidedAt: DATE,
      decision: TEXT,
    }),
    threads: table<ThreadRow>('assistant_threads', { thread: id(), turns: TEXT, updatedAt: DATE }, inTeam),
    deliveries: table<DeliveryRow>('deliveries', { id: id(), until: DATE, answer: TEXT }, inTeam),
    leases: table<LeaseRow>('leases', { name: id(), holder: TEXT, until: DATE }, inTeam),
    callRates: table<CallRateRow>('call_rates', { caller: id(), usedUntil: DOUBLE }, inTeam),
    outbox: table<OutboxRow>('outbox', {
      id: { type: INTEGER, primaryKey: true, autoIncrement: true },
      key: TEXT,
      destination: TEXT,
      lane: TEXT,
      content: JSON,
      runId: TEXT,
      jobId: TEXT,
      fallback: TEXT,
      threadOf: TEXT,
      createdAt: DATE,
      dueAt: DATE,
      triedAt: DATE,
      failures: INTEGER,
      channel: TEXT,
      ts: TEXT,
      shown: TEXT,
      problem: TEXT,
    }),
    outboxLanes: table<OutboxLaneRow>(
      'outbox_lanes',
      {
        lane: id(),
        claim: TEXT,
        leaseUntil: DATE,
        postAfter: DATE,
      },
      inTeam,
    ),
    closedChannels: table<ClosedChannelRow>('closed_channels', {
      jobId: id(),
      destination: id(),
      reason: TEXT,
      since: DATE,
    }),
    drafts: table<DraftRow>('drafts', {
      id: id(),
      owner: TEXT,
      purpose: TEXT,
      subject: TEXT,
      draft: JSON,
      step: TEXT,
      entered: JSON,
      createdAt: DATE,
      updatedAt: DATE,
    }),
    apiTokens: table<ApiTokenRow>('api_tokens', {
      id: id(),
      name: TEXT,
      nameKey: TEXT,
      jobId: TEXT,
      hash: TEXT,
      createdAt: DATE,
      createdBy: TEXT,
      expiresAt: DATE,
      lastUsedAt: DATE,
    }),
    idempotencyKeys: table<IdempotencyKeyRow>('idempotency_keys', {
      tokenId: id(),
      key: id(),
      fingerprint: TEXT,
      runId: TEXT,
      until: DATE,
    }),
    webhooks: table<WebhookRow>('webhooks', {
      id: id(),
      url: TEXT,
      jobId: TEXT,
      events: JSON,
      keyId: TEXT,
      sealed: TEXT,
      createdAt: DATE,
      createdBy: TEXT,
    }),
    webhookDeliveries: table<WebhookDeliveryRow>('webhook_deliveries', {
      id: { type: INTEGER, primaryKey: true, autoIncrement: true },
      webhookId: TEXT,
      messageId: TEXT,
      type: TEXT,
      body: TEXT,
      createdAt: DATE,
      dueAt: DATE,
      claim: TEXT,
      leaseUntil: DATE,
      tries: INTEGER,
      problem: TEXT,
    }),
  };
}

/** The row's values, without the model around them. */
export function rowOf<Row extends object>(model: Model<Row, Row>): Row {
  return model.get({ plain: true });
}

/** For statements written by hand: that the rows of a table are the team's. `:team` has to be among the replacements. */
export function ofTeam({ team }: Pick<Models, 'team'>, table: string): string {
  return team === null ? 'TRUE' : `${table}.team_id = :team`;
}
