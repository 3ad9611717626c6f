import { formulaError } from './formula-error.ts';
import { formulaLimits } from './syntax.ts';

export type Token =
  | { readonly kind: 'text'; readonly value: string; readonly position: number }
  | { readonly kind: 'number'; readonly value: number; readonly position: number }
  /** A word: a field, a function, TRUE, FALSE or NULL. */
  | { readonly kind: 'name'; readonly value: string; readonly position: number }
  /** A field written in braces. */
  | { readonly kind: 'field'; readonly value: string; readonly position: number }
  /** In the spelling of syntax.ts, however it was written. */
  | { readonly kind: 'operator'; readonly value: string; readonly position: number }
  | { readonly kind: '(' | ')' | ','; readonly position: number };

/** Word processors and chat programs turn straight quotes into the others. */
const doubleQuotes = '"“”„';
const singleQuotes = "'‘’";

const operatorSpellings: ReadonlyMap<string, string> = new Map([
  ['<>', '!='],
  ['≠', '!='],
  ['==', '='],
  ['===', '='],
  ['!==', '!='],
  ['≤', '<='],
  ['≥', '>='],
  ['**', '^'],
]);

const spaces = /\s+/y;
const numbers = /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy;
const names = /[\p{L}_$][\p{L}\p{M}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{M}\p{N}_$]*)*/uy;
const operators = /===|!==|\*\*|<>|<=|>=|==|!=|&&|\|\||[-+*/%^&=<>!≠≤≥]/y;

/** @throws UserError with the position of what is no part of the language. */
export function readTokens(text: string): Token[] {
  if (text.length > formulaLimits.characters) {
    const message = `it goes on to ${text.length} characters; at most ${formulaLimits.characters} are allowed.`;
    throw formulaError('formula_too_long', formulaLimits.characters, message);
  }
  const tokens: Token[] = [];
  let position = match(spaces, text, 0)?.length ?? 0;
  // As in a spreadsheet's cell.
  if (text[position] === '=' && text[position + 1] !== '=') position += 1;
  while (position < text.length) {
    position += match(spaces, text, position)?.length ?? 0;
    if (position >= text.length) break;
    const { token, end } = readToken(text, position);
    tokens.push(token);
    position = end;
  }
  return tokens;
}

function readToken(text: string, position: number): { token: Token; end: number } {
  const first = text[position] ?? '';
  if (doubleQuotes.includes(first)) return readText(text, position, doubleQuotes);
  if (singleQuotes.includes(first)) return readText(text, position, singleQuotes);
  if (first === '{') return readBracedField(text, position);
  if (first === '(' || first === ')' || first === ',') {
    return { token: { kind: first, position }, end: position + 1 };
  }
  const number = match(numbers, text, position);
  if (number !== undefined) return readNumber(text, position, number);
  const name = match(names, text, position);
  if (name !== undefined) {
    return { token: { kind: 'name', value: name, position }, end: position + name.length };
  }
  const operator = match(operators, text, position);
  if (operator !== undefined) {
    const value = operatorSpellings.get(operator) ?? operator;
    return { token: { kind: 'operator', value, position }, end: position + operator.length };
  }
  throw unexpectedCharacter(text, position);
}

/** Doubled quotes within stand for one. A backslash means itself, as in a spreadsheet. */
function readText(text: string, position: number, family: string): { token: Token; end: number } {
  const opening = text[position] ?? '';
  const straight = family[0] ?? '';
  // After a straight quote a curly one is part of the text; after a curly one any of the family closes.
  const quotes = opening === straight ? straight : family;
  let value = '';
  for (let at = position + 1; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (!quotes.includes(character)) {
      value += character;
    } else if (quotes.includes(text[at + 1] ?? ' ')) {
      value += straight;
      at += 1;
    } else {
      return { token: { kind: 'text', value, position }, end: at + 1 };
    }
  }
  const message = 'this text has no closing quote. A quote within a text is written twice.';
  throw formulaError('formula_syntax', position, message);
}

function readBracedField(text: string, position: number): { token: Token; end: number } {
  const end = text.indexOf('}', position);
  const value = end < 0 ? '' : text.slice(position + 1, end).trim();
  if (value === '' || value.includes('{')) {
    throw formulaError('formula_syntax', position, 'expected a field name and "}" after this "{".');
  }
  return { token: { kind: 'field', value, position }, end: end + 1 };
}

/** `50%` is 0.5, unless a value follows: `7%3` is a remainder. */
function readNumber(text: string, position: number, digits: string): { token: Token; end: number } {
  const end = position + digits.length;
  const value = Number(digits);
  if (!Number.isFinite(value)) {
    throw formulaError('formula_syntax', position, 'this number is too large.');
  }
  if (match(names, text, end) !== undefined || text[end] === '.') {
    const hint = 'A field whose name begins with a digit is written in braces: {2nd_Name}.';
    throw formulaError('formula_syntax', end, `expected an operator after the number. ${hint}`);
  }
  const isPercent = text[end] === '%' && /^\s*(?:$|[-+*/^&=<>!≠≤≥|,)])/.test(text.slice(end + 1));
  if (!isPercent) return { token: { kind: 'number', value, position }, end };
  // Moved by the exponent and not divided: 2.3 / 100 is not the number nearest to 0.023.
  const [mantissa = '', exponent = '0'] = digits.toLowerCase().split('e');
  const share = Number(`${mantissa}e${Number(exponent) - 2}`);
  return { token: { kind: 'number', value: share, position }, end: end + 1 };
}

const hints: ReadonlyMap<string, string> = new Map([
  [';', ' Values are separated by a comma.'],
  ['[', ' A field with an unusual name is written in braces: {Field Name}.'],
  ['?', ' Write a choice as IF(condition, then, otherwise).'],
  [':', ' Write a choice as IF(condition, then, otherwise).'],
  ['|', ' Write "or" as || or OR(…).'],
  ['`', ' Texts stand in double or single quotes.'],
]);

function unexpectedCharacter(text: string, position: number): Error {
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  const hint = hints.get(character) ?? '';
  return formulaError('formula_syntax', position, `"${character}" has no meaning here.${hint}`);
}

function match(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}
