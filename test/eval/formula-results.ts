import type { FormulaContext } from '../../src/assistant/assistant.ts';
import { evaluateFormula } from '../../src/domain/formula/compile.ts';
import { parseFormula } from '../../src/domain/formula/parse.ts';
import { isDate, toIso } from '../../src/domain/formula/values.ts';
import type { FormulaType, FormulaValue } from '../../src/domain/formula/values.ts';

/** What the formula gives for each row; dates as ISO text. */
export function formulaResults(
  text: string,
  { fields, now, timezone }: FormulaContext,
  rows: readonly Readonly<Record<string, unknown>>[],
): unknown[] {
  const formula = parseFormula(text);
  const types = new Map(fields.map(({ path, type }) => [path.toLowerCase(), type]));
  const fieldType = (path: string): FormulaType => types.get(path.toLowerCase()) ?? 'any';
  return rows.map((row) => {
    const cells = new Map(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
    const valueOf = (path: string): FormulaValue => cellOf(cells.get(path.toLowerCase()));
    const value = evaluateFormula(formula, { valueOf, fieldType, now, timezone });
    return isDate(value) ? toIso(value) : value;
  });
}

function cellOf(value: unknown): FormulaValue {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '');
  throw new Error('A row holds something that is no value');
}
