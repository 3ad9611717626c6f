/** A filter as SQL over a hub object's records, with the meaning of `compileMatches`. */
import { requireField } from '../../domain/filter/check.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import { kindOfType, type FieldKind } from '../../domain/filter/field-type.ts';
import type { ComparisonOperator, Filter, FilterValue, TextOperator } from '../../domain/filter/syntax.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';
import type { Binds } from './binds.ts';
import { momentAmong, momentOrder } from './date-condition.ts';
import type { OrderOperator, SelectDialect } from './dialect.ts';
import { idAmong } from './id-condition.ts';
import { includesAny, isListEmpty, isSameList } from './list-condition.ts';
import { numberAmong, numberOrder } from './number-condition.ts';
import { textAmong, textOrder, textTest } from './text-condition.ts';
import { all, any, exactly, never, not, type Truth } from './truth.ts';

export interface FilterCompilation {
  readonly schema: SourceSchema;
  readonly clock: FilterClock;
  readonly dialect: SelectDialect;
  readonly binds: Binds;
  /** Attributes that are columns of their own. */
  readonly keys: readonly string[];
}

/** A field of a condition. */
export interface SelectField {
  readonly name: string;
  readonly kind: FieldKind;
  /** SQL of its value as text; NULL where there is none. */
  readonly text: string;
}

/**
 * @param filter checked against the schema.
 * @throws UserError where it names a field that the schema does not have.
 */
export function compileFilter(filter: Filter, compilation: FilterCompilation): Truth {
  switch (filter.kind) {
    case 'and':
      return all(filter.operands.map((operand) => compileFilter(operand, compilation)));
    case 'or':
      return any(filter.operands.map((operand) => compileFilter(operand, compilation)));
    case 'not':
      return not(compileFilter(filter.operand, compilation));
    case 'comparison':
    case 'membership':
      break;
  }
  const { field } = requireField(filter.field, compilation.schema);
  const { name, type } = field;
  const text = compilation.keys.includes(name) ? `t.${name}` : compilation.dialect.text(name);
  return compileCondition(filter, { name, kind: kindOfType[type], text }, compilation);
}

type Condition = Extract<Filter, { kind: 'comparison' | 'membership' }>;

function compileCondition(condition: Condition, field: SelectField, compilation: FilterCompilation): Truth {
  if (condition.kind === 'membership') {
    const { operator, values } = condition;
    switch (operator) {
      case 'IN':
        return isAmong(field, values, compilation);
      case 'NOT IN':
        return not(isAmong(field, values, compilation));
      case 'INCLUDES':
        return includesAny(field, values, compilation);
      case 'EXCLUDES':
        break;
    }
    const isThere = not(isEmpty(field, compilation));
    return all([isThere, not(includesAny(field, values, compilation))]);
  }
  const { operator, value } = condition;
  if (isTextOperator(operator)) return textTest(field, operator, value, compilation);
  if (operator === '=') return isAmong(field, [value], compilation);
  if (operator === '!=') return not(isAmong(field, [value], compilation));
  return compileOrder(field, operator, value, compilation);
}

function isTextOperator(operator: ComparisonOperator | TextOperator): operator is TextOperator {
  return operator === 'LIKE' || operator === 'CONTAINS' || operator.endsWith('WITH');
}

/** `=` and IN; no test takes a record without a value, so that their opposites do. */
function isAmong(field: SelectField, values: readonly FilterValue[], compilation: FilterCompilation): Truth {
  const given = values.filter(({ kind }) => kind !== 'null');
  const isEmptyToo = given.length < values.length ? isEmpty(field, compilation) : never;
  return any([isEmptyToo, given.length === 0 ? never : isAmongGiven(field, given, compilation)]);
}

function isAmongGiven(
  field: SelectField,
  values: readonly FilterValue[],
  compilation: FilterCompilation,
): Truth {
  const { dialect } = compilation;
  switch (field.kind) {
    case 'text':
    case 'picklist':
      return textAmong(field, values, compilation);
    case 'multipicklist':
      return isSameList(field, values, compilation);
    case 'id':
      return idAmong(field, values, compilation);
    case 'boolean': {
      const wanted = values.map((value) => value.kind === 'boolean' && value.value);
      return any([...new Set(wanted)].map((value) => exactly(dialect.isBoolean(field.name, value))));
    }
    case 'number':
      return numberAmong(field, values, compilation);
    case 'date':
    case 'datetime':
      return momentAmong(field, values, compilation);
    case 'opaque':
      break;
  }
  throw notCompared(field);
}

function compileOrder(
  field: SelectField,
  operator: OrderOperator,
  value: FilterValue,
  compilation: FilterCompilation,
): Truth {
  switch (field.kind) {
    case 'text':
      return textOrder(field, operator, value, compilation);
    case 'number':
      return numberOrder(field, operator, value, compilation);
    case 'date':
    case 'datetime':
      return momentOrder(field, operator, value, compilation);
    case 'picklist':
    case 'multipicklist':
    case 'id':
    case 'boolean':
    case 'opaque':
      break;
  }
  throw notCompared(field);
}

/** Empty text is no value. */
function isEmpty(field: SelectField, compilation: FilterCompilation): Truth {
  const { kind, name, text } = field;
  if (compilation.keys.includes(name)) return never;
  if (kind === 'multipicklist') return isListEmpty(field, compilation);
  return exactly(`COALESCE(${text}, '') = ''`);
}

function notCompared({ name, kind }: SelectField): Error {
  return new Error(`The hub's attribute ${name} is of the kind ${kind}, which is not compared like this`);
}
