import { numberOfWord } from './number-words.ts';
import type { Token } from './tokens.ts';

export interface Amount {
  /** As the filter language writes numbers. */
  readonly digits: string;
  readonly unit: 'percent' | 'money' | null;
  /** Number of tokens. */
  readonly length: number;
  /** `250+` */
  readonly orMore: boolean;
}

const multipliers: Readonly<Record<string, number>> = {
  k: 3,
  tsd: 3,
  thousand: 3,
  tausend: 3,
  mille: 3,
  mil: 3,
  grand: 3,
  m: 6,
  mm: 6,
  mn: 6,
  mio: 6,
  million: 6,
  millions: 6,
  millionen: 6,
  millones: 6,
  bn: 9,
  b: 9,
  billion: 9,
  billions: 9,
  mrd: 9,
};
const moneyWords = new Set(
  'dollar dollars usd euro euros eur pound pounds gbp chf francs bucks yen jpy $ € £'.split(' '),
);
const percentWords = new Set(['%', 'percent', 'pct', 'prozent', 'pourcent', 'por ciento', 'percentage']);
/** `50k`, `1.5 million`, `€5.000,50`, `20 %`, `half a million`; null where none begins here. */
export function amountAt(tokens: readonly Token[], at: number): Amount | null {
  const half = halfAt(tokens, at);
  if (half !== null) return half;
  let next = at;
  let sign = '';
  let unit: Amount['unit'] = null;
  if (tokens[next]?.text === '-' && tokens[next + 1]?.isJoined === true && tokens[next]?.isJoined === false) {
    sign = '-';
    next++;
  }
  if (isMoney(tokens[next])) {
    unit = 'money';
    next++;
  }
  const token = tokens[next];
  const digits = token === undefined ? null : digitsOf(token);
  if (token === undefined || digits === null) return null;
  next++;
  let power = 0;
  const scale = tokens[next];
  const named = scale === undefined ? undefined : multiplierOf(scale);
  if (named !== undefined) {
    power = named;
    next++;
  }
  let orMore = false;
  if (tokens[next]?.text === '+' && tokens[next]?.isJoined === true) {
    orMore = true;
    next++;
  }
  if (percentWords.has(tokens[next]?.text ?? '')) {
    unit = 'percent';
    next++;
  } else if (isMoney(tokens[next])) {
    unit = 'money';
    next++;
  }
  return { digits: sign + shifted(digits, power), unit, length: next - at, orMore };
}

function halfAt(tokens: readonly Token[], at: number): Amount | null {
  const [first, second, third] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (first?.text !== 'half' || second?.text !== 'a' || third === undefined) return null;
  const power = multiplierOf(third);
  if (power === undefined) return null;
  const isUnit = isMoney(tokens[at + 3]);
  return {
    digits: shifted('0.5', power),
    unit: isUnit ? 'money' : null,
    length: isUnit ? 4 : 3,
    orMore: false,
  };
}

const isMoney = (token: Token | undefined): boolean => token !== undefined && moneyWords.has(token.text);

/** A letter counts only where it hangs on its number: `5 m` may be metres. */
function multiplierOf(token: Token): number | undefined {
  if (!Object.hasOwn(multipliers, token.text)) return undefined;
  return token.text.length > 1 || token.isJoined || token.text === 'k' ? multipliers[token.text] : undefined;
}

function digitsOf(token: Token): string | null {
  if (token.kind === 'word') return numberOfWord(token.text)?.toString() ?? null;
  if (token.kind !== 'number' || !/^[\d.,]+$/.test(token.text)) return null;
  return plainDigits(token.text);
}

/** Groups of three after a sign are thousands, in English and in German; the last sign else is the decimal point. */
export function plainDigits(text: string): string | null {
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text)) return text.replaceAll(',', '');
  if (/^\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?$/.test(text) || /^\d{1,3}(?:\.\d{3})+,\d+$/.test(text)) {
    return text.replaceAll('.', '').replace(',', '.');
  }
  // 5.000 is five thousand where people write 0.5 with a comma, and nobody gives three decimals in words.
  if (/^[1-9]\d{0,2}\.000$/.test(text)) return text.replace('.', '');
  if (/^\d+(?:[.,]\d+)?$/.test(text)) return text.replace(',', '.');
  return null;
}

function shifted(digits: string, power: number): string {
  if (power === 0) return digits;
  const [whole = '0', fraction = ''] = digits.split('.');
  const moved = whole + fraction.slice(0, power).padEnd(power, '0');
  const rest = fraction.slice(power);
  return `${moved.replace(/^0+(?=\d)/, '')}${rest === '' ? '' : `.${rest}`}`;
}
