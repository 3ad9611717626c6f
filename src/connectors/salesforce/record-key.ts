/** By what a row and its result in a bulk load are known to be of one record. */
import type { ResultKey } from './ingest-results.ts';
import type { Sending } from './record-text.ts';
import { comparableKey } from './write-layout.ts';
import type { WriteLayout } from './write-layout.ts';

/** The id, or the value by which Salesforce finds the record. */
export function recordKey({ id, row }: Sending, layout: WriteLayout): string {
  return id ?? comparable(layout.keyOf(row) ?? '', layout);
}

/** @param isUpdate whether rows are updates by their ids */
export function resultKey(layout: WriteLayout, isUpdate: boolean): ResultKey {
  return (names) => {
    const column = names.indexOf(isUpdate ? 'Id' : layout.matchOn);
    return (valueOf) => {
      const value = column < 0 ? '' : valueOf(column);
      return isUpdate ? value : comparable(value, layout);
    };
  };
}

function comparable(key: string, { matchType }: WriteLayout): string {
  return comparableKey(key.trim(), matchType);
}
