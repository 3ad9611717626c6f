/** CSV as the Bulk API writes it: each value in quotes, nothing between the quotes where a field is empty. */
import type { Row } from '../org/row.ts';
import type { FieldPath } from '../soql/field-path.ts';

export interface CsvFormat {
  readonly columnDelimiter: ColumnDelimiter;
  readonly lineEnding: LineEnding;
}

export const delimiters = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const;
export type ColumnDelimiter = keyof typeof delimiters;

export const lineEndings = { LF: '\n', CRLF: '\r\n' } as const;
export type LineEnding = keyof typeof lineEndings;

export function csvLine(values: readonly string[], format: CsvFormat): string {
  const quoted = values.map((value) => `"${value.includes('"') ? value.replaceAll('"', '""') : value}"`);
  return quoted.join(delimiters[format.columnDelimiter]) + lineEndings[format.lineEnding];
}

export function rowWriter(columns: readonly FieldPath[], format: CsvFormat): (row: Row) => string {
  return (row) =>
    csvLine(
      columns.map((column) => textOf(column.read(row))),
      format,
    );
}

function textOf(value: ReturnType<FieldPath['read']>): string {
  return value === null ? '' : String(value);
}
