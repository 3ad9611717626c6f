/**
 * What people ask of formulas, as patterns over a text whose fields are numbered. `F` stands for a field, `T` for a
 * text in quotes or a sign by its name, `N` for a number. The first that fits the whole text is taken.
 */
import type { FormulaField } from '../../assistant.ts';

export interface Found {
  /** Of the pattern's groups, in their order. */
  readonly groups: readonly string[];
  /** A field's path, by its mark. */
  readonly path: (mark: string) => string;
  readonly field: (mark: string) => FormulaField | undefined;
  /** A text literal of the formula language, by its mark, its sign's name or as it stands. */
  readonly text: (said: string) => string;
  readonly number: (said: string) => string;
}

export interface FormulaPattern {
  readonly form: RegExp;
  readonly build: (found: Found) => string | null;
}

const F = String.raw`(?:the |their |its |our |a |an )?(\[f\d+\])`;
const T = String.raw`(?:a |an |the )?(\[q\d+\]|slash|dash|hyphen|minus sign|space|blank|comma|colon|semicolon|dot|period|underscore|pipe|plus sign|plus|at sign|@|ampersand|[-/_.:;,|&+#]|[\p{L}\p{N}]+)`;
const S = String.raw`(?:a |an |the )?(\[q\d+\]|slash|dash|hyphen|space|blank|comma|colon|semicolon|dot|period|underscore|pipe|plus sign|plus|at sign|@|ampersand|[-/_.:;,|&+#])`;
const N = String.raw`(\d[\d.,]*\s?(?:k|m|mio|million|thousand)?|half|a third|twice|two|three|four|five|six|seven|eight|nine|ten|twelve|one|a|an)`;
const end = String.raw`\s*[.?!]*`;

const pattern = (form: string, build: FormulaPattern['build']): FormulaPattern => ({
  form: new RegExp(
    `^(?:(?:please|show|give me|i want|i need|we need|compute|calculate|get|take|return|make|use|just|only|what is|whats|write) )*${form}${end}$`,
    'u',
  ),
  build,
});
const call = (name: string, ...parts: readonly string[]): string => `${name}(${parts.join(', ')})`;
const at = (groups: readonly string[], index: number): string => groups[index] ?? '';

/** One function of one field, asked for before or after it. */
const ofOne: readonly (readonly [words: string, name: string])[] = [
  ['(?:capitals|capital letters|upper case|uppercase|all caps|caps|upper|block letters)', 'UPPER'],
  ['(?:lower case|lowercase|small letters|lower)', 'LOWER'],
  [
    '(?:title case|proper case|capital first letters|a capital first letter|initial capitals|each word capitalized|every word capitalized|capitalized words)',
    'PROPER',
  ],
];

const suffixUnits: Readonly<Record<string, string>> = {
  day: 'ADDDAYS',
  week: 'ADDWEEKS',
  month: 'ADDMONTHS',
  year: 'ADDYEARS',
};

const thenElse = String.raw`(?:,|;)?\s*(?:and )?(?:otherwise|else|or else|if not|and if not|in all other cases)(?:,)?\s*(?:it is |its |use |then )?`;
const notEmpty = String.raw`(?:(?:if|when|where|in case) (?:it|that|this|there|the first|the former|nobody|no one|nothing|none|one)?\s*(?:is|are|was|has been|s)?\s*(?:empty|blank|missing|null|not set|not there|there is none|none|entered one|entered it|set one|filled it|unknown|given|available)?.*|as (?:a )?fallback|as (?:a )?backup|instead)`;

