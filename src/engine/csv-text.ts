import { stringify } from 'csv-stringify/sync';
import { csvLine } from '../domain/csv-line.ts';

/** Rows as they stand in run files. */
export function csvText(rows: readonly (readonly (string | null)[])[]): string {
  return rows.map(csvLine).join('');
}

/** For people who open it in a spreadsheet: a value that would be taken for a formula gets a `'` in front. */
export function spreadsheetText(rows: readonly (readonly (string | null)[])[]): string {
  return stringify(rows as (string | null)[][], { escape_formulas: true, record_delimiter: 'unix' });
}
