/** sObject collections: up to 200 records a call, each of which goes well or fails on its own. */
import type { WriteResult } from '../writing.ts';
import type { SalesforceError } from './errors.ts';
import { recordText } from './record-text.ts';
import type { Sending } from './record-text.ts';
import type { SalesforceHttp } from './request.ts';
import { RetryableError } from '../../domain/errors.ts';
import { pauseMs } from '../http/retry.ts';
import { refusedAnswer, writtenAnswer } from './write-answers.ts';
import type { RowAnswer } from './write-answers.ts';
import type { WriteLayout } from './write-layout.ts';

/** Salesforce's bound. */
export const collectionRows = 200;

export interface CollectionWrite {
  readonly http: SalesforceHttp;
  readonly layout: WriteLayout;
  readonly beforeRequest: () => void;
  readonly signal: AbortSignal;
}

/** Called for each row that is settled, as the answers come. */
export type Settle = (sending: Sending, answer: Exclude<RowAnswer, { readonly kind: 'again' }>) => void;

/**
 * Sends rows that have nothing to do with each other. What is locked by another change is sent again, first together
 * and then, because locked rows may well be in each other's way, one by one.
 */
export async function writeCollections(
  write: CollectionWrite,
  sendings: readonly Sending[],
  settle: Settle,
): Promise<void> {
  const { http, signal } = write;
  const { tuning } = http;
  let left = [...sendings];
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const again: { readonly sending: Sending; readonly refused: WriteResult }[] = [];
    for (const call of callsOf(left, attempt <= 2 ? collectionRows : 1)) {
      if (signal.aborted) return;
      const answers = await unlessAborted(signal, () => send(write, call));
      if (answers === null) return;
      call.forEach((sending, index) => {
        const answer = answers[index];
        if (answer === undefined) throw new Error('A call was answered for fewer rows than it had.');
        if (answer.kind === 'again') again.push({ sending, refused: answer.refused });
        else settle(sending, answer);
      });
    }
    if (attempt >= tuning.attempts) {
      for (const { sending, refused } of again)
        settle(sending, { kind: 'done', result: triedAgain(refused, attempt) });
      return;
    }
    left = again.map(({ sending }) => sending);
    if (left.length === 0) return;
    const pause = pauseMs(new RetryableError('Rows are locked.'), attempt, tuning);
    if ((await unlessAborted(signal, () => tuning.wait(pause, signal).then(() => true))) === null) return;
  }
}

/** Updates and upserts go to different addresses; rows keep their order among those of their kind. */
function callsOf(sendings: readonly Sending[], size: number): readonly (readonly Sending[])[] {
  const updates = sendings.filter(({ id }) => id !== null);
  const upserts = sendings.filter(({ id }) => id === null);
  return [updates, upserts].flatMap((rows) =>
    Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.slice(at * size, (at + 1) * size)),
  );
}

async function send(
  { http, layout, beforeRequest, signal }: CollectionWrite,
  rows: readonly Sending[],
): Promise<readonly RowAnswer[]> {
  beforeRequest();
  const isUpdate = (rows[0]?.id ?? null) !== null;
  const address = [layout.object, layout.matchOn].map(encodeURIComponent).join('/');
  const request = {
    method: 'PATCH',
    path: isUpdate ? 'composite/sobjects' : `composite/sobjects/${address}`,
    headers: { 'content-type': 'application/json' },
    body: `{"allOrNone":false,"records":[${rows.map((row) => recordText(row, layout)).join(',')}]}`,
    pauseSignal: signal,
  } as const;
  // One whose answer was lost is sent again as it is: the same records get the same values.
  const results = await http.json(request, (text) => readResults(text, rows.length));
  return results.map((result, index) => {
    const id = rows[index]?.id ?? null;
    return result.isSuccess
      ? writtenAnswer(result.id ?? id, result.isCreated)
      : refusedAnswer(result.errors, id);
  });
}

interface CollectionResult {
  readonly id: string | null;
  readonly isSuccess: boolean;
  readonly isCreated: boolean;
  readonly errors: readonly SalesforceError[];
}

function readResults(text: string, count: number): readonly CollectionResult[] {
  const answer: unknown = JSON.parse(text);
  if (!Array.isArray(answer) || answer.length !== count) {
    throw new Error('The answer to a collection is no list with a result for each record');
  }
  return answer.map(readResult);
}

function readResult(entry: unknown): CollectionResult {
  if (typeof entry !== 'object' || entry === null || !('success' in entry)) {
    throw new Error('A result of a collection does not say whether it went well');
  }
  return {
    id: 'id' in entry && typeof entry.id === 'string' ? entry.id : null,
    isSuccess: entry.success === true,
    isCreated: 'created' in entry && entry.created === true,
    errors: 'errors' in entry && Array.isArray(entry.errors) ? entry.errors.map(readRowError) : [],
  };
}

function readRowError(entry: unknown): SalesforceError {
  const found = typeof entry === 'object' && entry !== null ? entry : {};
  const errorCode =
    'statusCode' in found && typeof found.statusCode === 'string' ? found.statusCode : 'UNKNOWN';
  return {
    errorCode,
    message: 'message' in found && typeof found.message === 'string' ? found.message : '',
  };
}

function triedAgain(refused: WriteResult, attempts: number): WriteResult {
  if (refused.kind !== 'rejected') return refused;
  return { ...refused, reason: `${refused.reason} It was tried ${attempts} times.` };
}

/** @returns null where `signal` ended it: what was asked for did not happen. */
export async function unlessAborted<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T | null> {
  try {
    return await task();
  } catch (error) {
    if (signal.aborted && error === signal.reason) return null;
    throw error;
  }
}
