import { badRequest } from '../http/api-error.ts';
import { delimiters, lineEndings } from './csv-writer.ts';
import type { CsvFormat } from './csv-writer.ts';

/** The CSV that a new job asks for, or brings. */
export function readFormat(job: Readonly<Record<string, unknown>>): CsvFormat {
  const { columnDelimiter = 'COMMA', lineEnding = 'LF' } = job;
  if (!isKeyOf(delimiters, columnDelimiter))
    throw badRequest('INVALIDJOB', `Unknown column delimiter ${JSON.stringify(columnDelimiter)}.`);
  if (!isKeyOf(lineEndings, lineEnding))
    throw badRequest('INVALIDJOB', `Unknown line ending ${JSON.stringify(lineEnding)}.`);
  return { columnDelimiter, lineEnding };
}

function isKeyOf<T extends object>(table: T, key: unknown): key is keyof T {
  return typeof key === 'string' && Object.hasOwn(table, key);
}
