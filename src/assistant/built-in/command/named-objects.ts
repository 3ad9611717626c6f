import type { AskableObject } from '../../assistant.ts';
import { readTokens } from '../words/tokens.ts';
import { findObjects } from './find-objects.ts';

/**
 * Objects that a text names by label or by what people call them. So whoever loads schemas can do with those of a few
 * out of hundreds.
 */
export function namedObjects(text: string, objects: readonly AskableObject[]): readonly AskableObject[] {
  return findObjects(readTokens(text), objects);
}
