import { conditionsOf } from './conditions.ts';
import type { Filter } from './syntax.ts';

/** Every field that the filter names, each once, as written, in the order of the text. */
export function fieldPaths(filter: Filter): string[] {
  return [...new Set(conditionsOf(filter).map(({ field }) => field.path))];
}
