import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { Query } from '@jetstreamapp/soql-parser-js';
import { badRequest } from '../http/api-error.ts';

const maxQueryLength = 100_000;
const parsedQueriesKept = 200;

const parsed = new Map<string, Query>();

/** Parses each text once: programs send the same few over and over. */
export function parseSoql(soql: string): Query {
  if (soql.length > maxQueryLength) {
    throw badRequest(
      'MALFORMED_QUERY',
      `SOQL statements cannot be longer than ${maxQueryLength} characters.`,
    );
  }
  const known = parsed.get(soql);
  if (known !== undefined) return known;
  const query = parse(soql);
  if (parsed.size >= parsedQueriesKept) {
    for (const oldest of parsed.keys()) {
      parsed.delete(oldest);
      break;
    }
  }
  parsed.set(soql, query);
  return query;
}

function parse(soql: string): Query {
  try {
    return parseQuery(soql);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // "Redundant input, expecting EOF but found: x" and "… but found: 'x'" name what was not understood.
    const token = /but found: '?([^'\s]*)'?\s*$/.exec(said)?.[1];
    throw badRequest(
      'MALFORMED_QUERY',
      token === undefined ? (said.split('\n')[0] ?? said) : `unexpected token: '${token || '<EOF>'}'`,
    );
  }
}
