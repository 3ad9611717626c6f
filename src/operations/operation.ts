import type { Connector } from '../connectors/connector.ts';
import type { DatabaseState } from '../domain/database-state.ts';
import type { Role } from '../domain/role.ts';
import { requireRole } from '../domain/role.ts';
import type { Sessions } from '../engine/sessions.ts';
import type { Hub } from '../hub/hub.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { AuditEntry, Store } from '../store/store.ts';
import type { Environment } from './placeholders.ts';

export type Door = 'slack' | 'http' | 'cli' | 'assistant' | 'system';

/** On whose behalf something is done, how it was asked for, and when. */
export interface OperationContext {
  /** A person's id, or the name of the account that runs the command. */
  readonly actor: string;
  readonly role: Role;
  readonly door: Door;
  readonly now: Date;
}

/** What operations are built on. Each is opened when the first operation needs it, and once. */
export interface OperationDeps {
  readonly store: () => Promise<Store>;
  readonly hub: () => Promise<Pick<Hub, 'attributes' | 'addAttributes'>>;
  readonly connectors: () => Promise<readonly Connector[]>;
  readonly sessions: () => Promise<Sessions>;
  readonly scheduler: () => Promise<Pick<Scheduler, 'recover'>>;
  /** Tells a scheduler of this process, if there is one, that there is something new for it. */
  readonly wake: () => void;
  /** How the databases stand, without a change to them. @throws UserError where one could not be used. */
  readonly inspect: {
    readonly store: () => Promise<DatabaseState>;
    readonly hub: () => Promise<DatabaseState>;
  };
  /** For the placeholders of jobs files. */
  readonly environment: Environment;
  /** Whether there is a key to encrypt secrets with. */
  readonly hasEncryptionKey: boolean;
  /** Role of people who were granted none. */
  readonly defaultRole: Role;
  /** Folder for run files. */
  readonly dataDir: string;
  readonly newId: () => string;
}

/** @throws UserError that names the role needed. */
export function authorize({ role }: OperationContext, needed: Role, action: string): void {
  requireRole(role, needed, action);
}

export function auditEntry(
  { now, actor, door }: OperationContext,
  entry: Pick<AuditEntry, 'operation' | 'subject' | 'before' | 'after'>,
): AuditEntry {
  return { at: now, actor, door, ...entry };
}
