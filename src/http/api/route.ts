import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { ApiToken } from '../../domain/api-token.ts';
import type { Operations } from '../../operations/index.ts';
import type { OperationContext } from '../../operations/operation.ts';
import { ProblemError } from './problem.ts';
import type { InputProblem, ProblemStatus } from './problem.ts';

export interface ApiServices {
  /** Without a slash at the end. */
  readonly publicUrl: string;
}

/** Somebody who may. */
export interface ApiCall {
  /** Of the team whose token was shown. */
  readonly operations: Operations;
  readonly token: ApiToken;
  readonly context: OperationContext;
  /** What stands in the path for `{id}`; empty where the route has none. */
  readonly id: string;
}

export type ApiAnswer =
  | { readonly kind: 'json'; readonly body: object; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'file'; readonly name: string; readonly bytes: number; readonly content: Readable };

/** What a route takes and gives: the OpenAPI document says the same. */
export interface RouteShape {
  readonly method: 'GET' | 'POST';
  /** `/api/v1/jobs/{id}/runs` */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  /** By their names in lower case. */
  readonly headers?: Readonly<Record<string, z.ZodString>>;
  readonly body?: z.ZodType;
  /** Whether it may be left out. */
  readonly isBodyOptional?: boolean;
  readonly success: {
    readonly status: 200 | 202;
    readonly description: string;
    /** JSON of this schema; a file where there is none. */
    readonly schema?: z.ZodType;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** Beside those that any call can meet. */
  readonly problems: readonly ProblemStatus[];
}

/** As it was sent, not looked at yet. */
export interface RawInput {
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; undefined where the route takes none, or none was sent. */
  readonly body: unknown;
}

export interface ApiRoute extends RouteShape {
  readonly handle: (call: ApiCall, input: RawInput) => Promise<ApiAnswer>;
}

/** @throws ProblemError that names all that is wrong */
export function readInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: 'body' | 'query',
): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const errors = read.error.issues.slice(0, maxProblems).flatMap((issue) => problemsOf(issue, where));
  throw invalidInput(errors);
}

export function readHeader(schema: z.ZodString, value: string, name: string): string {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw invalidInput([{ at: name, detail: read.error.issues[0]?.message ?? 'is not allowed' }]);
}

export function invalidInput(errors: readonly InputProblem[]): ProblemError {
  const detail = errors.map(({ at, detail }) => `${at || 'The body'}: ${detail}`).join('; ');
  return new ProblemError({ status: 422, code: 'invalid_request', detail: `${detail}.`, errors });
}

const maxProblems = 10;
/** What was sent may be anything: no more of a name is told than makes it out. */
const maxNameLength = 60;

function problemsOf(issue: z.core.$ZodIssue, where: 'body' | 'query'): InputProblem[] {
  const at = placeOf(issue.path, where);
  if (issue.code !== 'unrecognized_keys') return [{ at, detail: issue.message }];
  return issue.keys
    .slice(0, maxProblems)
    .map((key) => ({ at: placeOf([...issue.path, key], where), detail: 'is not known here' }));
}

function placeOf(path: readonly PropertyKey[], where: 'body' | 'query'): string {
  const parts = path.map((part) => String(part).slice(0, maxNameLength));
  if (where === 'query') return parts.join('.');
  return parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
