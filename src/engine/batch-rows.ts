import type { SourceRow } from '../connectors/connector.ts';
import { RecordError } from '../domain/errors.ts';
import type { CompiledMapping } from '../domain/mapping/compile.ts';
import type { Span } from './row-bytes.ts';

/** A row on its way into the hub. */
export interface BatchRow {
  readonly crmId: string;
  /** ISO 8601 UTC in one form, so that later ones sort behind; empty where there is none. */
  readonly stamp: string;
  readonly row: SourceRow;
  readonly key: string;
  /** Where it is written. */
  readonly span: Span;
}

/**
 * The rows of one batch, in which neither a key nor a CRM id may occur twice. What is decided here between two
 * rows of a batch the hub decides in the same way between rows of different batches.
 */
export interface BatchRows {
  /** @throws RecordError where another record has the key and conflicts are not resolved. */
  add(row: BatchRow): void;
  settled(): { readonly spans: readonly Span[]; readonly ignoredIds: readonly string[] };
}

export function createBatchRows(options: {
  readonly mapping: Pick<CompiledMapping, 'keyNames'>;
  readonly resolveConflicts: boolean;
}): BatchRows {
  const byKey = new Map<string, BatchRow>();
  const byId = new Map<string, BatchRow>();
  const ignoredIds: string[] = [];

  function put(row: BatchRow): void {
    byKey.set(row.key, row);
    byId.set(row.crmId, row);
  }
  function drop(row: BatchRow): void {
    byKey.delete(row.key);
    byId.delete(row.crmId);
    ignoredIds.push(row.crmId);
  }

  return {
    add(row) {
      // A record that was changed while it was read may come twice: its later state counts.
      const same = byId.get(row.crmId);
      if (same !== undefined) {
        if (same.stamp > row.stamp) return void ignoredIds.push(row.crmId);
        drop(same);
      }
      const rival = byKey.get(row.key);
      if (rival === undefined) return put(row);
      if (!options.resolveConflicts) throw keyTaken(row, rival, options.mapping.keyNames);
      if (isLater(rival, row)) return void ignoredIds.push(row.crmId);
      drop(rival);
      put(row);
    },
    settled: () => ({ spans: Array.from(byKey.values(), ({ span }) => span), ignoredIds }),
  };
}

/** Of two records for one hub record the more recently changed wins; of the same moment, the larger id. */
function isLater(a: BatchRow, b: BatchRow): boolean {
  return a.stamp === b.stamp ? a.crmId > b.crmId : a.stamp > b.stamp;
}

/** The hub's code for the same; its reason names records. */
export const conflictCode = 'key_taken';

function keyTaken(row: BatchRow, rival: BatchRow, keyNames: readonly string[]): RecordError {
  return new RecordError(
    `${row.crmId} and ${rival.crmId} have the same ${keyNames.join(' + ')}, and ${rival.crmId} came first. ` +
      `Mend one of them in the CRM, or switch on "Automatically resolve matching conflicts".`,
    { code: conflictCode },
  );
}
