import type { LikePart } from '../../domain/filter/like-pattern.ts';
import type { Unfolded } from '../../domain/filter/unfold-case.ts';
import type { SelectDialect } from '../select/dialect.ts';
import { exactly, isTrue } from '../select/truth.ts';
import { postgresDialect } from './dialect.ts';

export const postgresSelect: SelectDialect = {
  // The collation says that letters have no case beyond ASCII, and that texts are ordered by their characters.
  text: (name) => `((t.attributes ->> '${name}') COLLATE "C")`,
  folded(text, unfolded, binds) {
    const single = unfolded.filter(isSingle);
    const several = unfolded.filter((each) => !isSingle(each));
    const replaced = several.reduce(
      (sql, { character, folded }) => `replace(${sql}, ${binds.text(character)}, ${binds.text(folded)})`,
      text,
    );
    if (single.length === 0) return `lower(${replaced})`;
    const from = binds.text(single.map(({ character }) => character).join(''));
    const to = binds.text(single.map(({ folded }) => folded).join(''));
    return `lower(translate(${replaced}, ${from}, ${to}))`;
  },
  // All there are: they are replaced in one pass.
  maxUnfolded: 2_000,
  contains: (text, part) => `strpos(${text}, ${part}) > 0`,
  endsWith: (text, part, length) => `right(${text}, ${length}) = ${part}`,
  like: (text, parts, binds) => `${text} LIKE ${binds.text(parts.map(likePart).join(''))}`,
  isAmong: (text, texts) =>
    `${text} IN (SELECT ${postgresDialect.eachText} FROM ${postgresDialect.unpackTexts(texts)})`,
  isBoolean: (name, value) => isTrue(`t.attributes ->> '${name}' = '${value}'`),
  numberAmong(name, digits, binds) {
    const wanted = `SELECT each.value::numeric FROM ${postgresDialect.unpackTexts(binds.texts(digits))}`;
    return exactly(isTrue(`${numeric(name)} IN (${wanted})`));
  },
  numberOrder: (name, operator, digits, binds) =>
    exactly(isTrue(`${numeric(name)} ${operator} ${binds.decimal(digits)}::numeric`)),
  itemsOf: (name) => {
    const list = `t.attributes -> '${name}'`;
    return `jsonb_array_elements_text(CASE jsonb_typeof(${list}) WHEN 'array' THEN ${list} ELSE '[]' END) AS item (value)`;
  },
  trimmed: (text, blanks) => `btrim(${text}, ${blanks})`,
};

function isSingle({ folded }: Unfolded): boolean {
  return Array.from(folded).length === 1;
}

function numeric(name: string): string {
  return `(t.attributes ->> '${name}')::numeric`;
}

function likePart(part: LikePart): string {
  if (part === 'any') return '%';
  return part === 'one' ? '_' : part.text.replace(/[\\%_]/g, '\\$&');
}
