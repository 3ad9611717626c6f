import jsep from 'jsep';
import { didYouMean, excerpt } from '../filter/filter-error.ts';
import { nearestNames } from '../nearest.ts';
import { formulaError } from './formula-error.ts';
import { findFunction, functionNames } from './functions/index.ts';
import { usageOf } from './functions/function.ts';
import type { FormulaFunction } from './functions/function.ts';
import { checkOrder, tooDeep } from './order.ts';
import { binaryOperators, formulaLimits } from './syntax.ts';
import type { BinaryOperator, Formula, UnaryOperator } from './syntax.ts';
import { readTokens } from './tokens.ts';
import type { Token } from './tokens.ts';

/**
 * Reads a formula. Function names and numbers of values are checked here, fields and types by checkFormula.
 *
 * jsep builds the tree, and sees nothing of what the person wrote: every operand stands in what it is given as
 * `$0`, `$1`, … (the token's index), so that its own literals, member access and keywords cannot be reached
 * and positions are exact. What it would forgive is refused before, by checkOrder.
 *
 * @throws UserError with `code` and `position`.
 */
export function parseFormula(text: string): Formula {
  const tokens = readTokens(text);
  checkNodes(tokens);
  const signs = checkOrder(tokens, text.trimEnd().length);
  return new TreeReader(tokens, signs).read(jsep(outline(tokens)), 1);
}

// jsep keeps one grammar for the whole process; nothing else here uses it.
jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
for (const [index, row] of binaryOperators.entries()) {
  for (const operator of row) jsep.addBinaryOp(operator, index + 1);
}
for (const operator of ['-', '+', '!'] satisfies UnaryOperator[]) jsep.addUnaryOp(operator);

/** The formula with its operands replaced by their tokens' indexes. */
function outline(tokens: readonly Token[]): string {
  return tokens
    .map((token, index) => {
      if (token.kind === 'operator') return token.value;
      return token.kind === '(' || token.kind === ')' || token.kind === ',' ? token.kind : `$${index}`;
    })
    .join(' ');
}

function checkNodes(tokens: readonly Token[]): void {
  const nodes = tokens.filter(({ kind }) => kind !== '(' && kind !== ')' && kind !== ',');
  const first = nodes[formulaLimits.nodes];
  if (first === undefined) return;
  const message = `there are more than ${formulaLimits.nodes} parts. Make it shorter.`;
  throw formulaError('formula_too_long', first.position, message);
}

/** Turns jsep's nodes into ours. A node that is not expected is a bug: checkOrder leaves nothing to forgive. */
class TreeReader {
  private readonly tokens: readonly Token[];
  /** Positions of signs in the order of the text, which is also the order in which the tree is walked. */
  private readonly signs: number[];

  constructor(tokens: readonly Token[], signs: readonly number[]) {
    this.tokens = tokens;
    this.signs = [...signs];
  }

  /** A chain such as a & b & c is one level deep, however long. */
  read(node: jsep.Expression, depth: number): Formula {
    switch (node.type) {
      case 'Identifier':
        return this.operand(this.tokenOf(node), depth);
      case 'UnaryExpression': {
        const { operator, argument } = node as jsep.UnaryExpression;
        const position = this.signs.shift() ?? 0;
        if (depth > formulaLimits.depth) throw tooDeep(position);
        const operand = this.read(argument, depth + 1);
        return { kind: 'unary', operator: operator as UnaryOperator, operand, position };
      }
      case 'BinaryExpression': {
        const { operator, left: leftNode, right: rightNode } = node as jsep.BinaryExpression;
        const left = this.read(leftNode, depth);
        const right = this.read(rightNode, depth + 1);
        return {
          kind: 'binary',
          operator: operator as BinaryOperator,
          left,
          right,
          position: left.position,
        };
      }
      case 'CallExpression': {
        const { callee, arguments: argumentNodes } = node as jsep.CallExpression;
        return this.call(this.tokenOf(callee), argumentNodes, depth);
      }
      default:
        throw new Error(`jsep made a ${node.type}`);
    }
  }

  private tokenOf(node: jsep.Expression): Token {
    const token = this.tokens[Number((node as jsep.Identifier).name.slice(1))];
    if (token === undefined) throw new Error('jsep made a node of no token');
    return token;
  }

  private operand(token: Token, depth: number): Formula {
    const { position } = token;
    if (depth > formulaLimits.depth + 1) throw tooDeep(position);
    switch (token.kind) {
      case 'text':
        return { kind: 'text', value: token.value, position };
      case 'number':
        return { kind: 'number', value: token.value, position };
      case 'field':
        return { kind: 'field', path: token.value, position };
      case 'name':
        return namedOperand(token.value, position);
      case 'operator':
      case '(':
      case ')':
      case ',':
        break;
    }
    throw new Error(`jsep took ${token.kind} for an operand`);
  }

  private call(token: Token, argumentNodes: readonly jsep.Expression[], depth: number): Formula {
    if (token.kind !== 'name') throw new Error(`jsep called ${token.kind}`);
    if (depth > formulaLimits.depth) throw tooDeep(token.position);
    const definition = findFunction(token.value);
    if (definition === undefined && argumentNodes.length === 0 && /^(true|false|null)$/i.test(token.value)) {
      return namedOperand(token.value, token.position);
    }
    if (definition === undefined) throw unknownFunction(token.value, token.position);
    const values = argumentNodes.map((node) => this.read(node, depth + 1));
    checkCount(definition, token.value, values.length, token.position);
    return { kind: 'call', name: definition.name, arguments: values, position: token.position };
  }
}

function namedOperand(name: string, position: number): Formula {
  switch (name.toUpperCase()) {
    case 'TRUE':
      return { kind: 'boolean', value: true, position };
    case 'FALSE':
      return { kind: 'boolean', value: false, position };
    case 'NULL':
      return { kind: 'null', position };
    default:
      return { kind: 'field', path: name, position };
  }
}

function unknownFunction(name: string, position: number): Error {
  const hint = didYouMean(nearestNames(name, functionNames()));
  return formulaError('unknown_function', position, `there is no function "${excerpt(name)}".${hint}`);
}

function checkCount(definition: FormulaFunction, written: string, count: number, position: number): void {
  const { parameters } = definition;
  const least = parameters.filter(({ optional }) => optional !== true).length;
  const most = parameters.at(-1)?.variadic === true ? Number.POSITIVE_INFINITY : parameters.length;
  if (count >= least && count <= most) return;
  const takes = `${written.toUpperCase()} takes ${range(least, most)}, not ${count}`;
  throw formulaError('wrong_argument_count', position, `${takes}. Write ${usageOf(definition)}.`);
}

function range(least: number, most: number): string {
  if (most === 0) return 'no values';
  if (most === Number.POSITIVE_INFINITY) return `at least ${counted(least)}`;
  return least === most ? counted(least) : `${least} to ${most} values`;
}

const counted = (count: number): string => (count === 1 ? '1 value' : `${count} values`);
