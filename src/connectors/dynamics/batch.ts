/** Several requests in one: multipart/mixed there and back. */
import { STATUS_CODES } from 'node:http';
import type { RefusedAnswer } from '../http/fetch-answer.ts';
import { parseRetryAfter } from '../http/retry-after.ts';
import type { DynamicsHttp } from './request.ts';

export interface BatchPart {
  readonly method: 'GET' | 'PATCH' | 'POST';
  /** Below the API's version. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface BatchAnswer extends RefusedAnswer {
  readonly headers: ReadonlyMap<string, string>;
}

/** Nothing in a body begins a line so: bodies are JSON, which has no line ends in its texts. */
const boundary = 'batch_crosswalk';

/**
 * Every part is answered, in its order: the service goes on after one that failed. The parts are requests of their
 * own and not a change set, of which one bad row would undo all.
 *
 * @throws what the request as a whole is refused with; a part's own refusal is its answer
 */
export async function sendBatch(
  http: DynamicsHttp,
  parts: readonly BatchPart[],
  signal: AbortSignal | undefined,
): Promise<readonly BatchAnswer[]> {
  const root = await http.root();
  const request = {
    method: 'POST',
    path: '$batch',
    headers: {
      'content-type': `multipart/mixed;boundary=${boundary}`,
      prefer: 'odata.continue-on-error',
    },
    body: [...parts.map((part) => partText(part, root)), `--${boundary}--`, ''].join('\r\n'),
    signal,
  } as const;
  return await http.json(request, (text) => readAnswers(text, parts.length, http.tuning.now()));
}

function partText({ method, path, headers = {}, body }: BatchPart, root: string): string {
  const given = { accept: 'application/json', ...headers };
  return [
    `--${boundary}`,
    'content-type: application/http',
    'content-transfer-encoding: binary',
    '',
    `${method} ${root}${path} HTTP/1.1`,
    ...(body === undefined ? [] : ['content-type: application/json']),
    ...Object.entries(given).map(([name, value]) => `${name}: ${value}`),
    '',
    body ?? '',
  ].join('\r\n');
}

/** @throws Error where the answer is cut off. */
function readAnswers(text: string, count: number, nowMs: number): BatchAnswer[] {
  const first = /^\s*--(\S+)/.exec(text)?.[1];
  if (first === undefined) throw new Error('The answer to a batch has no parts');
  const sections = `\r\n${text.trimStart()}`.split(`\n--${first}`);
  const end = sections.pop() ?? '';
  if (!end.startsWith('--')) throw new Error('The answer to a batch has no end');
  const answers = sections.slice(1).map((section) => readPart(section, nowMs));
  if (answers.length !== count) {
    throw new Error(`The answer to a batch has ${answers.length} parts, not ${count}`);
  }
  return answers;
}

/** Behind the part's own headers stand a status line, the answer's headers, and its body. */
function readPart(section: string, nowMs: number): BatchAnswer {
  const [, inner] = splitAtBlankLine(section);
  const [head, body] = splitAtBlankLine(inner);
  const [statusLine = '', ...lines] = head.split(/\r?\n/);
  const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(statusLine.trim())?.[1]);
  if (STATUS_CODES[status] === undefined) throw new Error('A part of a batch has no status');
  const headers = new Map(
    lines.flatMap((line) => {
      const [, name, value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name.toLowerCase(), value.trim()] as const];
    }),
  );
  const retryAfterMs = parseRetryAfter(headers.get('retry-after') ?? null, nowMs);
  return { status, retryAfterMs, body: body.trim(), headers };
}

function splitAtBlankLine(text: string): [head: string, rest: string] {
  const blank = /\r?\n\r?\n/.exec(text.replace(/^\s*\r?\n/, ''));
  const trimmed = text.replace(/^\s*\r?\n/, '');
  if (blank === null) return [trimmed, ''];
  return [trimmed.slice(0, blank.index), trimmed.slice(blank.index + blank[0].length)];
}
