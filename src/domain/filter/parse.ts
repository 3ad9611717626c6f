import { nearestNames } from '../nearest.ts';
import { didYouMean, excerpt, filterError, oneOf } from './filter-error.ts';
import { maxFilterDepth, maxFilterLength, maxFilterNodes, maxListValues } from './limits.ts';
import { countedLiteral, notAValue, readCounted, readNumberOrDate, readPlainWord } from './read-value.ts';
import type { ComparisonOperator, FieldReference, Filter, FilterValue, TextOperator } from './syntax.ts';
import { readText } from './text-literal.ts';
import { describeToken, TokenReader, type Token } from './tokens.ts';

/**
 * Reads a filter as people write SOQL conditions. Names are taken as they come; `checkFilter` holds them against
 * a schema.
 *
 * @returns null where the text holds no condition.
 * @throws UserError with the zero-based position of what is wrong.
 */
export function parseFilter(text: string): Filter | null {
  if (text.length > maxFilterLength) {
    throw filterError(
      'filter_too_long',
      maxFilterLength,
      `the filter has ${text.length} characters; at most ${maxFilterLength} are allowed.`,
    );
  }
  return new Parser(text).parse();
}

const symbolOperators: Readonly<Record<string, ComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '≠': '!=',
  '<': '<',
  '<=': '<=',
  '≤': '<=',
  '>': '>',
  '>=': '>=',
  '≥': '>=',
};

/** Operators in words, by their first; the second word is read where there is one. */
const textOperators: Readonly<Record<string, { operator: TextOperator; second?: string }>> = {
  LIKE: { operator: 'LIKE' },
  CONTAINS: { operator: 'CONTAINS' },
  STARTS: { operator: 'STARTS WITH', second: 'WITH' },
  ENDS: { operator: 'ENDS WITH', second: 'WITH' },
};
const listOperators = ['IN', 'INCLUDES', 'EXCLUDES'] as const;

const operatorNames = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'LIKE',
  'IN',
  'NOT IN',
  'INCLUDES',
  'EXCLUDES',
].concat(['CONTAINS', 'STARTS WITH', 'ENDS WITH', 'IS NULL']);

/** What people bring from other languages, and what to write here. */
const foreignWords: Readonly<Record<string, string>> = {
  BETWEEN: 'Write two conditions: Field >= 1 AND Field <= 9',
  '==': 'For "equal" write =',
  ':': 'Values of variables cannot be used; write the value itself',
  ',': 'Numbers are written without separators, as 1500.50, and lists in parentheses after IN',
  '&&': 'Write AND',
  '||': 'Write OR',
  '!': 'Write NOT',
  ORDER: 'A filter has conditions only; leave the order out',
  LIMIT: 'A filter has conditions only; leave the limit out',
  GROUP: 'A filter has conditions only; leave the grouping out',
  SELECT: 'Write the conditions only, without SELECT … FROM …',
};

/** Words that cannot be a field's name, because they would make the text ambiguous. */
const reservedWords = new Set(['AND', 'OR', 'NOT', 'NULL', 'TRUE', 'FALSE', 'SELECT', 'WHERE']);

class Parser {
  readonly #tokens: TokenReader;
  #token: Token;
  #nodes = 0;

  constructor(text: string) {
    this.#tokens = new TokenReader(text);
    this.#token = this.#tokens.next();
  }

