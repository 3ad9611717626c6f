import type { z } from 'zod';

/** Parts of a job that may be left out, so that the others still say what they say. */
const leftOut: ReadonlySet<string> = new Set(['description', 'settings', 'schedule', 'notify']);

export interface WithoutUnread {
  /** A copy without what could not be read; list indexes are those of the file. */
  readonly item: unknown;
  /** The parts in which something is missing now. */
  readonly unread: ReadonlySet<string>;
}

/** What is left of a job whose shape is wrong; null where the wrong part is one that every job has. */
export function withoutUnread(item: unknown, issues: readonly z.core.$ZodIssue[]): WithoutUnread | null {
  if (!isGroup(item)) return null;
  const copy = structuredClone(item);
  const unread = new Set<string>();
  for (const issue of issues) {
    const part = String(issue.path[0] ?? '');
    if (leftOut.has(part)) {
      unread.add(part);
      delete copy[part];
    } else if (issue.code === 'unrecognized_keys') {
      const group = issue.path.reduce<unknown>((at, name) => (isGroup(at) ? at[String(name)] : at), copy);
      if (!isGroup(group)) return null;
      for (const key of issue.keys) delete group[key];
    } else return null;
  }
  return { item: copy, unread };
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
