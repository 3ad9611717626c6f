/** What a test lays in the way of records that are written over the API. */
import { ApiError } from '../http/api-error.ts';
import type { Value } from '../schema/column.ts';

/** @returns what the rule says against the record, or null. */
export type ValidationRule = (get: (column: string) => Value) => string | null;

export class WriteRules {
  private readonly rules = new Map<string, ValidationRule[]>();
  private readonly locks = new Map<string, number>();

  add(table: string, rule: ValidationRule): void {
    this.rules.set(table, [...(this.rules.get(table) ?? []), rule]);
  }

  /** @throws ApiError as a plug-in does that aborts the operation. */
  check(table: string, get: (column: string) => Value): void {
    for (const rule of this.rules.get(table) ?? []) {
      const message = rule(get);
      if (message !== null) throw new ApiError(400, '0x80040265', message);
    }
  }

  lock(id: string, times: number): void {
    this.locks.set(id, times);
  }

  /** @throws ApiError as often as the record was locked for. */
  takeLock(id: string): void {
    const times = this.locks.get(id) ?? 0;
    if (times <= 0) return;
    this.locks.set(id, times - 1);
    throw new ApiError(
      500,
      '0x80044150',
      'Sql error: Transaction (Process ID 74) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.',
    );
  }
}
