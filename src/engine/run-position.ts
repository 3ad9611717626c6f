import { hash } from 'node:crypto';
import type { DeletionMark, Read, ReadPosition } from '../connectors/connector.ts';
import type { GatheredDeletions } from './gathered-deletions.ts';
import type { RunMode } from '../domain/run.ts';
import type { ReadWindow } from '../connectors/connector.ts';

/** What the first attempt decided, which the next one keeps to. */
export interface RunPlan {
  readonly mode: RunMode;
  /** null = everything is read. */
  readonly window: ReadWindow | null;
  /** Deletions that are applied before; null where the CRM cannot tell them. */
  readonly deletions: ReadWindow | null;
  /**
   * Of a CRM that tells deletions since a mark: that of the last run or, of a full run, its own. null where there is
   * none.
   */
  readonly deletionMark: DeletionMark | null;
  /** Up to where this run reads, by the CRM's clock: the next cursor. */
  readonly until: string;
  readonly fingerprint: string;
  /** The deletions of a run that may have to wait for somebody to decide; null where they are applied as they come. */
  readonly gathered: GatheredDeletions | null;
}

/**
 * What a run is at. `load`: the CRM's rows go into the hub. `rehearse`: it is seen what they would do there. `ask`: that
 * is known, and somebody has to decide. `replay`: the rows of the run file go into the hub.
 */
export type RunPass = 'load' | 'rehearse' | 'ask' | 'replay';

/** Kept by the hub with every batch, in its transaction: where the run goes on once the batch is in. JSON. */
export interface RunPosition {
  readonly version: typeof version;
  readonly plan: RunPlan;
  readonly pass: RunPass;
  /** When it was asked, of the pass `ask`: an answer to another question does not count. ISO 8601. */
  readonly askedAt: string | null;
  /** null while deletions are applied, which are simply applied again. */
  readonly read: ReadProgress | null;
}

export interface ReadProgress {
  /** Page to go on with, `end` once all rows are in, and how many of its rows are in already. */
  readonly page: ReadPosition | 'end';
  readonly rowsOfPage: number;
  readonly layout: RowLayout;
  readonly expectedRows: number;
  /** The run file up to where that page begins. */
  readonly rowsLength: number;
  /** The rejects file with the rejects of this batch, and of those the hub named up to `answered`. */
  readonly rejectsLength: number;
  /** Sequence of the latest batch whose answer is in the rejects file. */
  readonly answered: number;
}

/** How the rows lie that a read gives: another attempt goes on only where they lie in the same way. */
export interface RowLayout {
  readonly columns: string;
  readonly idColumn: number;
  readonly stampColumn: number;
}

/** Another version's bookmarks are not read: the run begins again. */
const version = 3;

export function writePosition(
  plan: RunPlan,
  pass: RunPass,
  read: ReadProgress | null,
  askedAt: string | null = null,
): RunPosition {
  return { version, plan, pass, askedAt, read };
}

/** @returns null where it was not written by `writePosition` of this version. */
export function readPosition(checkpoint: unknown): RunPosition | null {
  const isOurs = typeof checkpoint === 'object' && checkpoint !== null && 'version' in checkpoint;
  return isOurs && checkpoint.version === version ? (checkpoint as RunPosition) : null;
}

export function layoutOf({
  columns,
  idColumn,
  stampColumn,
}: Pick<Read, 'columns' | 'idColumn' | 'stampColumn'>): RowLayout {
  return { columns: hash('sha256', columns.join('\n'), 'base64url'), idColumn, stampColumn };
}

export function isSameLayout(a: RowLayout, b: RowLayout): boolean {
  return a.columns === b.columns && a.idColumn === b.idColumn;
}
