import { UserError } from '../../../domain/errors.ts';
import { excerpt, oneOf } from '../../../domain/filter/filter-error.ts';
import { checkFormula } from '../../../domain/formula/check.ts';
import { parseFormula } from '../../../domain/formula/parse.ts';
import type { FormulaType } from '../../../domain/formula/values.ts';
import type { FormulaContext } from '../../assistant.ts';
import { question, type Proposal } from '../../proposal.ts';
import { maxAskLength, maxChoices } from '../limits.ts';
import { plainDigits } from '../words/amounts.ts';
import { numberOfWord } from '../words/number-words.ts';
import { markFields, type MarkedText } from './mark-fields.ts';
import { formulaPatterns, type Found } from './patterns.ts';

/** Long descriptions fit no pattern, and patterns look at the whole of a text. */
const maxPatternLength = 300;

/** A formula that parses and whose types are right, where what was asked fits a pattern; else a question. */
export function interpretFormula(text: string, context: FormulaContext): Proposal {
  if (text.length > maxAskLength) return question('Which formula do you want, in fewer words?');
  const fieldType = typesOf(context);
  const written = checked(text.trim().replace(/^=/, ''), fieldType);
  if (written !== null && /[()"+*/&<>]/.test(text)) return { kind: 'formula', formula: written };
  const marked = markFields(text, context.fields);
  if (marked.marked.length <= maxPatternLength) {
    for (const { form, build } of formulaPatterns) {
      const match = form.exec(marked.marked);
      const formula = match === null ? null : build(foundIn(match, marked));
      const right = formula === null ? null : checked(formula, fieldType);
      if (right !== null) return { kind: 'formula', formula: right };
    }
  }
  return askBack(text, marked, context);
}

function askBack(text: string, { fields }: MarkedText, context: FormulaContext): Proposal {
  const names = context.fields
    .slice(0, maxChoices)
    .map(({ label, path }) => (label === path ? path : `${label} (${path})`));
  if (fields.length === 0)
    return question(`Which fields is "${excerpt(text)}" made of? There are ${oneOf(names)}.`, names);
  return question(
    'What should be done with it? Say it in one step, for example "the name in capitals" or "the value divided by 12".',
  );
}

const typesOf = ({ fields }: FormulaContext): ((path: string) => FormulaType | null) => {
  const types = new Map(fields.map(({ path, type }) => [path.toLowerCase(), type]));
  return (path) => types.get(path.toLowerCase()) ?? null;
};

function checked(formula: string, fieldType: (path: string) => FormulaType | null): string | null {
  try {
    checkFormula(parseFormula(formula), fieldType);
    return formula;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function foundIn(match: RegExpExecArray, { fields, quoted, marked, written }: MarkedText): Found {
  const fieldAt = (mark: string): MarkedText['fields'][number] | undefined =>
    fields[Number(mark.replace(/\D/g, ''))];
  return {
    groups: match.slice(1).map((group) => group ?? ''),
    field: fieldAt,
    path: (mark) => fieldAt(mark)?.path ?? '',
    text: (said) => literal(said, quoted, marked, written),
    number: numberOf,
  };
}

const signs: Readonly<Record<string, string>> = {
  slash: '/',
  dash: '-',
  hyphen: '-',
  'minus sign': '-',
  space: ' ',
  blank: ' ',
  comma: ',',
  colon: ':',
  semicolon: ';',
  dot: '.',
  period: '.',
  underscore: '_',
  pipe: '|',
  plus: '+',
  'plus sign': '+',
  'at sign': '@',
  ampersand: '&',
};

/** As a text literal, in the letters in which it was written. */
function literal(said: string, quoted: readonly string[], marked: string, written: string): string {
  const isQuoted = /^\[q\d+\]$/.test(said);
  const at = marked.indexOf(said);
  // Folding may change lengths; then the folded word has to do.
  const asWritten = marked.length === written.length && at >= 0 ? written.slice(at, at + said.length) : said;
  const text = isQuoted
    ? (quoted[Number(said.replace(/\D/g, ''))] ?? '')
    : Object.hasOwn(signs, said)
      ? (signs[said] ?? '')
      : asWritten;
  return `"${text.replaceAll('"', '""')}"`;
}

const scales: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, m: 1e6, mio: 1e6, million: 1e6 };

function numberOf(said: string): string {
  if (said === 'a' || said === 'an') return '1';
  const named = said === 'no' ? 0 : numberOfWord(said);
  if (named !== null) return String(named);
  const parts = /^([\d.,]*\d)\s?([a-z]*)$/.exec(said);
  const digits = plainDigits(parts?.[1] ?? '') ?? '0';
  return String(Number(digits) * (scales[parts?.[2] ?? ''] ?? 1));
}
