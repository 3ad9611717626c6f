/** Writes rows to Dataverse: in batches whose requests are answered one by one, so that a bad row stands alone. */
import { RecordError, RetryableError } from '../../domain/errors.ts';
import type { SourceObject } from '../../domain/source-schema.ts';
import { isSuccess } from '../http/fetch-answer.ts';
import { pauseMs } from '../http/retry.ts';
import { asSentence, passingStatuses } from '../http/service-words.ts';
import type { Write, WriteRequest, WriteResult, WriteRow } from '../writing.ts';
import { sendBatch } from './batch.ts';
import type { BatchAnswer, BatchPart } from './batch.ts';
import { readError, ruleOf } from './errors.ts';
import type { DynamicsHttp } from './request.ts';
import { layWrite } from './write-layout.ts';
import type { WriteLayout } from './write-layout.ts';

/**
 * Requests of one batch. The service takes 1,000, but works on one after the other and ends what takes longer than
 * two minutes.
 */
const batchRows = 200;

/** A row on its way, and by what its record is looked for: the first of the three that it has. */
interface Sending {
  readonly index: number;
  readonly row: WriteRow;
  /** Of a record that is known. */
  readonly id: string | null;
  readonly key: string | null;
  /** The id that it is made with, if it has to be. */
  readonly newId: string | null;
}

type Settled = { readonly sending: Sending; readonly answer: BatchAnswer };

export async function openWrite(
  http: DynamicsHttp,
  request: WriteRequest,
  describe: (table: string) => Promise<SourceObject>,
): Promise<Write> {
  const layout = await layWrite(request, describe);
  const { allowCreate, updateExisting, signal } = request;

  /** Sends what the sendings ask for; rows that meet passing trouble are sent again, a bounded number of times. */
  async function* send(
    sendings: readonly Sending[],
    toPart: (sending: Sending) => BatchPart,
  ): AsyncGenerator<Settled, void, undefined> {
    let left = sendings;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const again: Sending[] = [];
      let pause = 0;
      for (let first = 0; first < left.length; first += batchRows) {
        const some = left.slice(first, first + batchRows);
        const answers = await sendBatch(http, some.map(toPart), signal);
        for (const [place, answer] of answers.entries()) {
          const sending = some[place];
          if (sending === undefined) continue;
          if (!isPassing(answer) || attempt >= http.tuning.attempts) yield { sending, answer };
          else {
            again.push(sending);
            const trouble = new RetryableError('A row is to be sent again.', {
              retryAfterMs: answer.retryAfterMs,
            });
            pause = Math.max(pause, pauseMs(trouble, attempt, http.tuning));
          }
        }
      }
      if (again.length > 0) await http.tuning.wait(pause, signal);
      left = again;
    }
  }

  /** Rows that say by what their record is found; what is wrong with the others. */
  function sort(rows: readonly WriteRow[], results: (WriteResult | undefined)[]): Sending[] {
    return rows.flatMap((row, index): Sending[] => {
      try {
        const newId = allowCreate ? layout.newIdOf(row) : null;
        const sending = { index, row, id: layout.idOf(row), key: layout.keyOf(row), newId };
        if (sending.id !== null || canBeNew(sending)) return [sending];
        results[index] = allowCreate ? withoutKey : ignored(null);
      } catch (error) {
        results[index] = rejectionOf(error, row.crmId);
      }
      return [];
    });
  }

  async function write(rows: readonly WriteRow[]): Promise<readonly WriteResult[]> {
    const results: (WriteResult | undefined)[] = rows.map(() => undefined);
    try {
      for (const round of roundsOf(sort(rows, results))) await writeRound(round, results);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return results.map((result) => result ?? { kind: 'unsent' });
  }

  async function writeRound(round: readonly Sending[], results: (WriteResult | undefined)[]): Promise<void> {
    let sendings = round;
    // A second time for rows whose record was not where its id leads to.
    for (let pass = 1; pass <= 2 && sendings.length > 0; pass += 1) {
      signal.throwIfAborted();
      const ready = sendings.flatMap((sending) => withBody(sending, results));
      const bodies = new Map(ready.map(({ sending, body }) => [sending, body]));
      const gone: Sending[] = [];
      const toPart = (sending: Sending): BatchPart => partOf(sending, bodies.get(sending) ?? '{}');
      for await (const { sending, answer } of send([...bodies.keys()], toPart)) {
        const isGone = answer.status === 404 && sending.id !== null && canBeNew(sending);
        if (isGone) gone.push({ ...sending, id: null });
        else results[sending.index] = resultOf(sending, answer);
      }
      sendings = gone;
    }
  }

  function withBody(
    sending: Sending,
    results: (WriteResult | undefined)[],
  ): { readonly sending: Sending; readonly body: string }[] {
    try {
      const way = sending.id === null && sending.key !== null ? 'by key' : 'by id';
      return [{ sending, body: layout.bodyOf(sending.row, way) }];
    } catch (error) {
      results[sending.index] = rejectionOf(error, sending.id);
      return [];
    }
  }

  function partOf(sending: Sending, body: string): BatchPart {
    const path = addressOf(sending, layout);
    const isKnown = sending.id !== null && !layout.matchesById;
    // A known record is never made: it was there once. Where it may not be changed either, it is only looked for.
    if (isKnown && !updateExisting) return { method: 'GET', path };
    const isUpdate = isKnown || !allowCreate;
    return {
      method: 'PATCH',
      path,
      headers: {
        prefer: 'return=representation',
        ...(isUpdate ? { 'if-match': '*' } : {}),
        ...(updateExisting ? {} : { 'if-none-match': '*' }),
      },
      body,
    };
  }

  function resultOf(sending: Sending, answer: BatchAnswer): WriteResult {
    const { status } = answer;
    if (isSuccess(status)) {
      const crmId = idIn(answer) ?? idOf(sending);
      if (sending.id !== null && !layout.matchesById && !updateExisting) return ignored(crmId);
      return { kind: status === 201 ? 'created' : 'updated', crmId };
    }
    const error = readError(answer.body);
    if (status === 412 && !updateExisting && error?.code !== duplicateKey) return ignored(idOf(sending));
    if (status === 404 && sending.id === null && !allowCreate) return ignored(null);
    return refusal(sending.id, answer);
  }

  async function rehearse(rows: readonly WriteRow[]): Promise<readonly WriteResult[]> {
    const results: (WriteResult | undefined)[] = rows.map(() => undefined);
    let sendings = sort(rows, results);
    const found = new Map<number, string | null>();
    for (let pass = 1; pass <= 2 && sendings.length > 0; pass += 1) {
      const toPart = (sending: Sending): BatchPart => ({ method: 'GET', path: addressOf(sending, layout) });
      const gone: Sending[] = [];
      for await (const { sending, answer } of send(sendings, toPart)) {
        if (isSuccess(answer.status)) found.set(sending.index, idIn(answer));
        else if (answer.status !== 404) results[sending.index] = refusal(sending.id, answer);
        else if (sending.id !== null && canBeNew(sending)) gone.push({ ...sending, id: null });
      }
      sendings = gone;
    }
    const made = new Set<string>();
    return rows.map((row, index) => {
      const known = results[index];
      if (known !== undefined) return known;
      const crmId = found.get(index);
      if (crmId !== undefined) return updateExisting ? { kind: 'updated', crmId } : ignored(crmId);
      if (!allowCreate) return layout.matchesById ? notThere(layout.idOf(row)) : ignored(null);
      const record =
        layout.keyOf(row) ?? layout.newIdOf(row) ?? (layout.matchesById ? layout.idOf(row) : null);
      if (record === null) return notThere(layout.idOf(row));
      if (made.has(record.toLowerCase()))
        return updateExisting ? { kind: 'updated', crmId: null } : ignored(null);
      made.add(record.toLowerCase());
      return { kind: 'created', crmId: null };
    });
  }

  return {
    method: 'Web API',
    batchRows,
    // All that could be made ready are the texts of requests.
    makeReady: () => undefined,
    write,
    rehearse,
    close: () => Promise.resolve(),
  };
}