export const formulaPatterns: readonly FormulaPattern[] = [
  // Conditions
  pattern(
    `${T} (?:if|when|where|for|from) ${F}\\s*(?:is|are)?\\s*(.+?)${thenElse}${T}`,
    ({ groups, path, text, number, field }) => {
      const test = testOf(at(groups, 1), at(groups, 2), { path, text, number, field });
      return test === null ? null : call('IF', test, text(at(groups, 0)), text(at(groups, 3)));
    },
  ),
  pattern(
    `${T} (?:from|above|over|at|starting at) ${N}\\s*${F}?(?: or more| and more| and up)?${thenElse}${T}`,
    ({ groups, path, text, number }) => {
      const mark = at(groups, 2);
      return mark === ''
        ? null
        : call('IF', `${path(mark)} >= ${number(at(groups, 1))}`, text(at(groups, 0)), text(at(groups, 3)));
    },
  ),
  pattern(
    `(?:if|when) ${F}\\s*(?:is|are)?\\s*(.+?)(?:,| then)\\s*(?:then )?(?:it is |use )?${T}${thenElse}${T}`,
    ({ groups, path, text, number, field }) => {
      const test = testOf(at(groups, 0), at(groups, 1), { path, text, number, field });
      return test === null ? null : call('IF', test, text(at(groups, 2)), text(at(groups, 3)));
    },
  ),
  pattern(
    `(?:true|yes) (?:if|when|where) ${F}\\s*(?:is|are|equals)?\\s*(.+)`,
    ({ groups, path, text, number, field }) =>
      testOf(at(groups, 0), at(groups, 1), { path, text, number, field }),
  ),
  pattern(
    `(?:does|do|has|check if|check whether|whether|if|test if) ${F} (?:contain|contains|include|includes|has|have) ${T}(?: sign)?`,
    ({ groups, path, text }) => call('CONTAINS', path(at(groups, 0)), text(at(groups, 1))),
  ),
  pattern(
    `(?:does|check if|whether|if) ${F} (?:start|starts|begin|begins) with ${T}`,
    ({ groups, path, text }) => call('STARTSWITH', path(at(groups, 0)), text(at(groups, 1))),
  ),
  pattern(`(?:does|check if|whether|if) ${F} (?:end|ends) (?:with|in|on) ${T}`, ({ groups, path, text }) =>
    call('ENDSWITH', path(at(groups, 0)), text(at(groups, 1))),
  ),
  pattern(
    `(?:is|are|check if|whether|if) ${F} (?:is )?(?:empty|blank|missing|not set|null)`,
    ({ groups, path }) => call('ISBLANK', path(at(groups, 0))),
  ),
  pattern(
    `(?:is|are|check if|whether|if) ${F} (?:is )?(?:filled|filled in|set|there|given|not empty|not blank|present)`,
    ({ groups, path }) => call('ISNOTBLANK', path(at(groups, 0))),
  ),
  pattern(`(?:is|are|check if|whether|if) ${F} (?:is )?(.+)`, ({ groups, path, text, number, field }) =>
    testOf(at(groups, 0), at(groups, 1), { path, text, number, field }),
  ),

  // What to take where something is missing
  pattern(
    `${F},?\\s*(?:or|else|otherwise|falling back to|fall back to|then)(?: else)? ${F}(?:,?\\s*${notEmpty})?`,
    ({ groups, path }) => call('COALESCE', path(at(groups, 0)), path(at(groups, 1))),
  ),
  pattern(`${F},?\\s*(?:or|else|otherwise) (?:just |simply )?${T} ${notEmpty}`, ({ groups, path, text }) =>
    call('COALESCE', path(at(groups, 0)), text(at(groups, 1))),
  ),
  pattern(
    `${F},?\\s*(?:and |but )?(?:if|when) (?:it is |it s |it |thats |that is )?(?:empty|blank|missing|null|not set)(?:,)?\\s*(?:then |use |take )*${F}`,
    ({ groups, path }) => call('COALESCE', path(at(groups, 0)), path(at(groups, 1))),
  ),
  pattern(
    `${F},?\\s*(?:and |but )?(?:if|when) (?:it is |it s |it |thats |that is )?(?:empty|blank|missing|null|not set)(?:,)?\\s*(?:then |use |take )*${T}`,
    ({ groups, path, text }) => call('COALESCE', path(at(groups, 0)), text(at(groups, 1))),
  ),

  // Dates
  pattern(
    `(?:the )?(?:number of )?(days|weeks|months|years) (?:since|from|after) ${F}(?: until today| to today| till now)?`,
    ({ groups, path }) => since(at(groups, 0), path(at(groups, 1)), 'TODAY()'),
  ),
  pattern(
    `(?:the )?(?:number of )?(days|weeks|months|years)(?: left)? (?:until|till|to|before) ${F}`,
    ({ groups, path }) => since(at(groups, 0), 'TODAY()', path(at(groups, 1))),
  ),
  pattern(
    `(?:the )?(?:number of )?(days|weeks|months|years) (?:between|from) ${F} (?:and|to|until) ${F}`,
    ({ groups, path }) => since(at(groups, 0), path(at(groups, 1)), path(at(groups, 2))),
  ),
  pattern(
    `(?:how many )(days|weeks|months|years) (?:since|ago is|ago was|have passed since) ${F}`,
    ({ groups, path }) => since(at(groups, 0), path(at(groups, 1)), 'TODAY()'),
  ),
  pattern(`(?:age|age in years)(?: of| from| by)? ${F}`, ({ groups, path }) =>
    call('AGE', path(at(groups, 0))),
  ),
  pattern(
    `${N} (day|week|month|year)s? (?:after|from|past|later than|following) ${F}`,
    ({ groups, path, number }) =>
      call(suffixUnits[at(groups, 1)] ?? '', path(at(groups, 2)), number(at(groups, 0))),
  ),
  pattern(
    `${N} (day|week|month|year)s? (?:before|prior to|earlier than|ahead of) ${F}`,
    ({ groups, path, number }) =>
      call(suffixUnits[at(groups, 1)] ?? '', path(at(groups, 2)), `-${number(at(groups, 0))}`),
  ),
  pattern(`${F} (?:plus|\\+) ${N} (day|week|month|year)s?`, ({ groups, path, number }) =>
    call(suffixUnits[at(groups, 2)] ?? '', path(at(groups, 0)), number(at(groups, 1))),
  ),
  pattern(`${F} (?:minus|-|less) ${N} (day|week|month|year)s?`, ({ groups, path, number }) =>
    call(suffixUnits[at(groups, 2)] ?? '', path(at(groups, 0)), `-${number(at(groups, 1))}`),
  ),
  pattern(
    `(?:the )?(?:calendar )?(year|month|quarter|day|week)(?: number)? (?:of|from|in) ${F}`,
    ({ groups, path }) =>
      call(at(groups, 0) === 'week' ? 'ISOWEEK' : at(groups, 0).toUpperCase(), path(at(groups, 1))),
  ),
  pattern(
    `(?:the )?(?:name of the )?(month|day|weekday)(?: name)? (?:of|from) ${F} (?:as (?:a )?(?:word|name|text)|in words|by name)`,
    ({ groups, path }) => call(at(groups, 0) === 'month' ? 'MONTHNAME' : 'DAYNAME', path(at(groups, 1))),
  ),
  pattern(
    `(?:the )?(?:name of the )?(?:weekday|day of the week)(?: name)? (?:of|from) ${F}`,
    ({ groups, path }) => call('DAYNAME', path(at(groups, 0))),
  ),

  // Numbers
  pattern(
    `(?:.{1,30} is |=\\s*)?${N}\\s?(?:%|percent|per cent) of ${F}(?:,?\\s*(?:rounded|round)?(?: to| with)?\\s*(?:(\\d|two|one|no) (?:decimals?|decimal places|digits|places)|cents))?`,
    ({ groups, path, number }) =>
      rounded(`${path(at(groups, 1))} * ${share(number(at(groups, 0)))}`, at(groups, 2), number),
  ),
  pattern(
    `${F} (?:with|plus|including|incl) ${N}\\s?(?:%|percent)(?: [\\p{L}]+)*?(?:,?\\s*(?:rounded|round) (?:to|on) (\\d|two|one) (?:decimals?|decimal places|digits|places))?`,
    ({ groups, path, number }) =>
      rounded(`${path(at(groups, 0))} * ${1 + Number(share(number(at(groups, 1))))}`, at(groups, 2), number),
  ),
  pattern(
    `${F} (?:minus|less|without|reduced by) ${N}\\s?(?:%|percent)(?: [\\p{L}]+)*?`,
    ({ groups, path, number }) => `${path(at(groups, 0))} * ${1 - Number(share(number(at(groups, 1))))}`,
  ),
  pattern(
    `(?:round |rounded )${F}(?: rounded)?(?: to| on| with)? (?:(\\d|two|one|no) (?:decimals?|decimal places|digits|places)|(?:the )?(?:nearest )?(?:whole numbers?|integers?|full numbers?))`,
    ({ groups, path, number }) =>
      call('ROUND', path(at(groups, 0)), at(groups, 1) === '' ? '0' : number(at(groups, 1))),
  ),
  pattern(
    `${F} rounded(?: to| on)? (?:(\\d|two|one|no) (?:decimals?|decimal places|digits|places)|(?:the )?(?:nearest )?(?:whole numbers?|integers?|full numbers?))`,
    ({ groups, path, number }) =>
      call('ROUND', path(at(groups, 0)), at(groups, 1) === '' ? '0' : number(at(groups, 1))),
  ),
  pattern(
    `${F} (?:divided by|/|over|per) (?:${F}|${N})`,
    ({ groups, path, number }) => `${path(at(groups, 0))} / ${operand(groups, path, number)}`,
  ),
  pattern(
    `${F} (?:times|multiplied by|\\*|x) (?:${F}|${N})`,
    ({ groups, path, number }) => `${path(at(groups, 0))} * ${operand(groups, path, number)}`,
  ),
  pattern(
    `(?:product of )${F} and ${F}`,
    ({ groups, path }) => `${path(at(groups, 0))} * ${path(at(groups, 1))}`,
  ),
  pattern(
    `${F} (?:plus|\\+|added to) (?:${F}|${N})`,
    ({ groups, path, number }) => `${path(at(groups, 0))} + ${operand(groups, path, number)}`,
  ),
  pattern(
    `${F} (?:minus|-|less) (?:${F}|${N})`,
    ({ groups, path, number }) => `${path(at(groups, 0))} - ${operand(groups, path, number)}`,
  ),
  pattern(
    `(?:the )?difference (?:between|of) ${F} and ${F}`,
    ({ groups, path }) => `${path(at(groups, 0))} - ${path(at(groups, 1))}`,
  ),
  pattern(`(?:half)(?: of)? ${F}`, ({ groups, path }) => `${path(at(groups, 0))} / 2`),
  pattern(`(?:double|twice) ${F}`, ({ groups, path }) => `${path(at(groups, 0))} * 2`),
  pattern(
    `(?:the )?(sum|total|average|mean|larger|largest|greater|bigger|higher|maximum|max|smaller|smallest|lower|minimum|min|earlier|earliest|later|latest)(?: one)?(?: of)? ${F}((?:,| and|, and| or) (?:the )?\\[f\\d+\\](?:(?:,| and|, and| or) (?:the )?\\[f\\d+\\])*)`,
    ({ groups, path }) =>
      overAll(at(groups, 0), [at(groups, 1), ...(at(groups, 2).match(/\[f\d+\]/g) ?? [])].map(path)),
  ),

  // Lists
  pattern(`(?:the )?(?:number|count) of ${F}(?: .*)?`, ({ groups, path, field }) =>
    field(at(groups, 0))?.type === 'list' ? call('COUNT', path(at(groups, 0))) : null,
  ),
  pattern(`how many ${F}(?: .*)?`, ({ groups, path, field }) =>
    field(at(groups, 0))?.type === 'list' ? call('COUNT', path(at(groups, 0))) : null,
  ),
  pattern(
    `(?:all )?${F} (?:joined|separated|combined|listed|in one text|as text)(?: together)?(?: with| by| using)? ${S}(?: .*)?`,
    ({ groups, path, text }) => call('JOIN', path(at(groups, 0)), joiner(at(groups, 1), text)),
  ),
  pattern(`(?:join|combine) (?:all )?${F} (?:with|by|using) ${S}(?: .*)?`, ({ groups, path, text }) =>
    call('JOIN', path(at(groups, 0)), joiner(at(groups, 1), text)),
  ),
  pattern(
    `(?:the )?(first|last) (?:of|entry of|item of|one of|value of|item in|entry in) ${F}`,
    ({ groups, path }) => call(at(groups, 0).toUpperCase(), path(at(groups, 1))),
  ),

  // Pieces of text
  pattern(
    `(?:the )?first ${N} (?:characters|letters|digits|chars|signs) (?:of|from|in) ${F}`,
    ({ groups, path, number }) => call('LEFT', path(at(groups, 1)), number(at(groups, 0))),
  ),
  pattern(
    `(?:the )?last ${N} (?:characters|letters|digits|chars|signs) (?:of|from|in) ${F}`,
    ({ groups, path, number }) => call('RIGHT', path(at(groups, 1)), number(at(groups, 0))),
  ),
  pattern(
    `(?:the )?(?:part|everything|all|text|what stands|what comes|piece|bit)(?: of ${F})?(?: that is| that comes)? (?:before|left of|up to|in front of) ${S}(?: sign)?(?: (?:in|of|from) ${F})?`,
    ({ groups, path, text }) => piece('BEFORE', groups, path, text),
  ),
  pattern(
    `(?:the )?(?:part|everything|all|text|what stands|what comes|piece|bit)(?: of ${F})?(?: that is| that comes)? (?:after|right of|behind|following) ${S}(?: sign)?(?: (?:in|of|from) ${F})?`,
    ({ groups, path, text }) => piece('AFTER', groups, path, text),
  ),
  pattern(`(?:the )?(?:e ?mail )?domain(?: name)?(?: part)? (?:of|from|in) ${F}`, ({ groups, path }) =>
    call('DOMAIN', path(at(groups, 0))),
  ),
  pattern(`(?:the )?length of ${F}`, ({ groups, path }) => call('LEN', path(at(groups, 0)))),
  pattern(`(?:the )?number of (?:characters|letters) (?:of|in) ${F}`, ({ groups, path }) =>
    call('LEN', path(at(groups, 0))),
  ),
  pattern(`(?:the )?initials (?:of|from) ${F}`, ({ groups, path }) => call('INITIALS', path(at(groups, 0)))),
  pattern(`(?:only )?(?:the )?digits (?:of|in|from) ${F}`, ({ groups, path }) =>
    call('DIGITS', path(at(groups, 0))),
  ),
  pattern(
    `(?:remove|strip|trim|drop|without)(?: all| the| any)? (?:spaces|blanks|white ?space)(?: (?:around|from the ends of|at the ends of|before and after)|) ${F}`,
    ({ groups, path }) => call('TRIM', path(at(groups, 0))),
  ),
  pattern(
    `${F} (?:without|with no) (?:spaces|blanks|white ?space)(?: around(?: it)?| at the ends)?`,
    ({ groups, path }) => call('TRIM', path(at(groups, 0))),
  ),
  pattern(`trim(?:med)? ${F}`, ({ groups, path }) => call('TRIM', path(at(groups, 0)))),
  pattern(
    `(?:replace|change|swap)(?: all| every| the)? ${T}e?s? (?:by|with|to|for|into) ${T}e?s? in ${F}`,
    ({ groups, path, text }) =>
      call('SUBSTITUTE', path(at(groups, 2)), text(singular(at(groups, 0))), text(singular(at(groups, 1)))),
  ),
  pattern(`(?:prefix|start|precede) ${F} (?:with|by) ${T}`, ({ groups, path, text }) =>
    call('CONCAT', text(at(groups, 1)), path(at(groups, 0))),
  ),
  pattern(
    `${F} (?:prefixed with|with the prefix|with prefix|preceded by|with) ${T} (?:in front(?: of it)?|before it|as prefix)`,
    ({ groups, path, text }) => call('CONCAT', text(at(groups, 1)), path(at(groups, 0))),
  ),
  pattern(`(?:put|add) ${T} (?:in front of|before) ${F}`, ({ groups, path, text }) =>
    call('CONCAT', text(at(groups, 0)), path(at(groups, 1))),
  ),
  pattern(`(?:put|add|append) ${T} (?:after|behind|at the end of|to) ${F}`, ({ groups, path, text }) =>
    call('CONCAT', path(at(groups, 1)), text(at(groups, 0))),
  ),
  ...ofOne.flatMap(([words, name]) => [
    pattern(
      `${F} (?:in|as|with|to|all in|written in|converted to|in all)(?: all)? ${words}`,
      ({ groups, path }) => call(name, path(at(groups, 0))),
    ),
    pattern(`${words}(?: of| version of)? ${F}`, ({ groups, path }) => call(name, path(at(groups, 0)))),
  ]),
  pattern(`(?:the )?${F} (?:capitalized|uppercased|upper case)`, ({ groups, path }) =>
    call('UPPER', path(at(groups, 0))),
  ),

  // Joining
  pattern(
    `(?:join |combine |concatenate )?${F}(?:,| and|, and| then|, then| &) ${F}(?:,)? (?:with|separated by|joined by|joined with|and|having|by|using) ${S}(?: (?:between|in between|in the middle|as separator|them).*)?`,
    ({ groups, path, text }) => call('CONCAT', path(at(groups, 0)), text(at(groups, 2)), path(at(groups, 1))),
  ),
  pattern(`${F}(?:,|, then| then| and)? ${S}(?:,|, then| then| and)? ${F}`, ({ groups, path, text }) =>
    call('CONCAT', path(at(groups, 0)), joiner(at(groups, 1), text), path(at(groups, 2))),
  ),
  pattern(`(?:join |combine |concatenate )${F}(?:,| and|, and| with) ${F}`, ({ groups, path }) =>
    call('CONCAT', path(at(groups, 0)), '" "', path(at(groups, 1))),
  ),
  pattern(`${F} and ${F} (?:together|combined|joined|in one field|as one text)`, ({ groups, path }) =>
    call('CONCAT', path(at(groups, 0)), '" "', path(at(groups, 1))),
  ),
];

