/** What the assistant remembers: whether it asks its model, what it proposed and what was said before. */
import type { AuditEntry } from './audit-entry.ts';

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
