/** The tables of the bot's own state, for one team; see team-table.ts. */
import { DataTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import type { TeamId } from '../domain/team.ts';
import type {
  ApiTokenRow,
  AssistantSwitchRow,
  AuditRow,
  CallRateRow,
  ClosedChannelRow,
  ConnectLinkRow,
  ConnectionRow,
  ConnectionSecretRow,
  DeliveryRow,
  DownloadLinkRow,
  DraftRow,
  IdempotencyKeyRow,
  InstallationRow,
  JobCursorRow,
  JobRow,
  JobSchemaRow,
  JobVersionRow,
  LeaseRow,
  OutboxLaneRow,
  OutboxRow,
  ProposalRow,
  RoleRow,
  RunRow,
  ThreadRow,
  WebhookDeliveryRow,
  WebhookRow,
} from './rows.ts';
import { tablesOf } from './team-table.ts';
import type { Table } from './team-table.ts';

export interface Models {
  /** Whose rows they are; null where they are everybody's: those are read and changed, and none can be added. */
  readonly team: TeamId | null;
  readonly installations: Table<InstallationRow>;
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
  const table = tablesOf(database, team);
  return {
    team,
    installations: table<InstallationRow>(
      'installations',
      {
        appId: TEXT,
        botId: TEXT,
        botUserId: TEXT,
        scopes: JSON,
        installedBy: TEXT,
        installedAt: DATE,
        keyId: TEXT,
        sealed: TEXT,
      },
      inTeam,
    ),
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
