import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FaultOf } from './faults.ts';
import type { Answer } from './http-types.ts';

const gzipped = promisify(gzip);
/** Smaller bodies gain nothing. */
const minGzipBytes = 1_000;
/** The fastest: the time belongs to what is tested, not to the sandbox. */
const gzipLevel = 1;

export interface SendOptions {
  readonly acceptEncoding: string;
  /** Those that every answer has. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fault: FaultOf<string> | null;
}

/** Sends an answer whole, or as far as the fault lets it. */
export async function send(response: ServerResponse, answer: Answer, options: SendOptions): Promise<void> {
  const { fault } = options;
  const whole = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body;
  const isCutInside = fault?.kind === 'truncated' && fault.framing === 'complete';
  let body = isCutInside ? whole?.subarray(0, whole.length >> 1) : whole;
  const headers: Record<string, string> = { ...options.headers, ...answer.headers };
  if (body !== undefined) {
    headers['content-type'] = answer.contentType ?? 'application/json;charset=UTF-8';
    headers['vary'] = 'Accept-Encoding';
    if (body.length >= minGzipBytes && /\bgzip\b/.test(options.acceptEncoding)) {
      body = await gzipped(body, { level: gzipLevel });
      headers['content-encoding'] = 'gzip';
    }
  }
  if (response.destroyed) return;
  if (body !== undefined && (fault?.kind === 'stalled' || (fault?.kind === 'truncated' && !isCutInside))) {
    sendPart(response, answer.status, headers, body, fault);
    return;
  }
  if (body !== undefined) headers['content-length'] = String(body.length);
  response.writeHead(answer.status, headers);
  response.end(body);
}

function sendPart(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Uint8Array,
  fault: FaultOf<string>,
): void {
  if (fault.framing !== 'chunked') headers['content-length'] = String(body.length);
  response.writeHead(status, headers);
  response.write(body.subarray(0, body.length >> 1), () => {
    if (fault.kind === 'truncated') response.destroy();
  });
}
