/** Whether two filters take the same rows: rows are made of what both of them name. */
import { dateText, dayMs, datetimeText } from '../../src/domain/calendar.ts';
import { checkFilter } from '../../src/domain/filter/check.ts';
import { conditionsOf } from '../../src/domain/filter/conditions.ts';
import { momentsOf } from '../../src/domain/filter/date-bounds.ts';
import type { FilterClock } from '../../src/domain/filter/date-bounds.ts';
import { kindOfType } from '../../src/domain/filter/field-type.ts';
import { compileMatches } from '../../src/domain/filter/matches.ts';
import { parseFilter } from '../../src/domain/filter/parse.ts';
import type { Filter } from '../../src/domain/filter/syntax.ts';
import type { SourceField, SourceSchema } from '../../src/domain/source-schema.ts';

const maxRows = 600;

export function readChecked(text: string, schema: SourceSchema): Filter {
  const filter = parseFilter(text);
  if (filter === null) throw new Error('The filter holds no condition');
  return checkFilter(filter, schema);
}

/** @param texts filters that parse and check. */
export function selectAlike(one: string, other: string, schema: SourceSchema, clock: FilterClock): boolean {
  const filters = [readChecked(one, schema), readChecked(other, schema)] as const;
  const conditions = filters.flatMap(conditionsOf);
  const columns = [...new Set(conditions.map(({ field }) => field.path))];
  const cells = columns.map((path) => cellsOf(path, filters, schema, clock));
  const [first, second] = filters.map((filter) => compileMatches(filter, { ...clock, schema, columns }));
  if (first === undefined || second === undefined) return false;
  for (const row of rowsOf(cells)) {
    if (isWithoutParent(row, columns, schema)) continue;
    if (first(row) !== second(row)) return false;
  }
  return true;
}

/** Values at and around all that is compared; null only where no "not" is decided by it. */
function cellsOf(
  path: string,
  filters: readonly Filter[],
  schema: SourceSchema,
  clock: FilterClock,
): (string | null)[] {
  const found = schema.field(path);
  if (found.kind === 'missing') throw new Error(`No field ${path}`);
  const conditions = filters.flatMap(conditionsOf).filter(({ field }) => field.path === path);
  const cells = new Set<string>(
    conditions.flatMap((condition) => {
      const values = condition.kind === 'membership' ? condition.values : [condition.value];
      return values.flatMap((value) => around(found.field, value, clock));
    }),
  );
  for (const { value } of found.field.picklistValues.slice(0, 12)) cells.add(value);
  if (kindOfType[found.field.type] === 'boolean') for (const each of ['true', 'false']) cells.add(each);
  if (kindOfType[found.field.type] === 'text') for (const each of ['zzz', 'Other text']) cells.add(each);
  if (kindOfType[found.field.type] === 'id') for (const each of ['001xx000003DGb2AAG']) cells.add(each);
  const isNegated = filters.some((filter) => decidesByAbsence(filter, path, false));
  const asksForNull = conditions.some(
    (condition) => condition.kind === 'comparison' && condition.value.kind === 'null',
  );
  return isNegated && !asksForNull ? [...cells] : [...cells, null];
}

function decidesByAbsence(filter: Filter, path: string, isInNot: boolean): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.some((operand) => decidesByAbsence(operand, path, isInNot));
    case 'not':
      return decidesByAbsence(filter.operand, path, true);
    case 'comparison':
    case 'membership':
      break;
  }
  if (filter.field.path !== path) return false;
  if (filter.kind === 'comparison' && filter.value.kind === 'null') return false;
  return isInNot || ['!=', 'NOT IN', 'EXCLUDES'].includes(filter.operator);
}

function around(field: SourceField, value: Parameters<typeof momentsOf>[0], clock: FilterClock): string[] {
  switch (value.kind) {
    case 'number': {
      const number = Number(value.text);
      return [number, number - 1, number + 1, number * 2, number / 2].map((each) =>
        String(Math.round(each * 1e6) / 1e6),
      );
    }
    case 'text': {
      const { text } = value;
      const parts = text.split(';');
      if (field.type === 'multipicklist') {
        const values = field.picklistValues.map((each) => each.value);
        const pairs = values.flatMap((a, index) => values.slice(index + 1).map((b) => `${a};${b}`));
        return [text, ...parts, ...values, ...pairs, values.join(';')];
      }
      return [text, `${text} x`, `x ${text}`, `x ${text} y`, text.toUpperCase()];
    }
    case 'date':
    case 'datetime':
    case 'date-literal':
    case 'counted-date-literal': {
      const { fromMs, toMs } = momentsOf(value, clock);
      const moments = [
        fromMs - dayMs,
        fromMs - 1,
        fromMs,
        fromMs + 1,
        (fromMs + toMs) / 2,
        toMs - 1,
        toMs,
        toMs + dayMs,
      ];
      const more = [...moments, clock.nowMs, fromMs - 30 * dayMs, toMs + 30 * dayMs].map(Math.floor);
      if (field.type === 'datetime') return more.map(datetimeText);
      return more.map((ms) => dateText(Math.floor(clock.zone.clockOf(ms) / dayMs)));
    }
    case 'boolean':
    case 'null':
      break;
  }
  return [];
}

/** All combinations where they are few, and otherwise an even choice of them. */
function* rowsOf(cells: readonly (readonly (string | null)[])[]): Generator<(string | null)[]> {
  const total = cells.reduce((product, each) => product * Math.max(each.length, 1), 1);
  const step = total <= maxRows ? 1 : 7_919;
  const count = Math.min(total, maxRows);
  for (let index = 0; index < count; index++) {
    let rest = (index * step) % total;
    yield cells.map((values) => {
      const value = values[rest % values.length] ?? null;
      rest = Math.floor(rest / values.length);
      return value;
    });
  }
}

/** A record without the parent has none of the parent's values. */
function isWithoutParent(
  row: readonly (string | null)[],
  columns: readonly string[],
  schema: SourceSchema,
): boolean {
  return columns.some((path, index) => {
    const field = schema.object.fields.find(({ name }) => name === path);
    const relationship = field?.relationship?.name;
    if (relationship === undefined || row[index] !== null) return false;
    return columns.some((other, at) => other.startsWith(`${relationship}.`) && row[at] !== null);
  });
}
