/** POST $batch: up to 1,000 requests in one, those of a change set all or none. */
import { randomUUID } from 'node:crypto';
import type { Answer } from '../../http/http-types.ts';
import { ApiError, badQuery } from '../http/api-error.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { errorAnswer } from '../http/error-answer.ts';
import { preferencesOf } from '../http/preferences.ts';
import { findRoute } from '../http/router.ts';
import type { Route } from '../http/router.ts';
import type { Org } from '../org/org.ts';
import { answerPart, boundaryOf, innerRequest, joinParts, splitParts } from './multipart.ts';
import type { Part } from './multipart.ts';

const maxRequests = 1_000;

export interface BatchContext {
  readonly routes: readonly Route[];
  readonly org: Org;
}

/** Without odata.continue-on-error it ends with the first request that fails. */
export function answerBatch(request: ApiRequest, context: BatchContext): Answer {
  const parts = splitParts(request.body.toString('utf8'), boundaryOf(request.headers['content-type']));
  checkSize(parts);
  const { continuesOnError } = preferencesOf(request);
  const answers: string[] = [];
  for (const part of parts) {
    const { text, isOk } = isChangeSet(part)
      ? answerChangeSet(part, request, context)
      : answerOne(part, request, context);
    answers.push(text);
    if (!isOk && !continuesOnError) break;
  }
  const boundary = `batchresponse_${randomUUID()}`;
  return {
    // A batch of which something was done is OK, whatever became of its parts.
    status: 200,
    contentType: `multipart/mixed; boundary=${boundary}`,
    body: joinParts(answers, boundary),
  };
}

interface Answered {
  readonly text: string;
  readonly isOk: boolean;
}

function isChangeSet({ headers }: Part): boolean {
  return /^multipart\/mixed/i.test(headers['content-type'] ?? '');
}

function checkSize(parts: readonly Part[]): void {
  const count = parts.reduce((sum, part) => sum + (isChangeSet(part) ? changesOf(part).length : 1), 0);
  if (count > maxRequests) {
    throw new ApiError(
      400,
      '0x80060888',
      `The number of operations in the batch (${count}) exceeds the limit of ${maxRequests}.`,
    );
  }
}

function changesOf({ headers, body }: Part): Part[] {
  return splitParts(body, boundaryOf(headers['content-type']));
}

function answerOne(part: Part, outer: ApiRequest, context: BatchContext): Answered {
  const answer = settle(() => handle(part, outer, context, new Map()));
  return { text: answerPart(answer, part.headers['content-id'] ?? null), isOk: answer.status < 400 };
}

/** The answer to the request of a change set that failed: all of the set is undone for it. */
class Undone extends Error {
  readonly part: string;

  constructor(part: string) {
    super('A change set is undone.');
    this.part = part;
  }
}

function answerChangeSet(part: Part, outer: ApiRequest, context: BatchContext): Answered {
  const boundary = `changesetresponse_${randomUUID()}`;
  const type = `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`;
  try {
    const answers = context.org.transaction(() => doAll(changesOf(part), outer, context));
    return { text: type + joinParts(answers, boundary), isOk: true };
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
    return { text: type + joinParts([error.part], boundary), isOk: false };
  }
}

/** @throws Undone */
function doAll(changes: readonly Part[], outer: ApiRequest, context: BatchContext): string[] {
  const made = new Map<string, string>();
  return changes.map((change) => {
    const contentId = change.headers['content-id'] ?? null;
    const answer = settle(() => {
      if (contentId === null) throw badQuery('The Content-ID header is missing in a part of the change set.');
      return handle(change, outer, context, made);
    });
    if (answer.status >= 400) throw new Undone(answerPart(answer, contentId));
    const address = answer.headers?.['odata-entityid'];
    if (contentId !== null && address !== undefined) made.set(`$${contentId}`, address);
    return answerPart(answer, contentId);
  });
}

/** @param made addresses of records that earlier parts made, by `$` and their Content-ID. */
function handle(
  part: Part,
  outer: ApiRequest,
  { routes }: BatchContext,
  made: ReadonlyMap<string, string>,
): Answer {
  const inner = innerRequest(part);
  const body = [...made].reduce(
    (text, [name, address]) => text.replaceAll(`"${name}"`, `"${address}"`),
    inner.body,
  );
  const url = made.get(inner.url) ?? inner.url;
  const origin = new URL(outer.root).origin;
  const address = new URL(url, `${outer.root}/`);
  if (address.origin !== origin) throw badQuery(`The address '${url}' is not of this service.`);
  const { route, params } = findRoute(routes, inner.method, address.pathname);
  return route.handler({
    method: inner.method,
    path: address.pathname,
    query: new URLSearchParams(address.search),
    headers: inner.headers,
    body: Buffer.from(body, 'utf8'),
    params,
    root: outer.root,
  });
}

function settle(act: () => Answer): Answer {
  try {
    return act();
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error);
    throw error;
  }
}
