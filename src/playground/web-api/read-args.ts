import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from './api-error.ts';
import type { RawArgs } from './method.ts';

/** What a call was given, in its address and its body, as Slack takes them. */
export function readArgs(query: URLSearchParams, headers: IncomingHttpHeaders, body: Buffer): RawArgs {
  const fromQuery = Object.fromEntries(query);
  const [type = ''] = (headers['content-type'] ?? '').toLowerCase().split(';', 1);
  if (body.length === 0) return fromQuery;
  switch (type.trim()) {
    case 'application/json':
      return { ...fromQuery, ...readJson(body.toString('utf8')) };
    case 'application/x-www-form-urlencoded':
      return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) };
    default:
      throw new ApiError('invalid_post_type');
  }
}

function readJson(text: string): RawArgs {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new ApiError('invalid_json');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new ApiError('json_not_object');
  }
  return parsed as RawArgs;
}
