import type { Filter } from './syntax.ts';

/** Every field that the filter names, each once, as written, in the order of the text. */
export function fieldPaths(filter: Filter): string[] {
  const paths = new Set<string>();
  collect(filter, paths);
  return [...paths];
}

function collect(filter: Filter, paths: Set<string>): void {
  switch (filter.kind) {
    case 'and':
    case 'or':
      for (const operand of filter.operands) collect(operand, paths);
      return;
    case 'not':
      collect(filter.operand, paths);
      return;
    case 'comparison':
    case 'membership':
      paths.add(filter.field.path);
  }
}
