import { stringify } from 'csv-stringify/sync';

/** For people who open it in a spreadsheet: a value that would be taken for a formula gets a `'` in front. */
export function spreadsheetText(rows: readonly (readonly (string | null)[])[]): string {
  return stringify(rows as (string | null)[][], { escape_formulas: true, record_delimiter: 'unix' });
}
