import type { SourceRows } from '../connectors/source-rows.ts';
import { RecordError } from '../domain/errors.ts';
import type { CompiledMapping } from '../domain/mapping/compile.ts';
import { zeroCounts } from '../domain/run.ts';
import type { RunCounts } from '../domain/run.ts';
import type { Reject } from './rejects-file.ts';
import { createRowBytes } from './row-bytes.ts';

/** Rows made ready for the hub, and what becomes of those that never get there. */
export interface MappedBatch {
  /** These four as in `LoadBatch`. */
  readonly rows: Uint8Array;
  readonly rowCount: number;
  readonly hasRepeats: boolean;
  readonly seenIds: readonly string[];
  readonly countsBefore: RunCounts;
  readonly rejects: readonly Reject[];
  /** The rows as they came, from `from` on: some of them may be rejected by the hub. */
  readonly source: SourceRows;
  readonly from: number;
}

export interface BatchMapping {
  readonly mapping: CompiledMapping;
  /** Places of the record id and of the modification stamp in a row; -1 = rows have no stamp. */
  readonly idColumn: number;
  readonly stampColumn: number;
  /** Index of the first row that is mapped. */
  readonly from: number;
}

/** Used again for every batch of this thread; nothing is left in it between two. */
const bytes = createRowBytes();

/** Takes back the rows of a batch that is in the hub. */
export function useAgain(rows: Uint8Array): void {
  bytes.takeBack(rows);
}

/**
 * A run's own time goes here: it makes few objects a row, and no text of a whole batch. What becomes of two rows
 * with one key or one CRM id is the hub's to say, which knows what came before them.
 */
export function mapBatch(source: SourceRows, options: BatchMapping): MappedBatch {
  const { mapping, idColumn, stampColumn, from } = options;
  const allKeys = new Set<string>();
  const ids = new Set<string>();
  const rejects: Reject[] = [];
  bytes.clear();
  for (let index = from; index < source.length; index += 1) {
    const cells = source.cellsAt(index);
    const crmId = cells.text(idColumn) ?? '';
    try {
      const stamp = (stampColumn < 0 ? null : cells.text(stampColumn)) ?? '';
      const keys = mapping.keysOf(cells);
      bytes.add({ crmId, stamp, keys, cells, mapping });
      allKeys.add(keyOf(keys));
      ids.add(crmId);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      rejects.push({ code: error.code, reason: error.message, crmId, row: source.at(index) });
    }
  }
  const rejected = rejects.length;
  const rowCount = source.length - from - rejected;
  return {
    rows: bytes.array(),
    rowCount,
    hasRepeats: allKeys.size < rowCount || ids.size < rowCount,
    seenIds: rejects.map(({ crmId }) => crmId),
    countsBefore: { ...zeroCounts, read: rejected, rejected },
    rejects,
    source,
    from,
  };
}

function keyOf(keys: readonly string[]): string {
  return keys.length === 1 ? (keys[0] ?? '') : keys.join('\0');
}