type Tools = Pick<Found, 'path' | 'text' | 'number' | 'field'>;

/** `1000 or more`, `above 50000`, `Customer`, `not Customer`, `empty`. */
function testOf(mark: string, said: string, { path, text, number, field }: Tools): string | null {
  const subject = path(mark);
  const words = said.trim();
  if (/^(?:empty|blank|missing|null)$/.test(words)) return call('ISBLANK', subject);
  if (/^(?:not empty|not blank|filled|set|there|present)$/.test(words)) return call('ISNOTBLANK', subject);
  const type = field(mark)?.type;
  if (type === 'number') {
    const parts =
      /^(?:(above|over|more than|greater than|higher than|bigger than|>|exceeds|at least|>=|no less than|below|under|less than|lower than|<|at most|<=|up to|no more than|equal to|exactly|=|from)\s*)?(\d[\d.,]*\s?(?:k|m|million|thousand)?)(?:\s*(or more|and more|or above|or higher|or up|and up|or less|or below|or fewer|or lower))?$/.exec(
        words,
      );
    if (parts === null) return null;
    const operator =
      parts[3] === undefined
        ? (orders[parts[1] ?? '='] ?? '=')
        : /more|above|higher|up/.test(parts[3])
          ? '>='
          : '<=';
    return `${subject} ${operator} ${number(parts[2] ?? '')}`;
  }
  if (type === 'boolean' && /^(?:true|yes|set|checked)$/.test(words)) return subject;
  const parts = /^(?:(not|other than|=|equal to|exactly) )?(\[q\d+\]|[\p{L}\p{N}]+)$/u.exec(words);
  if (parts === null || type !== 'text') return null;
  const isNot = parts[1] === 'not' || parts[1] === 'other than';
  return `${subject} ${isNot ? '!=' : '='} ${text(parts[2] ?? '')}`;
}