/** Rows that lead to one record are in rounds of their own: one that is sent again must not come behind a later one. */
function roundsOf(sendings: readonly Sending[]): readonly (readonly Sending[])[] {
  const rounds: Sending[][] = [];
  const times = new Map<string, number>();
  for (const sending of sendings) {
    const record = idOf(sending) ?? `key ${(sending.key ?? '').toLowerCase()}`;
    const round = times.get(record) ?? 0;
    times.set(record, round + 1);
    (rounds[round] ??= []).push(sending);
  }
  return rounds;
}

const withoutKey: WriteResult = {
  kind: 'rejected',
  crmId: null,
  code: 'no_key',
  reason: 'The record has no value by which it could be found again, so it is not created.',
};

/** Another record has the values of an alternate key that is not the one that rows are matched by. */
const duplicateKey = '0x80060892';

function ignored(crmId: string | null): WriteResult {
  return { kind: 'ignored', crmId };
}

function notThere(crmId: string | null): WriteResult {
  const reason = 'Dynamics 365 has no record with this id, or it has been deleted.';
  return { kind: 'rejected', crmId, code: 'not_found', reason };
}

/** Whether the record may be there although it is not known, and can be made where it is not. */
function canBeNew({ key, newId }: Sending): boolean {
  return key !== null || newId !== null;
}

/** The id that the record has if it is there; null where only its key is known. */
function idOf({ id, key, newId }: Sending): string | null {
  return id ?? (key === null ? newId : null);
}

function addressOf(sending: Sending, layout: WriteLayout): string {
  const id = idOf(sending);
  return id === null ? layout.addressByKey(sending.key ?? '') : layout.addressById(id);
}

function isPassing(answer: BatchAnswer): boolean {
  if (isSuccess(answer.status)) return false;
  const error = readError(answer.body);
  const rule = error === null ? null : ruleOf(error);
  return rule === null ? passingStatuses.has(answer.status) : rule.next === 'retry';
}

/** With Dataverse's own code and words. */
function refusal(crmId: string | null, { status, body }: BatchAnswer): WriteResult {
  const error = readError(body);
  if (error === null) {
    return {
      kind: 'rejected',
      crmId,
      code: `http_${status}`,
      reason: `Dynamics 365 refused it (${status}).`,
    };
  }
  const said = asSentence(error.message);
  return { kind: 'rejected', crmId, code: error.code, reason: ruleOf(error)?.message(said) ?? said };
}

function rejectionOf(error: unknown, crmId: string | null): WriteResult {
  if (!(error instanceof RecordError)) throw error;
  return { kind: 'rejected', crmId, code: error.code, reason: error.message };
}

function idIn({ body, headers }: BatchAnswer): string | null {
  const address = headers.get('odata-entityid') ?? '';
  const found = /\(([0-9a-f-]{36})\)/i.exec(address)?.[1] ?? /"[a-z_]+id":"([0-9a-f-]{36})"/i.exec(body)?.[1];
  return found?.toLowerCase() ?? null;
}
