import type { LikePart } from '../../domain/filter/like-pattern.ts';
import { decimalJson } from '../../domain/mapping/number-value.ts';
import type { Binds } from '../select/binds.ts';
import type { OrderOperator, SelectDialect } from '../select/dialect.ts';
import { exactly, isTrue, type Truth } from '../select/truth.ts';
import { sqliteDialect } from './dialect.ts';

export const sqliteSelect: SelectDialect = {
  text: (name) => sqliteDialect.member('t.attributes', name),
  folded(text, unfolded, binds) {
    const replaced = unfolded.reduce(
      (sql, { character, folded }) => `replace(${sql}, ${binds.text(character)}, ${binds.text(folded)})`,
      text,
    );
    // Only letters of ASCII: this SQLite is built without the rest.
    return `lower(${replaced})`;
  },
  // A thousand operators below each other are allowed, and every replacement is a pass over the text.
  maxUnfolded: 60,
  contains: (text, part) => `instr(${text}, ${part}) > 0`,
  endsWith: (text, part, length) => `substr(${text}, -${length}) = ${part}`,
  // LIKE would find letters of ASCII without their case, which the text has not any more; GLOB compares faster.
  like: (text, parts, binds) => `${text} GLOB ${binds.text(parts.map(globPart).join(''))}`,
  isAmong: (text, texts) =>
    `${text} IN (SELECT ${sqliteDialect.eachText} FROM ${sqliteDialect.unpackTexts(texts)})`,
  isBoolean: (name, value) => isTrue(`${json(name)} = '${value}'`),
  numberAmong,
  numberOrder,
  itemsOf: (name) => `json_each(t.attributes, '$."${name}"') AS item`,
  trimmed: (text, blanks) => `trim(${text}, ${blanks})`,
};

/** The value as it is written in JSON: text in quotes, and a number digit by digit. */
function json(name: string): string {
  return `(t.attributes -> '$."${name}"')`;
}

function globPart(part: LikePart): string {
  if (part === 'any') return '*';
  return part === 'one' ? '?' : part.text.replace(/[*?[]/g, '[$&]');
}

/** A number of the hub has one of these texts, so that its digits are compared without being read. */
function numberAmong(name: string, digits: readonly string[], binds: Binds): Truth {
  const texts = [...new Set(digits.flatMap((each) => [decimalJson(each), each]))];
  return exactly(isTrue(sqliteSelect.isAmong(json(name), binds.texts(texts))));
}

/** Far more than what reading a decimal as a double can be wrong by, and far less than what people ask for. */
const relativeDoubt = 1e-12;

/** Numbers are read as doubles: of those that come close, only one whose digits are the very same is certain. */
function numberOrder(name: string, operator: OrderOperator, digits: string, binds: Binds): Truth {
  const wanted = Number(digits);
  const doubt = Math.abs(wanted) * relativeDoubt;
  const value = `CAST(${sqliteSelect.text(name)} AS REAL)`;
  const isSame = numberAmong(name, [digits], binds).certain;
  const isLess = operator === '<' || operator === '<=';
  const isBeyond = isLess
    ? `${value} < ${binds.number(wanted - doubt)}`
    : `${value} > ${binds.number(wanted + doubt)}`;
  const isNear = isLess
    ? `${value} <= ${binds.number(wanted + doubt)}`
    : `${value} >= ${binds.number(wanted - doubt)}`;
  if (operator === '<=' || operator === '>=') {
    return { certain: `${isTrue(isBeyond)} OR ${isSame}`, possible: isTrue(isNear) };
  }
  return { certain: isTrue(isBeyond), possible: `${isTrue(isNear)} AND NOT ${isSame}` };
}
