import type { IncomingMessage } from 'node:http';
import { ProblemError } from './problem.ts';
import { invalidInput } from './route.ts';

/** Far more than what any call has to say. */
export const maxBodyBytes = 16 * 1_024;

/** A body as JSON; undefined where there is none. @throws ProblemError */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!hasBody(request)) return undefined;
  const {
    'content-type': type = '',
    'content-encoding': encoding,
    'content-length': length,
  } = request.headers;
  if (!/^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(type) || encoding !== undefined) {
    throw new ProblemError({
      status: 415,
      code: 'unsupported_media_type',
      detail: 'Send the body as JSON, with the header "Content-Type: application/json".',
    });
  }
  if (Number(length ?? 0) > maxBodyBytes) throw tooLarge();
  const text = textOf(await readBytes(request));
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What it says may quote the body, which is nobody's business.
    throw invalidInput([{ at: '', detail: 'is no JSON; send for example {"mode":"incremental"}' }]);
  }
}

/** RFC 9112: a request has one where it says how long it is, or that it comes in chunks. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBodyBytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidInput([{ at: '', detail: 'is not UTF-8' }]);
  }
}

function tooLarge(): ProblemError {
  return new ProblemError({
    status: 413,
    code: 'body_too_large',
    detail: `A body has at most ${maxBodyBytes / 1_024} KB.`,
    // What is still on its way is not waited for.
    headers: { connection: 'close' },
  });
}
