import type { Value } from '../schema/column.ts';
import type { TableDefinition } from '../schema/table-definition.ts';

type Values = Readonly<Record<string, Value>>;

/** A state and its reason go in pairs: of the one that is given follows the other. */
export function withBothStates(table: TableDefinition, given: Values): Values {
  const reasons = table.byName.get('statuscode')?.choices ?? [];
  const { statecode, statuscode } = given;
  if (reasons.length === 0 || (statecode === undefined) === (statuscode === undefined)) return given;
  if (statuscode !== undefined) {
    const reason = reasons.find((each) => String(each.value) === statuscode);
    return reason === undefined ? given : { ...given, statecode: String(reason.state ?? 0) };
  }
  const first = reasons.find((each) => String(each.state) === statecode);
  return first === undefined ? given : { ...given, statuscode: String(first.value) };
}

/** Whether the reason is one of the state's. */
export function isPair(table: TableDefinition, statecode: Value, statuscode: Value): boolean {
  const reasons = table.byName.get('statuscode')?.choices ?? [];
  if (reasons.length === 0) return true;
  return reasons.some((each) => String(each.value) === statuscode && String(each.state) === statecode);
}