const orders: Readonly<Record<string, string>> = {
  above: '>',
  over: '>',
  'more than': '>',
  'greater than': '>',
  'higher than': '>',
  'bigger than': '>',
  '>': '>',
  exceeds: '>',
  'at least': '>=',
  from: '>=',
  '>=': '>=',
  'no less than': '>=',
  below: '<',
  under: '<',
  'less than': '<',
  'lower than': '<',
  '<': '<',
  'at most': '<=',
  '<=': '<=',
  'up to': '<=',
  'no more than': '<=',
};

function since(unit: string, from: string, to: string): string {
  if (unit === 'days') return call('DAYS', to, from);
  if (unit === 'weeks') return `INT(${call('DAYS', to, from)} / 7)`;
  return call(unit === 'months' ? 'MONTHSBETWEEN' : 'YEARSBETWEEN', from, to);
}

const share = (percent: string): string => String(Math.round(Number(percent) * 1e8) / 1e10);

function rounded(expression: string, places: string, number: Found['number']): string {
  return places === '' ? expression : call('ROUND', expression, number(places));
}

function operand(groups: readonly string[], path: Found['path'], number: Found['number']): string {
  return at(groups, 1) === '' ? number(at(groups, 2)) : path(at(groups, 1));
}

function overAll(word: string, paths: readonly string[]): string {
  if (word === 'sum' || word === 'total') return paths.join(' + ');
  if (word === 'average' || word === 'mean') return call('AVERAGE', ...paths);
  return call(/larg|great|big|high|max|lat/.test(word) ? 'MAX' : 'MIN', ...paths);
}

function piece(
  name: string,
  groups: readonly string[],
  path: Found['path'],
  text: Found['text'],
): string | null {
  const mark = at(groups, 0) === '' ? at(groups, 2) : at(groups, 0);
  return mark === '' ? null : call(name, path(mark), text(at(groups, 1)));
}

/** A comma between things in a text has its blank. */
const joiner = (said: string, text: Found['text']): string =>
  said === 'comma' || said === ',' ? '", "' : text(said);

const singular = (said: string): string =>
  said.startsWith('[') ? said : said.replace(/(?<=sh)es$|(?<=[^s])s$/, '');
