import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkFormula } from '../../../src/domain/formula/check.ts';
import { evaluateFormula } from '../../../src/domain/formula/compile.ts';
import { parseFormula } from '../../../src/domain/formula/parse.ts';
import type { FormulaType } from '../../../src/domain/formula/values.ts';
import { plain } from '../../support/formula.ts';
import { recordedData } from '../../support/project-root.ts';

const cell = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);
const formulaSet = z.object({
  set: z.literal('formulas'),
  now: z.string(),
  timezone: z.string(),
  cases: z.array(
    z.object({
      id: z.string(),
      ask: z.string(),
      fields: z.array(z.object({ name: z.string(), type: z.string() })),
      rows: z.array(z.record(z.string(), cell)),
      expect: z.object({ results: z.array(cell), tolerance: z.number().default(0) }),
      like: z.string(),
    }),
  ),
});
const sample = z.object({ sets: z.array(z.unknown()) });

const types: ReadonlyMap<string, FormulaType> = new Map([
  ['number', 'number'],
  ['currency', 'number'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['datetime', 'datetime'],
  ['list', 'list'],
]);

if (recordedData !== null) {
  const path = join(recordedData, 'eval', 'sample.yml');
  const { sets } = sample.parse(parse(readFileSync(path, 'utf8')));
  for (const set of sets.flatMap((each) => formulaSet.safeParse(each).data ?? [])) {
    describe('formulas as people ask for them', () => {
      for (const { id, ask, fields, rows, expect: expected, like } of set.cases) {
        it(`${id}: ${ask}`, () => {
          const byName = new Map(fields.map(({ name, type }) => [name, types.get(type) ?? 'text']));
          const formula = parseFormula(like);
          checkFormula(formula, (name) => byName.get(name) ?? null);
          rows.forEach((row, index) => {
            const result = plain(
              evaluateFormula(formula, {
                valueOf: (name) => row[name] ?? null,
                fieldType: (name) => byName.get(name) ?? 'any',
                now: new Date(set.now),
                timezone: set.timezone,
              }),
            );
            const wanted = expected.results[index] ?? null;
            if (typeof wanted === 'number') expect(result).to.be.closeTo(wanted, expected.tolerance);
            else expect(result).to.deep.equal(wanted);
          });
        });
      }
    });
  }
}
