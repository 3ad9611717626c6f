import type { Assistant } from '../assistant/assistant.ts';
import type { Connector, ConnectorName } from '../connectors/connector.ts';
import type { AuditOperation } from '../domain/audit.ts';
import type { DatabaseState } from '../domain/database-state.ts';
import type { CallRate } from '../domain/rate-limit.ts';
import type { Role } from '../domain/role.ts';
import { UserError } from '../domain/errors.ts';
import { requireRole } from '../domain/role.ts';
import type { Sessions } from '../engine/sessions.ts';
import type { Hub } from '../hub/hub.ts';
import type { Log } from '../log.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { AuditEntry } from '../store/audit-entry.ts';
import type { SecretStore, Store } from '../store/store.ts';
import type { OwnApp } from './connections/connect-settings.ts';
import type { Environment } from './placeholders.ts';

export type Door = 'slack' | 'browser' | 'api' | 'cli' | 'assistant' | 'system';

/** On whose behalf something is done, how it was asked for, and when. */
export interface OperationContext {
  /** A person's id, or the name of the account that runs the command, or of the token that a program shows. */
  readonly actor: string;
  readonly role: Role;
  readonly door: Door;
  readonly now: Date;
  /** The one job that it may be about; any where it is left out. */
  readonly onlyJob?: string;
}

/** What operations are built on. Each is opened when the first operation needs it, and once. */
/** Of the queue that QUEUE_URL names. */
export interface QueueFound {
  /** `Redis at queue.internal:6379`. */
  readonly where: string;
  /** What should be otherwise, in words. */
  readonly advice: string | null;
}

export interface OperationDeps {
  /** Of the team that the operations are made for: they know no other. */
  readonly store: () => Promise<Store>;
  /** Of all teams: whoever keeps the keys keeps them for all. */
  readonly secrets: () => Promise<SecretStore>;
  readonly hub: () => Promise<
    Pick<Hub, 'attributes' | 'addAttributes' | 'select' | 'countSelected' | 'selectOutbound' | 'forgetSent'>
  >;
  readonly connectors: () => Promise<readonly Connector[]>;
  readonly sessions: () => Promise<Sessions>;
  readonly scheduler: () => Promise<Pick<Scheduler, 'recover'>>;
  readonly assistant: () => Promise<Assistant>;
  /** Of the model that the assistant asks; null where none is configured. */
  readonly modelName: string | null;
  /** How often one person may ask the assistant. */
  readonly askRate: CallRate;
  /** Tells a scheduler of this process, if there is one, that there is something new for it. */
  readonly wake: () => void;
  /** How the databases and the queue stand, without a change to them. @throws UserError where one could not be used. */
  readonly inspect: {
    readonly store: () => Promise<DatabaseState>;
    readonly hub: () => Promise<DatabaseState>;
    /** null where runs queue in the database. */
    readonly queue: () => Promise<QueueFound | null>;
  };
  /** For the placeholders of jobs files. */
  readonly environment: Environment;
  /** For what went wrong behind something that was done all the same. */
  readonly log: Log;
  /** Whether there is a key to encrypt secrets with. */
  readonly hasEncryptionKey: boolean;
  /** Role of people who were granted none. */
  readonly defaultRole: Role;
  /** Whether webhooks may go to this machine and its network. */
  readonly allowsPrivateWebhooks: boolean;
  /** Which addresses of CRMs may be typed in a browser: the CRMs' own, or any. */
  readonly connectAddresses: 'crm' | 'any';
  /** Apps for people's consent that whoever runs Crosswalk has registered, by connector. */
  readonly connectApps: Readonly<Partial<Record<ConnectorName, OwnApp>>>;
  /** What stands in the forms for connecting to begin with, by connector and dotted settings path. */
  readonly connectDefaults: Readonly<Partial<Record<ConnectorName, Readonly<Record<string, string>>>>>;
  /** Folder for run files. */
  readonly dataDir: string;
  readonly newId: () => string;
}

/**
 * For what is about no job, or about all of them.
 *
 * @throws UserError that names the role needed; `out_of_scope` for whoever may do something about one job only.
 */
export function authorize(context: OperationContext, needed: Role, action: string): void {
  authorizeFor(context, null, needed, action);
}

/**
 * For what is about one job.
 *
 * @param jobId null where there is no such job: whoever may know one only is told the same as of any other
 * @throws UserError that names the role needed; `out_of_scope`
 */
export function authorizeFor(
  context: OperationContext,
  jobId: string | null,
  needed: Role,
  action: string,
): void {
  requireRole(context.role, needed, action);
  if (context.onlyJob === undefined || context.onlyJob === jobId) return;
  throw new UserError(
    'This token is for another job. An admin can make one for this job, or for all jobs, in Slack.',
    { code: 'out_of_scope' },
  );
}

export function auditEntry(
  { now, actor, door }: OperationContext,
  entry: Pick<AuditEntry, 'subject' | 'before' | 'after'> & { readonly operation: AuditOperation },
): AuditEntry {
  return { at: now, actor, door, ...entry };
}
