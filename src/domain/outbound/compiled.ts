/** What an outbound mapping is, and what becomes of it in a run. See compile.ts. */
import type { HubObject } from '../hub-object.ts';
import type { MappingEntry, OutboundSettings, OutboundTarget } from '../job.ts';
import type { SourceCells } from '../mapping/row-cells.ts';
import type { SourceSchema } from '../source-schema.ts';

export interface OutboundInput {
  readonly object: HubObject;
  /** Of the hub object: `hubSchema`. */
  readonly hub: SourceSchema;
  /** As the CRM describes the object that is written. */
  readonly crm: SourceSchema;
  readonly target: OutboundTarget;
  /** What nobody has decided on yet is absent. */
  readonly settings: Partial<OutboundSettings>;
  readonly mapping: readonly MappingEntry[];
}

export interface CompileOutboundInput extends OutboundInput {
  /** Names of the attributes that a row's cells hold; `outboundAttributes` tells which are needed. */
  readonly columns: readonly string[];
  /** TODAY and NOW of formulas. */
  readonly now: Date;
  /** IANA name of the CRM user's zone: where a day begins. */
  readonly timezone: string;
}

/** A record of the hub with what is known of it in the CRM; one that the hub selects for a run fits. */
export interface OutboundRow {
  /** In the order of the hub object's keys. */
  readonly keys: readonly string[];
  /** Text in the forms of src/connectors/connector.ts, in the order of `columns`. */
  readonly cells: SourceCells;
  /** The CRM's record of it, where one is known. */
  readonly crmId: string | null;
  /** The CRM's record of its account, where one is known. */
  readonly parentCrmId: string | null;
  /** What it names as its account; null where it names none. */
  readonly parentKey: string | null;
}

export interface OutboundField {
  /** API name, in the CRM's own letter case. */
  readonly name: string;
  /** Of a reference that may lead to several objects, the one that it is filled with; else null. */
  readonly refersTo: string | null;
  /** The attributes that its value is made of: none for a constant. */
  readonly attributes: readonly string[];
}

export interface OutboundProblem {
  /** API name. */
  readonly field: string;
  /** As `cellsOf` says it. */
  readonly message: string;
}

export interface CompiledOutbound {
  /** The field to match on first, the others by name: the same values stand alike however the rows stand. */
  readonly fields: readonly OutboundField[];
  /**
   * The values of a row's fields, in their order and in the forms of src/connectors/connector.ts. The first is how
   * the CRM's record is found; null where only `crmId` tells, or nothing does.
   *
   * @throws RecordError that names field and attribute, and no value.
   */
  cellsOf(row: OutboundRow): (string | null)[];
  /** All for which `cellsOf` would refuse the row, with the field of each. */
  problemsOf(row: OutboundRow): readonly OutboundProblem[];
  /**
   * The id of the record that is made of a row whose first cell has no value, by which it is found again; null where
   * the CRM gives ids itself, or no records are to be made.
   */
  newIdOf(row: OutboundRow): string | null;
}
