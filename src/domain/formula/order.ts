import { excerpt } from '../filter/filter-error.ts';
import { formulaError } from './formula-error.ts';
import { formulaLimits } from './syntax.ts';
import type { Token } from './tokens.ts';

interface Open {
  readonly position: number;
  /** Written function name, or null for a mere group. */
  readonly call: string | null;
}

const signs: ReadonlySet<string> = new Set(['-', '+', '!']);

/**
 * Operands and operators take turns, parentheses close, and commas stand between a function's values: that is
 * the whole grammar but for precedence.
 *
 * @param end where the text ends, for what is missing there.
 * @returns the positions of signs before operands, in order.
 * @throws UserError with the position.
 */
export function checkOrder(tokens: readonly Token[], end: number): number[] {
  const prefixes: number[] = [];
  const open: Open[] = [];
  let expectsOperand = true;
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1];
    switch (token.kind) {
      case 'text':
      case 'number':
      case 'field':
      case 'name':
        if (!expectsOperand) throw expectedOperator(token, previous, open);
        expectsOperand = false;
        break;
      case '(':
        if (!expectsOperand && previous?.kind !== 'name') throw expectedOperator(token, previous, open);
        open.push({ position: token.position, call: previous?.kind === 'name' ? previous.value : null });
        if (open.length > formulaLimits.depth) throw tooDeep(token.position);
        expectsOperand = true;
        break;
      case ')': {
        const closed = open.pop();
        if (closed === undefined) {
          throw formulaError('formula_syntax', token.position, 'this ")" closes nothing. Remove it.');
        }
        const isEmptyCall = previous?.kind === '(' && closed.call !== null;
        if (expectsOperand && !isEmptyCall) throw expectedOperand(token, token.position);
        expectsOperand = false;
        break;
      }
      case ',':
        if (expectsOperand) throw expectedOperand(token, token.position);
        if ((open.at(-1)?.call ?? null) === null) throw expectedOperator(token, previous, open);
        expectsOperand = true;
        break;
      case 'operator':
        if (!expectsOperand && token.value === '!') throw expectedOperator(token, previous, open);
        if (expectsOperand) {
          if (!signs.has(token.value)) throw expectedOperand(token, token.position);
          prefixes.push(token.position);
        }
        expectsOperand = true;
        break;
    }
  }
  if (tokens.length === 0) {
    throw formulaError('empty_formula', 0, 'there is none. Write one such as UPPER(Name).');
  }
  if (expectsOperand) throw expectedOperand(undefined, end);
  const unclosed = open.at(-1);
  if (unclosed !== undefined) {
    const of = unclosed.call === null ? '' : ` of ${excerpt(unclosed.call)}`;
    const from = `the "("${of} at character ${unclosed.position + 1} is not closed`;
    throw formulaError('formula_syntax', end, `expected ")", because ${from}.`);
  }
  return prefixes;
}

export const tooDeep = (position: number): Error =>
  formulaError(
    'formula_too_deep',
    position,
    `this is nested more than ${formulaLimits.depth} deep. Use IFS or SWITCH, or split it.`,
  );

function expectedOperand(found: Token | undefined, position: number): Error {
  const what = found === undefined ? 'the formula ends' : `found ${shown(found)}`;
  return formulaError('formula_syntax', position, `expected a field, a value or a function, but ${what}.`);
}

function expectedOperator(found: Token, previous: Token | undefined, open: readonly Open[]): Error {
  for (const token of [found, previous]) {
    const word = token?.kind === 'name' ? token.value.toUpperCase() : '';
    if (token === undefined || (word !== 'AND' && word !== 'OR' && word !== 'NOT')) continue;
    const usage = word === 'NOT' ? 'NOT(a)' : `${word}(a, b)`;
    return formulaError('formula_syntax', token.position, `${word} is a function: write ${usage}.`);
  }
  const innermost = open.at(-1);
  const also = innermost === undefined ? '' : innermost.call === null ? ' or ")"' : ', a comma or ")"';
  return formulaError(
    'formula_syntax',
    found.position,
    `expected an operator such as & or +${also}, but found ${shown(found)}.`,
  );
}

function shown(token: Token): string {
  switch (token.kind) {
    case 'text':
      return 'a text';
    case 'number':
      return 'a number';
    case 'field':
      return `{${excerpt(token.value)}}`;
    case 'name':
    case 'operator':
      return `"${excerpt(token.value)}"`;
    case '(':
    case ')':
    case ',':
      break;
  }
  return `"${token.kind}"`;
}
