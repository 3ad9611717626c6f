import { fold, stem } from './fold.ts';

export interface Token {
  readonly kind: 'word' | 'number' | 'quoted' | 'symbol';
  /** Of a word: folded. Of what is quoted: what stands between the quotes. Otherwise as written. */
  readonly text: string;
  /** Of a word; otherwise its text. */
  readonly stem: string;
  /** Half-open span of what was written, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Begins with a capital. */
  readonly isCapital: boolean;
  /** No blank stands before it. */
  readonly isJoined: boolean;
  /** Quoted with backticks: a name or value as the CRM has it. */
  readonly isCode?: true;
}

/** Enough for any text of 2,000 characters that is made of words. */
const maxTokens = 700;

const quotes = /"([^"]{1,200})"|“([^”]{1,200})”|„([^“”]{1,200})[“”]|«([^»]{1,200})»|`([^`]{1,200})`/y;
/** Single quotes are apostrophes too: only where blanks or the ends stand around them. */
const singleQuotes = /(?<![\p{L}\p{N}])['‘]([^'‘’]{1,200})['’](?![\p{L}\p{N}])/uy;
const isoDate = /\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/y;
const dottedDate = /\d{1,2}[./]\d{1,2}[./]\d{2,4}(?![\d.])/y;
const number = /\d+(?:[.,]\d+)*/y;
const word = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)?/uy;
const symbol = /[<>!=]=|<>|&&|\|\||[\s\S]/uy;
const blank = /[\s\u200B\u2060]+/y;

/** The words, numbers, texts in quotes and signs of what was written. Each character is read once. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let isJoined = false;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length && tokens.length < maxTokens) {
    const gap = match(blank);
    if (gap !== null) {
      at += gap[0].length;
      isJoined = false;
      continue;
    }
    const quoted = match(quotes) ?? match(singleQuotes);
    const found =
      quoted ?? match(isoDate) ?? match(dottedDate) ?? match(number) ?? match(word) ?? match(symbol);
    const raw = found?.[0] ?? text.charAt(at);
    const span = { start: at, end: at + raw.length, isJoined };
    if (quoted !== null) tokens.push(quotedToken(quoted, span));
    else if (/^\d/.test(raw))
      tokens.push({ kind: 'number', text: raw, stem: raw, isCapital: false, ...span });
    else if (/^\p{L}/u.test(raw)) tokens.push(...wordTokens(raw, span));
    else tokens.push({ kind: 'symbol', text: raw, stem: raw, isCapital: false, ...span });
    at += raw.length;
    isJoined = true;
  }
  return tokens;
}

type Span = Pick<Token, 'start' | 'end' | 'isJoined'>;

function quotedToken(match: RegExpExecArray, span: Span): Token {
  const text = match.slice(1).find((part) => part !== undefined) ?? '';
  const isCode = match[0].startsWith('`');
  return { kind: 'quoted', text, stem: text, isCapital: true, ...span, ...(isCode ? { isCode } : {}) };
}

/** `don't` is do and not; of `owner's` and `who's` the ending says nothing. */
function wordTokens(raw: string, span: Span): Token[] {
  const negated = /^(\p{L}+)n['’]t$/iu.exec(raw);
  if (negated !== null) {
    const stemmed = negated[1] ?? '';
    const base = stemmed.toLowerCase() === 'ca' ? 'can' : stemmed;
    return [wordToken(base, span), wordToken('not', { ...span, isJoined: true })];
  }
  const elided = /^([dlnmtsj]|qu)['’](\p{L}+)$/iu.exec(raw);
  if (elided !== null) return [wordToken(elided[2] ?? raw, span)];
  return [wordToken(raw.replace(/['’](?:s|re|d|ll|ve|m)$/i, ''), span)];
}

function wordToken(raw: string, span: Span): Token {
  const text = fold(raw);
  return { kind: 'word', text, stem: stem(text), isCapital: /^\p{Lu}/u.test(raw), ...span };
}

/** What was written from one token to another, with signs that hang on either end: `@acme.com`, `DE-`. */
export function writtenSpan(text: string, first: Token, last: Token): string {
  let { start } = first;
  let { end } = last;
  while (start > 0 && /[^\s,;:()<>="“”]/.test(text.charAt(start - 1))) start--;
  while (end < text.length && /[^\s,;:()<>="“”]/.test(text.charAt(end))) end++;
  return text
    .slice(start, end)
    .replace(/(?<=.)[.?!'’]+$/, '')
    .replace(/['’]s$/, '');
}
