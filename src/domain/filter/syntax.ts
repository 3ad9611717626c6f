/** The filter language as data. One meaning for every connector; see docs/filter-language.md. */

/** Half-open span of the source text, for error messages: [start, end) in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type TextOperator = 'LIKE' | 'CONTAINS' | 'STARTS WITH' | 'ENDS WITH';

export const plainDateLiterals = [
  'YESTERDAY',
  'TODAY',
  'TOMORROW',
  'LAST_WEEK',
  'THIS_WEEK',
  'NEXT_WEEK',
  'LAST_MONTH',
  'THIS_MONTH',
  'NEXT_MONTH',
  'LAST_90_DAYS',
  'NEXT_90_DAYS',
  'THIS_QUARTER',
  'LAST_QUARTER',
  'NEXT_QUARTER',
  'THIS_YEAR',
  'LAST_YEAR',
  'NEXT_YEAR',
] as const;
export type PlainDateLiteral = (typeof plainDateLiterals)[number];

/** Written with a count: `LAST_N_DAYS:30`. */
export const countedDateLiterals = [
  'LAST_N_DAYS',
  'NEXT_N_DAYS',
  'N_DAYS_AGO',
  'LAST_N_WEEKS',
  'NEXT_N_WEEKS',
  'N_WEEKS_AGO',
  'LAST_N_MONTHS',
  'NEXT_N_MONTHS',
  'N_MONTHS_AGO',
  'LAST_N_QUARTERS',
  'NEXT_N_QUARTERS',
  'N_QUARTERS_AGO',
  'LAST_N_YEARS',
  'NEXT_N_YEARS',
  'N_YEARS_AGO',
] as const;
export type CountedDateLiteral = (typeof countedDateLiterals)[number];

export type FilterValue = (
  | { readonly kind: 'text'; readonly text: string }
  /** The digits as written, so that a decimal beyond double precision survives. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** `2026-03-01` */
  | { readonly kind: 'date'; readonly text: string }
  /** `2026-03-01T09:30:00Z`; always with a zone or offset. */
  | { readonly kind: 'datetime'; readonly text: string }
  | { readonly kind: 'date-literal'; readonly name: PlainDateLiteral }
  | { readonly kind: 'counted-date-literal'; readonly name: CountedDateLiteral; readonly count: number }
) & { readonly span: Span };

export interface FieldReference {
  /** As written after parsing; in the CRM's own letter case after checking. */
  readonly path: string;
  readonly span: Span;
}

export type Filter =
  | { readonly kind: 'and'; readonly operands: readonly Filter[] }
  | { readonly kind: 'or'; readonly operands: readonly Filter[] }
  | { readonly kind: 'not'; readonly operand: Filter }
  | {
      readonly kind: 'comparison';
      readonly field: FieldReference;
      readonly operator: ComparisonOperator | TextOperator;
      readonly value: FilterValue;
    }
  | {
      readonly kind: 'membership';
      readonly field: FieldReference;
      readonly operator: 'IN' | 'NOT IN' | 'INCLUDES' | 'EXCLUDES';
      readonly values: readonly FilterValue[];
    };
