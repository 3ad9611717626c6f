/** Bodies with records: JSON whose numbers keep their digits. */
import { parse } from 'lossless-json';
import { ApiError } from '../http/api-error.ts';
import type { ApiRecord } from '../org/writer.ts';

export function readBody(body: Buffer): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = parse(body.toString('utf8'), null, (digits) => digits);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError(400, 'JSON_PARSER_ERROR', said);
  }
  if (!isObject(parsed)) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required to be a JSON object.');
  }
  return parsed;
}

export interface Collection {
  readonly allOrNone: boolean;
  readonly records: readonly ApiRecord[];
}

export function readCollection(body: Buffer): Collection {
  const { allOrNone = false, records } = readBody(body);
  if (!Array.isArray(records) || !records.every(isObject)) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'The body has to have a list of records.');
  }
  return { allOrNone: allOrNone === true, records };
}

/** The object that a record says it is of. */
export function typeOf(record: ApiRecord): string | null {
  const { attributes } = record;
  return isObject(attributes) && typeof attributes['type'] === 'string' ? attributes['type'] : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