  parse(): Filter | null {
    if (this.#isWord('WHERE')) this.#advance();
    if (this.#isAtEnd()) return null;
    const filter = this.#or(0);
    if (!this.#isAtEnd()) throw this.#unexpected('AND, OR or the end of the filter');
    return filter;
  }

  #or(depth: number): Filter {
    return this.#joined('or', 'OR', () => this.#joined('and', 'AND', () => this.#operand(depth)));
  }

  #joined(kind: 'and' | 'or', word: string, read: () => Filter): Filter {
    const first = read();
    if (!this.#isWord(word)) return first;
    this.#countNode();
    const operands = [first];
    while (this.#isWord(word)) {
      this.#advance();
      operands.push(read());
    }
    return { kind, operands };
  }

  #operand(depth: number): Filter {
    const isNot = this.#isWord('NOT');
    if (!isNot && !this.#isSymbol('(')) return this.#condition();
    if (depth >= maxFilterDepth) {
      throw this.#error(`parentheses and NOT may stand inside each other at most ${maxFilterDepth} times.`);
    }
    const opening = this.#advance();
    if (isNot) {
      this.#countNode();
      return { kind: 'not', operand: this.#operand(depth + 1) };
    }
    const filter = this.#or(depth + 1);
    if (!this.#isSymbol(')')) {
      throw this.#unexpected(`AND, OR or the ")" for the "(" at character ${opening.start + 1}`);
    }
    this.#advance();
    return filter;
  }

  #condition(): Filter {
    this.#countNode();
    const field = this.#field();
    const token = this.#token;
    const comparison = token.kind === 'symbol' ? symbolOperators[token.text] : undefined;
    if (comparison !== undefined) {
      this.#advance();
      return { kind: 'comparison', field, operator: comparison, value: this.#value() };
    }
    if (this.#isWord('IS')) return this.#nullTest(field);
    const isNegated = this.#isWord('NOT');
    if (isNegated) this.#advance();
    const condition = this.#textCondition(field) ?? this.#listCondition(field, isNegated);
    if (condition === null) throw this.#unexpectedOperator(field, isNegated);
    if (!isNegated || (condition.kind === 'membership' && condition.operator === 'NOT IN')) return condition;
    this.#countNode();
    return { kind: 'not', operand: condition };
  }

  #field(): FieldReference {
    const token = this.#token;
    if (token.kind !== 'word' || reservedWords.has(token.upper)) {
      throw this.#unexpected('the name of a field');
    }
    if (token.text.includes('.') && /\.(?![\p{L}_])/u.test(token.text)) {
      throw this.#error(
        `"${excerpt(token.text)}" is not the name of a field. Write names as Name or Owner.Name.`,
      );
    }
    this.#advance();
    if (this.#isSymbol('(')) {
      throw this.#error(`functions such as ${excerpt(token.text)}(…) are not part of the filter language.`);
    }
    return { path: token.text, span: { start: token.start, end: token.end } };
  }

  #nullTest(field: FieldReference): Filter {
    this.#advance();
    const isNot = this.#isWord('NOT');
    if (isNot) this.#advance();
    if (!this.#isWord('NULL')) throw this.#unexpected(isNot ? 'NULL' : 'NULL or NOT NULL');
    return { kind: 'comparison', field, operator: isNot ? '!=' : '=', value: this.#value() };
  }

  #textCondition(field: FieldReference): Filter | null {
    const known = lookUp(textOperators, this.#token.upper);
    if (known === undefined) return null;
    this.#advance();
    if (known.second !== undefined) {
      if (!this.#isWord(known.second)) throw this.#unexpected(`WITH, as in ${known.operator} 'text'`);
      this.#advance();
    }
    const { operator } = known;
    if (this.#token.kind !== 'text') throw this.#unexpected(`text in quotes after ${operator}`);
    return { kind: 'comparison', field, operator, value: this.#text(operator === 'LIKE') };
  }

  #listCondition(field: FieldReference, isNegated: boolean): Filter | null {
    const known = listOperators.find((word) => this.#isWord(word));
    if (known === undefined) return null;
    this.#advance();
    const operator = known === 'IN' && isNegated ? 'NOT IN' : known;
    if (!this.#isSymbol('(')) throw this.#unexpected(`"(" and a list of values after ${operator}`);
    this.#advance();
    const values: FilterValue[] = [];
    while (!this.#isSymbol(')')) {
      if (values.length > 0) {
        if (!this.#isSymbol(',')) throw this.#unexpected('"," or ")"');
        this.#advance();
      }
      if (values.length >= maxListValues)
        throw this.#error(`a list may hold at most ${maxListValues} values.`);
      if (known !== 'IN' && this.#token.kind !== 'text')
        throw this.#unexpected(`text in quotes after ${operator} (`);
      if (this.#isWord('SELECT'))
        throw this.#error('queries inside a filter are not part of the filter language.');
      values.push(this.#value());
    }
    this.#advance();
    return { kind: 'membership', field, operator, values };
  }

  #value(): FilterValue {
    const token = this.#token;
    if (token.kind === 'text') return this.#text(false);
    if (token.kind === 'number') return readNumberOrDate(this.#advance());
    if (token.kind !== 'word') throw this.#unexpected('a value');
    const plain = readPlainWord(token);
    if (plain !== null) {
      this.#advance();
      return plain;
    }
    const counted = countedLiteral(token);
    if (counted === null) throw notAValue(token);
    this.#advance();
    if (!this.#isSymbol(':')) throw this.#unexpected(`a colon and a number, as in ${counted}:30`);
    this.#advance();
    const value = readCounted(counted, token.start, this.#token);
    this.#advance();
    return value;
  }

  #text(isPattern: boolean): FilterValue {
    const token = this.#advance();
    return { kind: 'text', text: readText(token, isPattern), span: { start: token.start, end: token.end } };
  }

  /** The token that was current. */
  #advance(): Token {
    const token = this.#token;
    this.#token = this.#tokens.next();
    return token;
  }

  #isAtEnd(): boolean {
    return this.#token.kind === 'end';
  }

  #isWord(word: string): boolean {
    return this.#token.upper === word;
  }

  #isSymbol(symbol: string): boolean {
    return this.#token.kind === 'symbol' && this.#token.text === symbol;
  }

  #countNode(): void {
    this.#nodes++;
    if (this.#nodes > maxFilterNodes) {
      throw filterError(
        'filter_too_long',
        this.#token.start,
        `the filter has more than ${maxFilterNodes} conditions. Use IN with a list of values.`,
      );
    }
  }

  #unexpectedOperator(field: FieldReference, isNegated: boolean): Error {
    if (isNegated)
      return this.#unexpected('LIKE, IN, CONTAINS, STARTS WITH, ENDS WITH or INCLUDES after NOT');
    const { kind, text } = this.#token;
    const near = kind === 'word' ? nearestNames(text, operatorNames) : [];
    const label = `${excerpt(field.path)} ${excerpt(text)}`;
    const hint =
      kind === 'word' && near.length === 0
        ? ` If "${label}" is the label of a field, write its API name, which has no blanks.`
        : didYouMean(near);
    return this.#unexpected(`one of ${oneOf(operatorNames)} after ${excerpt(field.path)}`, hint);
  }

  #unexpected(expected: string, hint = ''): Error {
    const foreign = lookUp(foreignWords, this.#token.text.toUpperCase());
    const advice = this.#token.kind !== 'text' && foreign !== undefined ? ` ${foreign}.` : hint;
    return this.#error(`expected ${expected}, but found ${describeToken(this.#token)}.${advice}`);
  }

  #error(message: string): Error {
    return filterError('filter_syntax', this.#token.start, message);
  }
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
