import { expect } from 'chai';
import { UserError } from '../../src/domain/errors.ts';
import { compileFormula, evaluateFormula } from '../../src/domain/formula/compile.ts';
import { parseFormula } from '../../src/domain/formula/parse.ts';
import { isDate, toIso } from '../../src/domain/formula/values.ts';
import type { FormulaType, FormulaValue } from '../../src/domain/formula/values.ts';

export const formulaNow = new Date('2026-11-18T10:00:00Z');

/** Fields with their types and values: `{ Amount: ['number', '12'] }`. */
export type Fields = Readonly<Record<string, readonly [FormulaType, FormulaValue]>>;

/** A formula's result; dates as ISO text. */
export function resultOf(
  text: string,
  fields: Fields = {},
  timezone = 'UTC',
): Exclude<FormulaValue, object> | readonly string[] | null {
  return plain(
    evaluateFormula(parseFormula(text), {
      valueOf: (path) => fields[path]?.[1] ?? null,
      fieldType: (path) => fields[path]?.[0] ?? 'any',
      now: formulaNow,
      timezone,
    }),
  );
}

/** The formula compiled for rows whose cells stand in the order of the fields. */
export function compiled(
  text: string,
  fields: Readonly<Record<string, FormulaType>>,
  timezone = 'UTC',
): (row: readonly FormulaValue[]) => FormulaValue {
  const names = Object.keys(fields);
  return compileFormula(parseFormula(text), {
    column: (path) => names.indexOf(path),
    fieldType: (path) => fields[path] ?? 'any',
    now: formulaNow,
    timezone,
  });
}

export function plain(value: FormulaValue): Exclude<FormulaValue, object> | readonly string[] | null {
  return isDate(value) ? toIso(value) : value;
}

/** What `run` throws, which must be a UserError. */
export function userErrorOf(run: () => unknown): UserError {
  try {
    run();
  } catch (error) {
    expect(error).to.be.instanceOf(UserError);
    if (error instanceof UserError) return error;
  }
  throw new Error('nothing was thrown');
}
