import { ApiError } from './api-error.ts';

/** The body as a JSON object. */
export function readJsonObject(body: Buffer): Readonly<Record<string, unknown>> {
  const parsed = parseJson(body.toString('utf8'));
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required to be a JSON object.');
  }
  return parsed as Readonly<Record<string, unknown>>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError(400, 'JSON_PARSER_ERROR', said);
  }
}
