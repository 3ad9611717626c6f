import { ApiError } from './api-error.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The body as a JSON object whose numbers stay text with all their digits, as `JsonNumber`. */
export function readJsonObject(body: Buffer): JsonObject {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  const parsed = text.trim() === '' ? undefined : parse(text);
  if (!isObject(parsed))
    throw badPayload('An error occurred while reading the payload: it is no JSON object.');
  return parsed;
}

export function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}

/** A number as it was written: a double would lose digits of a decimal. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(quoteNumbers(text), (_, value: unknown) =>
      typeof value === 'string' && value.startsWith(mark) ? new JsonNumber(value.slice(mark.length)) : value,
    ) as unknown;
  } catch (cause) {
    throw badPayload(cause instanceof Error ? cause.message : String(cause));
  }
}

/** Stands before a number that became a text; no value of a CRM begins so. */
const mark = '\u0000number:';
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

function quoteNumbers(text: string): string {
  return text.replace(stringOrNumber, (token) =>
    token.startsWith('"') ? token : `"\\u0000number:${token}"`,
  );
}

/** What is wrong with a payload, in the service's long words. */
export function badPayload(inner: string, entitySet = ''): ApiError {
  return new ApiError(
    400,
    '0x80048d19',
    `Error identified in Payload provided by the user for Entity :'${entitySet}', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : Microsoft.OData.ODataException: ${inner}`,
  );
}
