/** What a test lays in the way of rows that are written over the API. */
import type { FieldValue } from '../schema/field-definition.ts';
import { WriteError } from './write-error.ts';

/** @returns what the rule says against the record, or null. */
export type ValidationRule = (get: (field: string) => FieldValue) => string | null;

export class RowRules {
  private readonly rules = new Map<string, ValidationRule[]>();
  private readonly locks = new Map<string, number>();

  add(object: string, rule: ValidationRule): void {
    this.rules.set(object, [...this.of(object), rule]);
  }

  of(object: string): readonly ValidationRule[] {
    return this.rules.get(object) ?? [];
  }

  lock(id: string, times: number): void {
    this.locks.set(id, times);
  }

  /** @throws WriteError as often as the record was locked for. */
  takeLock(id: string): void {
    const times = this.locks.get(id) ?? 0;
    if (times <= 0) return;
    this.locks.set(id, times - 1);
    throw new WriteError(
      'UNABLE_TO_LOCK_ROW',
      `unable to obtain exclusive access to this record or 1 records: ${id}`,
    );
  }
}
