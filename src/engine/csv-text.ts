import { stringify } from 'csv-stringify/sync';

/** Rows as CSV in the form of Salesforce's bulk results: every value in quotes, "\n" after each row. */
export function csvText(rows: readonly (readonly (string | null)[])[]): string {
  return stringify(rows as (string | null)[][], {
    quoted: true,
    quoted_empty: true,
    record_delimiter: 'unix',
  });
}

/** For people who open it in a spreadsheet: a value that would be taken for a formula gets a `'` in front. */
export function spreadsheetText(rows: readonly (readonly (string | null)[])[]): string {
  return stringify(rows as (string | null)[][], { escape_formulas: true, record_delimiter: 'unix' });
}
