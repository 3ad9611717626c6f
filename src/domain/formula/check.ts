import { didYouMean, excerpt } from '../filter/filter-error.ts';
import { nearestNames } from '../nearest.ts';
import { readIsoDate, readIsoDatetime } from '../calendar.ts';
import { formulaError } from './formula-error.ts';
import { findFunction } from './functions/index.ts';
import { usageOf } from './functions/function.ts';
import type { FormulaFunction, Parameter, ParameterType } from './functions/function.ts';
import type { BinaryOperator, Formula } from './syntax.ts';
import type { FormulaType } from './values.ts';

type Binary = Extract<Formula, { kind: 'binary' }>;
type Call = Extract<Formula, { kind: 'call' }>;
/** The type of a field, or null where there is no such field. */
export type FieldTypes = (path: string) => FormulaType | null;

/**
 * Checks fields and types, and says what type the formula gives.
 *
 * @param suggest the field names nearest to an unknown one, best first.
 * @throws UserError with `code` and `position`.
 */
export function checkFormula(
  formula: Formula,
  fieldType: FieldTypes,
  suggest: (path: string) => readonly string[] = () => [],
): FormulaType {
  const check = (part: Formula): FormulaType => {
    switch (part.kind) {
      case 'text':
      case 'number':
      case 'boolean':
      case 'null':
        return part.kind;
      case 'field': {
        const type = fieldType(part.path);
        if (type === null) throw unknownField(part.path, part.position, suggest(part.path));
        return type;
      }
      case 'unary': {
        const wanted = part.operator === '!' ? 'boolean' : 'number';
        expectType(part.operand, check(part.operand), wanted, `"${part.operator}"`);
        return wanted;
      }
      case 'binary':
        return binaryTypes[part.operator](part, check(part.left), check(part.right));
      case 'call':
        break;
    }
    return callType(part, part.arguments.map(check));
  };
  return check(formula);
}

function unknownField(path: string, position: number, near: readonly string[]): Error {
  const called = findFunction(path);
  const hint = called === undefined ? didYouMean(near) : ` The function is written ${usageOf(called)}.`;
  return formulaError('unknown_field', position, `there is no field "${excerpt(path)}".${hint}`);
}

function callType(call: Call, types: readonly FormulaType[]): FormulaType {
  const definition = findFunction(call.name);
  if (definition === undefined) throw new Error(`No function ${call.name}: not a parsed formula`);
  call.arguments.forEach((argument, index) => {
    const parameter = parameterAt(definition, index);
    if (parameter === undefined) return;
    const wanted = definition.typeAt?.(index, types.length) ?? parameter.type;
    expectType(argument, types[index] ?? 'any', wanted, `${parameter.name} of ${definition.name}`);
    expectOneOf(argument, parameter, definition);
  });
  return definition.returnType?.(types) ?? definition.returns;
}

export function parameterAt(definition: FormulaFunction, index: number): Parameter | undefined {
  const { parameters } = definition;
  return parameters[Math.min(index, parameters.length - 1)];
}

function expectOneOf(argument: Formula, { oneOf, name }: Parameter, definition: FormulaFunction): void {
  if (oneOf === undefined || argument.kind !== 'text' || oneOf.includes(argument.value.toLowerCase())) return;
  const allowed = `${name} of ${definition.name} is one of "${oneOf.join('", "')}".`;
  const hint = didYouMean(nearestNames(argument.value, oneOf));
  throw formulaError('wrong_argument', argument.position, `${allowed}${hint}`);
}

/** What may stand where a type is wanted; the rest of convert.ts is for values whose type only the row tells. */
const accepted: Readonly<Record<ParameterType, readonly FormulaType[]>> = {
  text: ['text', 'number', 'boolean', 'date', 'datetime'],
  number: ['number'],
  boolean: ['boolean'],
  date: ['date', 'datetime'],
  datetime: ['date', 'datetime'],
  'date or datetime': ['date', 'datetime'],
  'number or date': ['number', 'date', 'datetime'],
  list: ['list'],
  any: ['text', 'number', 'boolean', 'date', 'datetime', 'list'],
};

const remedies: Readonly<Partial<Record<`${FormulaType} to ${ParameterType}`, string>>> = {
  'text to number': 'Turn the text into a number with VALUE(…).',
  'text to number or date': 'Turn the text into a number with VALUE(…) or into a date with DATEVALUE(…).',
  'text to date': 'Turn the text into a date with DATEVALUE(…).',
  'text to datetime': 'Turn the text into a time with DATETIMEVALUE(…).',
  'text to date or datetime': 'Turn the text into a date with DATEVALUE(…) or DATETIMEVALUE(…).',
  'text to list': 'Turn the text into a list with SPLIT(text, separator).',
  'text to boolean': 'Compare it, such as Name = "x", or use BOOLEAN(…).',
  'number to boolean': 'Compare it, such as Amount > 0.',
  'date to boolean': 'Compare it, or use ISBLANK(…).',
  'list to text': 'Use JOIN(list, separator), or INCLUDES(list, value) to look for an item.',
  'list to number': 'Use COUNT(list) for the number of items.',
  'list to boolean': 'Use INCLUDES(list, value).',
  'datetime to number': 'Use YEAR, MONTH, DAY, HOUR or DAYSBETWEEN.',
  'date to number': 'Use YEAR, MONTH, DAY or DAYSBETWEEN.',
};

