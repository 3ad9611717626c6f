/** What a query asks of its records, as a tree. */
import type { Operator as ParsedOperator, Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import { badRequest } from '../http/api-error.ts';

export type Operator =
  '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'IN' | 'NOT IN' | 'INCLUDES' | 'EXCLUDES';

export interface Comparison {
  readonly kind: 'comparison';
  readonly field: string;
  readonly operator: Operator;
  /** As written: text in its quotes. */
  readonly values: readonly string[];
  readonly literalTypes: readonly string[];
}

export interface SemiJoin {
  readonly kind: 'semi-join';
  readonly field: string;
  readonly isNegated: boolean;
  readonly query: Query;
}

export type ConditionTree =
  | Comparison
  | SemiJoin
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ConditionTree[] }
  | { readonly kind: 'not'; readonly operand: ConditionTree };

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | Comparison | SemiJoin;

/** Nested deeper than this no query of a person or program is. */
const maxDepth = 200;

/**
 * The parser gives conditions in a row with the parentheses around each. Salesforce takes no AND beside an OR
 * without parentheses, and no NOT beside either: nor does this.
 */
export function conditionTree(where: WhereClause): ConditionTree {
  const tokens = tokensOf(where);
  let at = 0;

  const readSimple = (depth: number): ConditionTree => {
    const token = tokens[at];
    at += 1;
    if (token === '(') {
      const inner = readExpression(depth + 1);
      if (tokens[at] !== ')') throw unexpected(tokens[at]);
      at += 1;
      return inner;
    }
    if (typeof token !== 'object') throw unexpected(token);
    return token;
  };

  const readExpression = (depth: number): ConditionTree => {
    if (depth > maxDepth) throw badRequest('MALFORMED_QUERY', 'the query is nested too deeply');
    if (tokens[at] === 'NOT') {
      at += 1;
      return { kind: 'not', operand: readSimple(depth) };
    }
    const first = readSimple(depth);
    const joint = tokens[at];
    if (joint !== 'AND' && joint !== 'OR') return first;
    const operands = [first];
    while (tokens[at] === joint) {
      at += 1;
      operands.push(readSimple(depth));
    }
    return { kind: joint === 'AND' ? 'and' : 'or', operands };
  };

  const tree = readExpression(0);
  if (at < tokens.length) throw unexpected(tokens[at]);
  return tree;
}

function unexpected(token: Token | undefined): Error {
  const shown = typeof token === 'object' ? token.field : (token ?? '<EOF>');
  return badRequest('MALFORMED_QUERY', `unexpected token: '${shown}'`);
}

function tokensOf(where: WhereClause): Token[] {
  const tokens: Token[] = [];
  const parentheses = (count: number | undefined, kind: '(' | ')'): void => {
    for (let left = count ?? 0; left > 0; left -= 1) tokens.push(kind);
  };
  let clause: WhereClause | undefined = where;
  while (clause !== undefined) {
    const { left } = clause;
    if (left !== null) {
      parentheses(left.openParen, '(');
      if ('operator' in left) {
        tokens.push(leafOf(left));
        parentheses(left.closeParen, ')');
      }
    }
    if (!('operator' in clause)) break;
    tokens.push(clause.operator);
    clause = clause.right;
  }
  return tokens;
}

type Leaf = Extract<NonNullable<WhereClause['left']>, { operator: ParsedOperator }>;

function leafOf(leaf: Leaf): Comparison | SemiJoin {
  const operator = leaf.operator.toUpperCase() as Operator;
  if ('valueQuery' in leaf) {
    if (operator !== 'IN' && operator !== 'NOT IN')
      throw badRequest('MALFORMED_QUERY', "unexpected token: '('");
    return { kind: 'semi-join', field: leaf.field, isNegated: operator === 'NOT IN', query: leaf.valueQuery };
  }
  if (!('field' in leaf)) {
    const name = 'fn' in leaf ? (leaf.fn.functionName ?? '') : '';
    throw badRequest(
      'FUNCTIONALITY_NOT_ENABLED',
      `${name}() in a filter is beyond this sandbox; compare the field itself.`,
    );
  }
  const values = listOf(leaf.value);
  const types = leaf.literalType === undefined ? [] : listOf(leaf.literalType);
  return {
    kind: 'comparison',
    field: leaf.field,
    operator,
    values,
    literalTypes: values.map((_, index) => types[index] ?? types[0] ?? 'STRING'),
  };
}

function listOf<T extends string>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}
