import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { dateText, readIsoDate } from '../../../src/domain/calendar.ts';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { operatorsOfKind, type FieldKind } from '../../../src/domain/filter/field-type.ts';
import type { FilterErrorCode } from '../../../src/domain/filter/filter-error.ts';
import * as limits from '../../../src/domain/filter/limits.ts';
import { periodOf } from '../../../src/domain/filter/period.ts';
import { countedDateLiterals, plainDateLiterals } from '../../../src/domain/filter/syntax.ts';
import { crmSchema } from '../../support/crm-schema.ts';
import { aFilter } from '../../support/filters.ts';
import { projectRoot } from '../../support/project-root.ts';
import { userErrorOf } from '../../support/thrown.ts';

const page = readFileSync(join(projectRoot, 'docs', 'filter-language.md'), 'utf8').replaceAll('\r\n', '\n');

/** The rows of the table that begins with these headings. */
function table(...headings: readonly string[]): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => cellsOf(line).join('|') === headings.join('|'));
  expect(start, `a table of ${headings.join(', ')}`).to.be.at.least(0);
  const end = lines.findIndex((line, at) => at > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map(cellsOf);
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const codeIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');

const inDigits = (limit: number): string => limit.toLocaleString('en-US');

describe('docs/filter-language.md', () => {
  it('has the days of every period', () => {
    const today = readIsoDate('2026-03-11') ?? 0;
    const rows = table('period', 'first day', 'last day');
    for (const [literal = '', first, last] of rows) {
      const filter = aFilter(`Day = ${codeIn(literal).join('')}`);
      if (filter.kind !== 'comparison') throw new Error(literal);
      const { value } = filter;
      if (value.kind !== 'date-literal' && value.kind !== 'counted-date-literal') throw new Error(literal);
      const { from, to } = periodOf(value, today);
      expect([first, last], literal).to.deep.equal([dateText(from), dateText(to - 1)]);
    }
    const names = rows.map(([literal = '']) => codeIn(literal).join('').replace(/:\d+$/, ''));
    expect(names).to.have.members([...plainDateLiterals, ...countedDateLiterals]);
  });

  it('has the operators of every kind of field', () => {
    const names: Readonly<Record<FieldKind, string>> = {
      text: 'text',
      picklist: 'picklist',
      multipicklist: 'multi-select picklist',
      boolean: 'yes/no',
      number: 'number',
      date: 'date',
      datetime: 'date and time',
      id: 'id',
      opaque: 'time of day',
    };
    const kinds = Object.keys(names) as FieldKind[];
    const expected = kinds.map((kind) => [names[kind], operatorsOfKind[kind].join(', ') || 'none']);
    expect(table('field', 'operators')).to.deep.equal(expected);
  });

  it('explains every operator', () => {
    const explained = table('operator', 'takes records whose value').flatMap(([cell = '']) =>
      codeIn(cell).map((code) => code.replace(' (…)', '')),
    );
    expect(explained).to.include.members([...new Set(Object.values(operatorsOfKind).flat())]);
  });

  it('has examples that are right', () => {
    const examples = table('filter', 'takes').flatMap(([cell = '']) => codeIn(cell));
    const blocks = [...page.matchAll(/```filter\n([^`]+)```/g)].map(([, text]) => text ?? '');
    expect(examples.length).to.be.at.least(10);
    for (const text of [...examples, ...blocks]) checkFilter(aFilter(text), crmSchema);
  });

  it('has values and escapes that can be read', () => {
    const values = table('kind', 'written', 'remarks').flatMap(([, cell = '']) => codeIn(cell));
    for (const value of values) aFilter(`Field = ${value}`);
    const escapes = table('written', 'stands for').flatMap(([cell = '']) => codeIn(cell));
    expect(escapes).to.have.length.above(10);
    for (const escape of escapes) aFilter(`Field = '${escape}'`);
  });

  it('has the messages of errors to the letter, for every code', () => {
    const rows = table('code', 'filter', 'message');
    for (const [code = '', filter = '', message] of rows) {
      const [text] = codeIn(filter);
      if (text === undefined) continue;
      const error = userErrorOf(() => checkFilter(aFilter(text), crmSchema));
      expect([codeIn(code).join(''), message], text).to.deep.equal([error.code, error.message]);
    }
    const codes: Readonly<Record<FilterErrorCode, true>> = {
      filter_syntax: true,
      filter_too_long: true,
      unknown_field: true,
      unknown_value: true,
      ambiguous_value: true,
      field_not_filterable: true,
      wrong_operator: true,
      wrong_value: true,
    };
    const named = new Set(rows.map(([code = '']) => codeIn(code).join('')));
    expect([...named]).to.have.members(Object.keys(codes));
  });

  it('has the limits', () => {
    const stated = Object.fromEntries(table('limit', 'at most'));
    const { maxYear, minYear, maxNumberExponent: power } = limits;
    expect(stated).to.deep.include({
      'characters of a filter': inDigits(limits.maxFilterLength),
      'parentheses and NOT inside each other': inDigits(limits.maxFilterDepth),
      conditions: `${inDigits(limits.maxFilterNodes)}, the words that join them included`,
      'values of one list': inDigits(limits.maxListValues),
      'characters of one text': inDigits(limits.maxTextLength),
      'characters of one number': `${inDigits(limits.maxNumberLength)}; from 1e-${power} to 1e${power}`,
      'years of a date': `${minYear} to ${maxYear}`,
    });
    for (const [, count = '', unit = ''] of (stated['count of a period'] ?? '').matchAll(
      /(\d[\d,]*) ([a-z]+)/g,
    )) {
      const most = Number(count.replaceAll(',', ''));
      aFilter(`Day = LAST_N_${unit}:${most}`);
      userErrorOf(() => aFilter(`Day = LAST_N_${unit}:${most + 1}`));
    }
  });
});
