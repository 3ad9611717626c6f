/** What was uploaded, read by the format that the job was created with. */
import { delimiters, lineEndings } from './csv-writer.ts';
import type { CsvFormat } from './csv-writer.ts';
import { UploadError } from './upload-error.ts';

export interface CsvTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** @throws UploadError */
export function readCsv(text: string, format: CsvFormat): CsvTable {
  const [names = [], ...rows] = linesOf(text.replace(/^\uFEFF/, ''), format);
  const uneven = rows.findIndex((row) => row.length !== names.length);
  if (uneven >= 0) {
    const found = rows[uneven]?.length ?? 0;
    throw new UploadError(
      `CSV parse error: row ${uneven + 1} has ${found} columns where the header has ${names.length}`,
    );
  }
  return { names, rows };
}

/** Values with a quote, a delimiter or a line end in them stand in quotes; a quote in them is doubled. */
function linesOf(text: string, format: CsvFormat): string[][] {
  const delimiter = delimiters[format.columnDelimiter];
  const lineEnd = lineEndings[format.lineEnding];
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const endRow = (): void => {
    // A line with nothing on it is no row.
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const [value, next] = text[at] === '"' ? quotedValue(text, at) : plainValue(text, at, delimiter);
    row.push(value);
    if (text.startsWith(delimiter, next)) {
      at = next + delimiter.length;
      // The delimiter was the last character: an empty value follows it.
      if (at === text.length) row.push('');
      continue;
    }
    if (next < text.length && !text.startsWith(lineEnd, next)) throw wrongLineEnd(format);
    endRow();
    at = next + lineEnd.length;
  }
  if (row.length > 0) endRow();
  return rows;
}

function quotedValue(text: string, start: number): readonly [value: string, next: number] {
  let end = start + 1;
  for (;;) {
    const quote = text.indexOf('"', end);
    if (quote < 0) throw new UploadError('CSV parse error: a quote is not closed');
    if (text[quote + 1] !== '"') return [text.slice(start + 1, quote).replaceAll('""', '"'), quote + 1];
    end = quote + 2;
  }
}

function plainValue(text: string, start: number, delimiter: string): readonly [value: string, next: number] {
  let end = start;
  while (end < text.length && !text.startsWith(delimiter, end) && text[end] !== '\n' && text[end] !== '\r')
    end += 1;
  return [text.slice(start, end), end];
}

function wrongLineEnd({ lineEnding }: CsvFormat): UploadError {
  return new UploadError(`LineEnding is invalid on user data. Current LineEnding setting is ${lineEnding}`);
}
