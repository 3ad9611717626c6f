import { RecordError, UserError } from '../errors.ts';

export type FormulaErrorCode =
  | 'empty_formula'
  | 'formula_too_long'
  | 'formula_too_deep'
  | 'formula_syntax'
  | 'unknown_function'
  | 'unknown_field'
  | 'wrong_argument_count'
  | 'wrong_argument'
  | 'type_mismatch';

/** @param position zero-based; people are told the one-based one. */
export function formulaError(code: FormulaErrorCode, position: number, message: string): UserError {
  return new UserError(`At character ${position + 1} of the formula: ${message}`, { code, position });
}

/**
 * Why a formula has no value for a row. Never names the row's value: reasons are shown to more people than
 * values are.
 *
 * @param who the function or operator.
 */
export function rowError(who: string, problem: string): RecordError {
  return new RecordError(`${who}: ${problem}.`, { code: 'formula_failed' });
}
