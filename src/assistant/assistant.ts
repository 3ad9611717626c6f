import type { AttributeType, HubAttribute, HubObject } from '../domain/hub-object.ts';
import type { FormulaType } from '../domain/formula/values.ts';
import type { Cadence, MappingEntry } from '../domain/job.ts';
import type { Role } from '../domain/role.ts';
import type { RunStatus } from '../domain/run.ts';
import type { SourceSchema } from '../domain/source-schema.ts';
import type { Proposal } from './proposal.ts';

/**
 * Plain English to a proposal. What it is given is metadata only: names and labels of objects, fields, picklist values
 * and jobs, never the value of a record.
 */
export interface Assistant {
  interpret(text: string, context: AskContext, options?: AskOptions): Promise<Interpretation>;
}

/** A proposal, and who made it. */
export interface Interpretation {
  readonly proposal: Proposal;
  readonly from: 'model' | 'built-in';
  /** What has to be said beside it, as a sentence, such as that the model did not answer; null where nothing has. */
  readonly note: string | null;
}

export interface AskOptions {
  /** Whoever asked waits no longer. */
  readonly signal?: AbortSignal;
  /** Given the words of an answer as they come, all of them so far; nothing that has to be checked first. */
  readonly onText?: (text: string) => void;
}

/** Where the text was written, and what may be known there. */
export type AskContext = FilterContext | MappingContext | FormulaContext | ChatContext;

/** What dates are counted from. */
export interface AskClock {
  readonly now: Date;
  /** IANA name. */
  readonly timezone: string;
}

/** "Write filter": the answer is a filter or a question. */
export interface FilterContext extends AskClock {
  readonly purpose: 'filter';
  /** The object with the parents that were loaded. */
  readonly schema: SourceSchema;
}

/** "Suggest mappings". The text may be empty. */
export interface MappingContext {
  readonly purpose: 'mapping';
  readonly schema: SourceSchema;
  /** Paths of the chosen fields. */
  readonly fields: readonly string[];
  readonly target: HubObject;
  readonly attributes: readonly HubAttribute[];
  readonly earlier?: readonly (readonly MappingEntry[])[];
}

export interface FormulaField {
  readonly path: string;
  readonly label: string;
  readonly type: FormulaType;
}

/** "Write formula". */
export interface FormulaContext extends AskClock {
  readonly purpose: 'formula';
  readonly fields: readonly FormulaField[];
  /** Of the attribute that it fills, where that is known. */
  readonly type: AttributeType | null;
}

/** Mention, direct message, assistant pane, `/crosswalk <text>`. */
export interface ChatContext extends AskClock {
  readonly purpose: 'chat';
  readonly role: Role;
  readonly jobs: readonly JobSummary[];
  readonly connections: readonly {
    readonly name: string;
    readonly connector: string;
    /** How people call the CRM: `Salesforce`. */
    readonly title?: string;
  }[];
  /** Objects that may be asked about, of connectors and of the hub (`hub`). */
  readonly objects: readonly AskableObject[];
  /** Earlier turns of the thread, oldest first. */
  readonly turns: readonly Turn[];
  /** What was chosen at the question that this very text led to before. */
  readonly chosen?: string;
}

export interface JobSummary {
  readonly name: string;
  readonly direction: 'inbound' | 'outbound';
  readonly connection: string;
  /** Of the CRM. */
  readonly object: string;
  /** Of the hub. */
  readonly hub: string;
  readonly schedule: Cadence | null;
  readonly enabled: boolean;
  readonly last: { readonly status: RunStatus; readonly error: string | null } | null;
  /** Whether a run of it waits or goes on, be it a retry of rejected rows. */
  readonly isActive: boolean;
}

export interface AskableObject {
  readonly connector: string;
  readonly schema: SourceSchema;
}

export interface Turn {
  readonly user: string;
  readonly intent: string | null;
  readonly jobs: readonly string[];
}
