import type { AskableObject, JobSummary } from '../../assistant.ts';
import type { Wish } from '../vocabulary/intents.ts';
import { readTokens } from '../words/tokens.ts';
import { findObjects } from './find-objects.ts';
import { findJobs } from './job-mentions.ts';
import { findWishes } from './wishes.ts';

const aboutRecords: readonly Wish[] = ['filter', 'create', 'import', 'export'];

/** Whether a text may speak of records, and not of jobs alone: only then it matters which objects there are. */
export function speaksOfRecords(text: string, jobs: readonly JobSummary[]): boolean {
  const tokens = readTokens(text);
  const { strength } = findWishes(tokens, findJobs(tokens, jobs).used);
  return strength.size === 0 || aboutRecords.some((wish) => (strength.get(wish) ?? 0) > 0);
}

/**
 * Objects that a text names by label or by what people call them. So whoever loads schemas can do with those of a few
 * out of hundreds.
 */
export function namedObjects(text: string, objects: readonly AskableObject[]): readonly AskableObject[] {
  return findObjects(readTokens(text), objects);
}