function expectType(part: Formula, actual: FormulaType, wanted: ParameterType, who: string): void {
  if (actual === 'any' || actual === 'null' || accepted[wanted].includes(actual)) return;
  if (part.kind === 'text' && accepted[wanted].includes('date') && isIso(part.value)) return;
  throw clash(`${who} must be a ${wanted}, not a ${actual}`, part, remedies[`${actual} to ${wanted}`]);
}

const isIso = (text: string): boolean => readIsoDate(text) !== null || readIsoDatetime(text) !== null;

function clash(what: string, { position }: Formula, remedy: string | undefined): Error {
  return formulaError('type_mismatch', position, `${what}.${remedy === undefined ? '' : ` ${remedy}`}`);
}

type TypeOfBinary = (part: Binary, left: FormulaType, right: FormulaType) => FormulaType;

const comparison: TypeOfBinary = (part, left, right) => {
  expectComparable(part, left, right);
  return 'boolean';
};

/** Both sides must be of one type, which is also the type of the result. */
const both =
  (type: 'text' | 'number' | 'boolean'): TypeOfBinary =>
  (part, left, right) => {
    expectBoth(part, left, right, type);
    return type;
  };

const binaryTypes: Readonly<Record<BinaryOperator, TypeOfBinary>> = {
  '||': both('boolean'),
  '&&': both('boolean'),
  '=': comparison,
  '!=': comparison,
  '<': comparison,
  '<=': comparison,
  '>': comparison,
  '>=': comparison,
  '&': both('text'),
  '+': sumType,
  '-': differenceType,
  '*': both('number'),
  '/': both('number'),
  '%': both('number'),
  '^': both('number'),
};

function expectBoth(part: Binary, left: FormulaType, right: FormulaType, wanted: ParameterType): void {
  expectType(part.left, left, wanted, `what stands before "${part.operator}"`);
  expectType(part.right, right, wanted, `what stands after "${part.operator}"`);
}

const isUnknown = (type: FormulaType): boolean => type === 'any' || type === 'null';
const isMoment = (type: FormulaType): boolean => type === 'date' || type === 'datetime';

function sumType(part: Binary, left: FormulaType, right: FormulaType): FormulaType {
  if (left === 'text' || right === 'text') {
    expectBoth(part, left, right, 'text');
    return 'text';
  }
  if (isMoment(left) || isMoment(right)) {
    const [days, type] = isMoment(left) ? [part.right, right] : [part.left, left];
    expectType(days, type, 'number', 'what is added to a date');
    return isMoment(left) ? left : right;
  }
  expectBoth(part, left, right, 'number');
  return isUnknown(left) || isUnknown(right) ? 'any' : 'number';
}

function differenceType(part: Binary, left: FormulaType, right: FormulaType): FormulaType {
  if (isMoment(right)) {
    expectType(part.left, left, 'date or datetime', 'what stands before "-"');
    return 'number';
  }
  if (isMoment(left)) {
    if (isUnknown(right)) return 'any';
    if (right !== 'text') expectType(part.right, right, 'number', 'what is taken from a date');
    else expectType(part.right, right, 'date', 'what is taken from a date');
    return right === 'text' ? 'number' : left;
  }
  expectBoth(part, left, right, 'number');
  return isUnknown(left) || isUnknown(right) ? 'any' : 'number';
}

const orders: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/** Like with like; a date also with ISO text. What `=` can never hold for is a mistake and not just false. */
function expectComparable(part: Binary, left: FormulaType, right: FormulaType): void {
  for (const [side, type] of [
    [part.left, left],
    [part.right, right],
  ] as const) {
    if (orders.has(part.operator) && (type === 'boolean' || type === 'list')) {
      throw clash(`a ${type} cannot be compared by "${part.operator}"`, side, undefined);
    }
  }
  if (isUnknown(left) || isUnknown(right) || left === right) return;
  if (isMoment(left)) expectType(part.right, right, 'date', 'what is compared with a date');
  else if (isMoment(right)) expectType(part.left, left, 'date', 'what is compared with a date');
  else {
    throw clash(
      `a ${left} and a ${right} cannot be compared by "${part.operator}"`,
      part.right,
      comparisonRemedy(part, left, right),
    );
  }
}

function comparisonRemedy(part: Binary, left: FormulaType, right: FormulaType): string | undefined {
  if (left === 'list' || right === 'list') return 'Use INCLUDES(list, value).';
  const types = [left, right];
  if (types.includes('text') && types.includes('number')) {
    const isLiteral = part.left.kind === 'number' || part.right.kind === 'number';
    return isLiteral
      ? 'Put the number in quotes, or turn the text into a number with VALUE(…).'
      : 'Turn the text into a number with VALUE(…).';
  }
  if (types.includes('text') && types.includes('boolean')) return 'Write TRUE or FALSE without quotes.';
  return undefined;
}
