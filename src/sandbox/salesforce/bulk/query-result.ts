/** What a query job found, page by page. It stays as it was when the job was created. */
import type { CompiledQuery } from '../soql/compile-query.ts';
import { csvLine, rowWriter } from './csv-writer.ts';
import type { CsvFormat } from './csv-writer.ts';

export interface QueryResult {
  readonly rows: number;
  /** The header line, then at most `max` rows from one on. */
  page(from: number, max: number): Uint8Array;
}

export function queryResult(query: CompiledQuery, format: CsvFormat): QueryResult {
  const selection = query.run();
  const names = query.columns.map((column) => column.text);
  const header = Buffer.from(csvLine(names, format), 'utf8');
  const write = rowWriter(query.columns, format);
  const { source } = selection;
  if (source !== null) {
    const isPlain = format.columnDelimiter === 'COMMA' && format.lineEnding === 'LF';
    return {
      rows: selection.count,
      page(from, max) {
        const ready = isPlain ? source.bulkPage?.(from, max, names) : undefined;
        const rows = ready ?? Buffer.from(selection.rows(from, max).map(write).join(''), 'utf8');
        return Buffer.concat([header, rows]);
      },
    };
  }
  // Written now: a parent that changes later must not change the pages.
  const lines = selection.rows(0, selection.count).map(write);
  return {
    rows: lines.length,
    page: (from, max) => Buffer.concat([header, Buffer.from(lines.slice(from, from + max).join(''), 'utf8')]),
  };
}
