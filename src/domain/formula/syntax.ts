/**
 * The formula language as data; see docs/formula-functions.md. `position` is the zero-based offset in the text
 * (UTF-16 units) at which the part begins.
 */
export type Formula =
  | { readonly kind: 'text'; readonly value: string; readonly position: number }
  | { readonly kind: 'number'; readonly value: number; readonly position: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly position: number }
  | { readonly kind: 'null'; readonly position: number }
  /** One field, parents included: `Owner.Name` is a single path. In the letter case in which it was written. */
  | { readonly kind: 'field'; readonly path: string; readonly position: number }
  | {
      readonly kind: 'unary';
      readonly operator: UnaryOperator;
      readonly operand: Formula;
      readonly position: number;
    }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Formula;
      readonly right: Formula;
      readonly position: number;
    }
  | {
      readonly kind: 'call';
      /** The function's own name in capitals, whatever alias was written. */
      readonly name: string;
      readonly arguments: readonly Formula[];
      readonly position: number;
    };

export type UnaryOperator = '-' | '+' | '!';

/**
 * From the loosest to the tightest; those of one row bind alike and from the left. As in a spreadsheet, a sign
 * binds tighter than `^`: `-2 ^ 2` is 4.
 */
export const binaryOperators = [
  ['||'],
  ['&&'],
  ['=', '!=', '<', '<=', '>', '>='],
  ['&'],
  ['+', '-'],
  ['*', '/', '%'],
  ['^'],
] as const;
export type BinaryOperator = (typeof binaryOperators)[number][number];

export const formulaLimits = { characters: 2_000, depth: 40, nodes: 500 } as const;

/** The fields that a formula reads, as written, without repeats, in order of appearance. */
export function fieldPaths(formula: Formula): string[] {
  const paths = new Set<string>();
  collect(formula, paths);
  return [...paths];
}

function collect(formula: Formula, paths: Set<string>): void {
  switch (formula.kind) {
    case 'field':
      paths.add(formula.path);
      return;
    case 'unary':
      collect(formula.operand, paths);
      return;
    case 'binary':
      collect(formula.left, paths);
      collect(formula.right, paths);
      return;
    case 'call':
      for (const argument of formula.arguments) collect(argument, paths);
      return;
    case 'text':
    case 'number':
    case 'boolean':
    case 'null':
  }
}
