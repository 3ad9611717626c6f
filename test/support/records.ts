/** Records of the bot's own state for tests: name only what matters. */
import { randomBytes } from 'node:crypto';
import type { ApiToken } from '../../src/domain/api-token.ts';
import { newDraft } from '../../src/domain/draft.ts';
import { approvalOf } from '../../src/domain/guard.ts';
import type { BotTokens, Installation } from '../../src/domain/installation.ts';
import type { InboundJob, OutboundJob } from '../../src/domain/job.ts';
import { zeroCounts } from '../../src/domain/run.ts';
import type { StoredDraft } from '../../src/domain/stored-draft.ts';
import type { Workspace } from '../../src/domain/workspace.ts';
import type { HeldRun, NewRun, RunOutcome } from '../../src/store/run-store.ts';
import type { ConfigurationChange, Store } from '../../src/store/store.ts';

/** A moment that every date in these tests is told from. */
export const noon = new Date('2026-03-01T12:00:00.000Z');

export function after(start: Date, milliseconds: number): Date {
  return new Date(start.getTime() + milliseconds);
}

export function aJob(given: Partial<InboundJob> = {}): InboundJob {
  return {
    id: 'job-1',
    name: 'Customer accounts',
    description: '',
    connectionId: 'connection-1',
    direction: 'inbound',
    source: { object: 'Account', filter: '' },
    target: { object: 'accounts' },
    mapping: [{ source: { kind: 'field', path: 'Id' }, target: 'account_id' }],
    settings: { allowCreate: true, resolveConflicts: false },
    schedule: { run: 'hourly', minute: 5, timezone: 'Europe/Berlin', fullSync: 'never', enabled: true },
    notify: { channel: null, on: [], mention: [] },
    version: 1,
    ...given,
  };
}

export function anOutboundJob(given: Partial<OutboundJob> = {}): OutboundJob {
  return {
    ...aJob(),
    name: 'Health back',
    direction: 'outbound',
    source: { object: 'accounts', filter: '' },
    target: { object: 'Account', matchOn: 'Id' },
    mapping: [{ source: { kind: 'field', path: 'account_id' }, target: 'Id' }],
    settings: { allowCreate: false, updateExisting: true, emptyValues: 'leave' },
    ...given,
  };
}

type ConnectionChange = ConfigurationChange['connections'][number];

export function aConnection(given: Partial<ConnectionChange> = {}): ConnectionChange {
  return {
    id: 'connection-1',
    name: 'Acme Salesforce',
    connector: 'salesforce',
    settings: { loginUrl: 'https://login.salesforce.com', auth: { grant: 'client-credentials' } },
    placeholders: {},
    secrets: {},
    ...given,
  };
}

export function aConfiguration(given: Partial<ConfigurationChange> = {}): ConfigurationChange {
  return {
    connections: [aConnection()],
    jobs: [],
    savedBy: { at: noon, actor: 'ada', door: 'cli' },
    audit: [],
    ...given,
  };
}

/** By Ada, at noon, with a token that does not expire. */
export function anInstallation(
  workspace: Partial<Workspace> = {},
  tokens: Partial<BotTokens> = {},
): Installation {
  return {
    workspace: { id: 'T1', name: 'Acme', enterprise: null, ...workspace },
    appId: 'A1',
    botId: 'B1',
    botUserId: 'UBOT',
    scopes: ['chat:write'],
    installedBy: 'UADA',
    installedAt: noon,
    tokens: { access: 'xoxb-1', refresh: null, expiresAt: null, ...tokens },
  };
}

export function aNewRun(given: Partial<NewRun> = {}): NewRun {
  return {
    id: `run-${randomBytes(6).toString('hex')}`,
    jobId: 'job-1',
    jobVersion: 1,
    mode: 'incremental',
    trigger: 'cli',
    startedBy: 'ada',
    dryRun: false,
    queuedAt: noon,
    ...given,
  };
}

export function anOutcome(given: Partial<RunOutcome> = {}): RunOutcome {
  return {
    status: 'succeeded',
    counts: zeroCounts,
    error: null,
    files: { rows: null, rejects: null },
    finishedAt: after(noon, 60_000),
    cursor: null,
    ...given,
  };
}

/** Somebody's draft of a new job. */
export function aDraft(given: Partial<StoredDraft> = {}): StoredDraft {
  const id = given.id ?? 'draft-1';
  return {
    id,
    owner: 'ada',
    purpose: 'create',
    draft: newDraft(`job of ${id}`),
    step: '',
    entered: {},
    createdAt: noon,
    updatedAt: noon,
    ...given,
  };
}

/** A token for all jobs. */
export function aToken(given: Partial<ApiToken> = {}): ApiToken {
  return {
    id: 'token-1',
    name: 'Nightly load',
    jobId: null,
    createdAt: noon,
    createdBy: 'ada',
    expiresAt: null,
    lastUsedAt: null,
    ...given,
  };
}

/** A store with `count` jobs, `job-1` … each due at noon unless told otherwise. */
export async function withJobs(store: Store, count: number, nextRunAt: Date | null = noon): Promise<void> {
  const jobs = Array.from({ length: count }, (_, i) => ({
    job: aJob({ id: `job-${i + 1}`, name: `Job ${i + 1}` }),
    nextRunAt,
  }));
  await store.applyConfiguration(aConfiguration({ jobs }));
}

/** A run as it is left for somebody to decide: 412 new records where 1,000 are known. */
export function aHeldRun(askedAt: Date, given: Partial<HeldRun['approval']> = {}): HeldRun {
  const counts = { ...zeroCounts, read: 1_412, created: 412, unchanged: 1_000 };
  const limit = { share: 30, atLeast: 100, expiresAfterHours: 24, known: 1_000 };
  const rows = { reason: 'changes', changed: 412, rejected: 0, counts } as const;
  return {
    counts,
    files: { rows: 'runs/job-1/r.csv.gz', rejects: null },
    approval: { ...approvalOf(limit, rows, askedAt), ...given },
  };
}
