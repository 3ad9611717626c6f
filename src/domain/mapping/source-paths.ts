import { parseFormula } from '../formula/parse.ts';
import { fieldPaths } from '../formula/syntax.ts';
import type { MappingEntry } from '../job.ts';
import { UserError } from '../errors.ts';

/**
 * The field paths that a mapping reads, those in its formulas included, as they are written and without
 * repeats. A formula that cannot be read has none here; checkMapping tells why.
 */
export function sourcePaths(mapping: readonly MappingEntry[]): string[] {
  const paths = new Map<string, string>();
  for (const { source } of mapping) {
    for (const path of pathsOf(source)) {
      const key = path.toLowerCase();
      if (!paths.has(key)) paths.set(key, path);
    }
  }
  return [...paths.values()];
}

function pathsOf(source: MappingEntry['source']): readonly string[] {
  switch (source.kind) {
    case 'field':
      return [source.path];
    case 'constant':
      return [];
    case 'formula':
      break;
  }
  try {
    return fieldPaths(parseFormula(source.text));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
