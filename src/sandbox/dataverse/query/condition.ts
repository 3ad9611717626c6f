/** What a `$filter` says, once somebody else's parser has read it. */

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type TextMethod = 'contains' | 'startswith' | 'endswith';

export interface Literal {
  /** `Edm.String`, `Edm.Guid`, `Edm.Int32`, `Edm.Date` … or `null`. */
  readonly type: string;
  /** Unquoted; null for null. */
  readonly text: string | null;
}

/** Names from the table on: the last is a column's, those before lead over lookups. */
export type Path = readonly [string, ...string[]];

/** What a query function is given: one value or several. */
export type Argument = string | readonly string[];

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly path: Path;
      readonly literal: Literal;
    }
  | {
      readonly kind: 'text';
      readonly method: TextMethod;
      readonly path: Path;
      readonly literal: Literal;
    }
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly arguments: Readonly<Record<string, Argument>>;
    };
