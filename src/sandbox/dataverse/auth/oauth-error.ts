import { randomUUID } from 'node:crypto';
import { jsonAnswer } from '../../http/http-types.ts';
import type { Answer } from '../../http/http-types.ts';

/** A refusal as Entra ID words it: OAuth's word, and a number of its own. */
export class OAuthError extends Error {
  readonly status: number;
  readonly error: string;
  readonly number: number;

  constructor(status: number, error: string, number: number, description: string) {
    super(`AADSTS${number}: ${description}`);
    this.status = status;
    this.error = error;
    this.number = number;
  }
}

export function refusal(refused: OAuthError, nowMs: number): Answer {
  const { status, error, number } = refused;
  const { trace, timestamp, description } = describe(refused, nowMs);
  return jsonAnswer(
    {
      error,
      error_description: description,
      error_codes: [number],
      timestamp,
      trace_id: trace,
      correlation_id: trace,
      error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    },
    status,
  );
}

/** The sentence, and behind it what identifies the request in Entra's logs. */
export function describe(
  { message }: OAuthError,
  nowMs: number,
): { readonly trace: string; readonly timestamp: string; readonly description: string } {
  const trace = randomUUID();
  const timestamp = new Date(nowMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z/, 'Z');
  const description = `${message} Trace ID: ${trace} Correlation ID: ${trace} Timestamp: ${timestamp}`;
  return { trace, timestamp, description };
}
