import { defaultParser, TokenType } from '@odata/parser';
import type { Token } from '@odata/parser';
import { badQuery, beyondSandbox } from '../http/api-error.ts';
import type { Argument, Comparison, Condition, Literal, Path, TextMethod } from './condition.ts';
import { decodeText, encodeTexts } from './quote.ts';

/** @throws ApiError where it is no filter, or more of one than the service takes. */
export function parseFilter(text: string): Condition {
  return conditionOf(tokenOf(text));
}

function tokenOf(text: string): Token {
  try {
    return defaultParser.filter(encodeTexts(text.trim()));
  } catch (cause) {
    if (cause instanceof Error && /^(Fail at|Unexpected character)/.test(cause.message))
      throw badQuery(`Syntax error: ${cause.message} in '${text}'.`);
    throw cause;
  }
}

const comparisons: Partial<Record<TokenType, Comparison>> = {
  [TokenType.EqualsExpression]: 'eq',
  [TokenType.NotEqualsExpression]: 'ne',
  [TokenType.GreaterThanExpression]: 'gt',
  [TokenType.GreaterOrEqualsExpression]: 'ge',
  [TokenType.LesserThanExpression]: 'lt',
  [TokenType.LesserOrEqualsExpression]: 'le',
};

const textMethods: ReadonlySet<string> = new Set(['contains', 'startswith', 'endswith']);

/** Terms and the words between them, in the order in which they are written. */
interface Flat {
  readonly terms: Condition[];
  readonly words: ('and' | 'or')[];
}

/**
 * The parser lets `not` reach to the end of its level and gives AND and OR one rank to the right of it, where OData
 * binds `not` closest and AND before OR. So each level is laid flat, as it is written, and put together again.
 */
function conditionOf(token: Token): Condition {
  const flat: Flat = { terms: [], words: [] };
  flatten(token, false, flat);
  const alternatives: Condition[][] = [[]];
  flat.terms.forEach((term, index) => {
    if (index > 0 && flat.words[index - 1] === 'or') alternatives.push([]);
    alternatives.at(-1)?.push(term);
  });
  return joined(
    'or',
    alternatives.map((parts) => joined('and', parts)),
  );
}

function joined(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
}

function flatten(token: Token, isNegated: boolean, flat: Flat): void {
  const { type } = token;
  if (type === TokenType.NotExpression) {
    flatten(token.value as Token, !isNegated, flat);
    return;
  }
  const isAnd = type === TokenType.AndExpression;
  if (isAnd || type === TokenType.OrExpression) {
    const { left, right } = token.value as { left: Token; right: Token };
    flatten(left, isNegated, flat);
    flat.words.push(isAnd ? 'and' : 'or');
    flatten(right, false, flat);
    return;
  }
  const term = termOf(token);
  flat.terms.push(isNegated ? { kind: 'not', part: term } : term);
}

function termOf(token: Token): Condition {
  const operator = comparisons[token.type];
  if (operator !== undefined) return comparisonOf(operator, token);
  const read = terms[token.type];
  if (read === undefined) throw beyondSandbox(`the expression '${token.raw}'`);
  return read(token);
}

const terms: Partial<Record<TokenType, (token: Token) => Condition>> = {
  [TokenType.BoolParenExpression]: (token) => conditionOf(token.value as Token),
  [TokenType.ParenExpression]: (token) => conditionOf(token.value as Token),
  [TokenType.CommonExpression]: (token) => termOf(token.value as Token),
  [TokenType.MethodCallExpression]: methodOf,
  [TokenType.FunctionExpression]: functionOf,
};

function comparisonOf(operator: Comparison, token: Token): Condition {
  const { left, right } = token.value as { left: Token; right: Token };
  if (right.type !== TokenType.Literal || left.type !== TokenType.FirstMemberExpression) {
    if (right.type === TokenType.FirstMemberExpression) throw beyondSandbox('a comparison of two columns');
    throw badQuery(`The comparison '${token.raw}' is not supported: a column, an operator and a value are.`);
  }
  return { kind: 'compare', operator, path: pathOf(left), literal: literalOf(right) };
}

function methodOf(token: Token): Condition {
  const { method, parameters } = token.value as { method: string; parameters: readonly Token[] };
  const [column, literal] = parameters;
  if (!textMethods.has(method)) throw badQuery(`The function '${method}' is not supported.`);
  if (column?.type !== TokenType.FirstMemberExpression || literal?.type !== TokenType.Literal)
    throw badQuery(`The function '${token.raw}' needs a column and a text.`);
  return {
    kind: 'text',
    method: method as TextMethod,
    path: pathOf(column),
    literal: literalOf(literal),
  };
}

function functionOf(token: Token): Condition {
  const { fn, params } = token.value as { fn: Token; params: Token };
  const { name, namespace } = fn.value as { name: string; namespace?: string };
  if (namespace !== 'Microsoft.Dynamics.CRM') throw badQuery(`The function '${fn.raw}' is not known.`);
  const given = (params.value as readonly Token[]).map((parameter) => {
    const { name: parameterName, value } = parameter.value as { name: Token; value: Token };
    return [parameterName.raw, argumentOf(value.value as Token)] as const;
  });
  return { kind: 'function', name, arguments: Object.fromEntries(given) };
}

function argumentOf(token: Token): Argument {
  if (token.type === TokenType.Array)
    return (token.value as { items: readonly Token[] }).items.map((item) =>
      item.raw.startsWith('"') ? decodeText(item.raw) : item.raw,
    );
  return literalOf(token).text ?? '';
}

/** A path has only names in it: no keys, and no functions over collections. */
const plainPath = /^\w+(\/\w+)*$/;

function pathOf(token: Token): Path {
  if (!plainPath.test(token.raw)) throw beyondSandbox(`the path '${token.raw}'`);
  const [first = '', ...rest] = token.raw.split('/');
  return [first, ...rest];
}

function literalOf({ raw, value }: Token): Literal {
  const type = String(value);
  if (type === 'null') return { type, text: null };
  return { type, text: raw.startsWith("'") ? decodeText(raw) : raw };
}
