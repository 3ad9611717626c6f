/** What Salesforce says of single rows, as results. */
import { RetryableError } from '../../domain/errors.ts';
import { toLongId } from '../../domain/record-id.ts';
import type { WriteResult } from '../writing.ts';
import { errorOfRow } from './errors.ts';
import type { SalesforceError } from './errors.ts';

/** What became of one row that was sent. */
export type RowAnswer =
  | { readonly kind: 'done'; readonly result: WriteResult }
  /** It passes: the row is to be sent again. `refused` is its result where it does not pass in time. */
  | { readonly kind: 'again'; readonly refused: WriteResult }
  /** The record that its id leads to is not there; `refused` is its result where nothing else leads to it. */
  | { readonly kind: 'gone'; readonly refused: WriteResult };

/** Codes with which an update is refused whose record was deleted, or never was. */
const goneCodes = new Set(['ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY', 'NOT_FOUND']);

export function writtenAnswer(id: string | null, isCreated: boolean): RowAnswer {
  const crmId = id === null || id === '' ? null : toLongId(id);
  return { kind: 'done', result: { kind: isCreated ? 'created' : 'updated', crmId } };
}

/** @param id of the record that was to be updated; null where it was looked for by something else */
export function refusedAnswer(errors: readonly SalesforceError[], id: string | null): RowAnswer {
  const [first = { errorCode: 'UNKNOWN', message: '' }] = errors;
  const found = errors.length === 0 ? [errorOfRow(first)] : errors.map(errorOfRow);
  const refused: WriteResult = {
    kind: 'rejected',
    crmId: id,
    code: first.errorCode,
    reason: [...new Set(found.map(({ message }) => message))].join(' '),
  };
  if (found.every((error) => error instanceof RetryableError)) return { kind: 'again', refused };
  return id !== null && goneCodes.has(first.errorCode)
    ? { kind: 'gone', refused }
    : { kind: 'done', result: refused };
}
