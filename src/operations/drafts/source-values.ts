import type { SourceRow } from '../../connectors/connector.ts';
import type { MappingEntry } from '../../domain/job.ts';
import { sourcePaths } from '../../domain/mapping/source-paths.ts';

/**
 * What a row of a mapping reads of a record, as people read it: a formula's fields one after another; null where there is
 * nothing.
 *
 * @param columns of the record, in the CRM's own letter case
 */
export function valuesRead(
  entry: MappingEntry,
  columns: readonly string[],
): (record: SourceRow) => string | null {
  if (entry.source.kind === 'constant') {
    const { value } = entry.source;
    return () => value;
  }
  const lower = columns.map((path) => path.toLowerCase());
  const places = sourcePaths([entry]).map((path) => lower.indexOf(path.toLowerCase()));
  return (record) => {
    const values = places.map((place) => record[place] ?? null);
    if (values.every((value) => value === null || value === '')) return null;
    return values.map((value) => value ?? '').join(', ');
  };
}
