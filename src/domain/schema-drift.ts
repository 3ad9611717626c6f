/** What of a CRM's schema a job relies on, and what has become of it. */
import { draftPaths } from './draft-check.ts';
import { fromJob } from './draft.ts';
import type { Job } from './job.ts';
import { nameKey } from './name-key.ts';
import type { SourceFieldType, SourceSchema } from './source-schema.ts';

/** A field as it was when it was last looked at. */
export interface FieldShape {
  /** As the job writes it. */
  readonly path: string;
  readonly type: SourceFieldType;
  /** Active picklist values; empty for other fields. */
  readonly values: readonly string[];
}

export type Drift =
  | { readonly kind: 'vanished'; readonly path: string }
  | {
      readonly kind: 'type changed';
      readonly path: string;
      readonly before: SourceFieldType;
      readonly after: SourceFieldType;
    }
  | { readonly kind: 'values lost'; readonly path: string; readonly values: readonly string[] };

/** Field paths of the CRM's object that the job reads or writes. */
export function watchedPaths(job: Job): string[] {
  if (job.direction === 'inbound') return draftPaths(fromJob(job));
  const { matchOn, parent } = job.target;
  const written = [
    matchOn,
    ...(parent === undefined ? [] : [parent]),
    ...job.mapping.map(({ target }) => target),
  ];
  return [...new Set(written)];
}

/** Those of the paths that lead somewhere. @param schema null where the object itself is gone */
export function shapesOf(paths: readonly string[], schema: SourceSchema | null): FieldShape[] {
  if (schema === null) return [];
  return paths.flatMap((path) => {
    const found = schema.field(path);
    if (found.kind === 'missing') return [];
    const { type, picklistValues } = found.field;
    return [{ path, type, values: picklistValues.flatMap(({ value, active }) => (active ? [value] : [])) }];
  });
}

/** Of fields that were there before and are still relied on; what is new does no harm. */
export function driftOf(
  before: readonly FieldShape[],
  after: readonly FieldShape[],
  paths: readonly string[],
): Drift[] {
  const relied = new Set(paths.map(nameKey));
  const now = new Map(after.map((shape) => [nameKey(shape.path), shape]));
  return before
    .filter(({ path }) => relied.has(nameKey(path)))
    .flatMap((was) => changeOf(was, now.get(nameKey(was.path))));
}

function changeOf(was: FieldShape, is: FieldShape | undefined): Drift[] {
  const { path } = was;
  if (is === undefined) return [{ kind: 'vanished', path }];
  if (is.type !== was.type) return [{ kind: 'type changed', path, before: was.type, after: is.type }];
  const left = new Set(is.values);
  const values = was.values.filter((value) => !left.has(value));
  return values.length === 0 ? [] : [{ kind: 'values lost', path, values }];
}
