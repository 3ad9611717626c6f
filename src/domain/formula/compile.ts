import { rowError } from './formula-error.ts';
import { parameterAt } from './check.ts';
import { converterTo } from './convert.ts';
import { findFunction } from './functions/index.ts';
import type { Evaluate, FormulaContext, FormulaFunction, Run } from './functions/function.ts';
import { binaries, finite, tooLong, unaries } from './operators.ts';
import { cellReader } from './read-cell.ts';
import { fieldPaths } from './syntax.ts';
import type { Formula } from './syntax.ts';
import { isList, maxListItems, maxTextLength } from './values.ts';
import type { FormulaType, FormulaValue } from './values.ts';
import { openZone } from '../zone.ts';

export interface FormulaEnvironment {
  /** Index of the field's cell in a row. */
  column(path: string): number;
  fieldType(path: string): FormulaType;
  /** TODAY and NOW: the same moment for all rows. */
  readonly now: Date;
  /** IANA name. In which zone a moment's day is told. */
  readonly timezone: string;
}

/**
 * Makes a checked formula ready: the function that is returned gives its value for a row. A row's cells are
 * text or null as in src/connectors/connector.ts, or values of their own types.
 *
 * @throws UserError where the time zone is unknown; the function itself RecordError, naming function and
 * problem but never the row's value.
 */
export function compileFormula(
  formula: Formula,
  environment: FormulaEnvironment,
): (row: readonly FormulaValue[]) => FormulaValue {
  const zone = openZone(environment.timezone);
  const compiler = new Compiler(environment, { nowMs: environment.now.getTime(), zone });
  const evaluate = compiler.compile(formula);
  // A field alone keeps the digits it has.
  return formula.kind === 'field' ? evaluate : (row) => withoutNoise(evaluate(row));
}

/** To 15 digits, as it is compared and shown: 7 * 1.1 is 7.7, and not 7.700000000000001. */
function withoutNoise(value: FormulaValue): FormulaValue {
  if (typeof value !== 'number' || Number.isInteger(value)) return value;
  return Number(value.toPrecision(15));
}

/**
 * The value of a formula for one set of fields, by the same path. A text given for a field of another type is
 * read as that type's cell: `2026-03-01` for a date.
 */
export function evaluateFormula(
  formula: Formula,
  environment: Omit<FormulaEnvironment, 'column'> & { valueOf(path: string): FormulaValue },
): FormulaValue {
  const paths = fieldPaths(formula);
  const { now, timezone } = environment;
  const fieldType = (path: string): FormulaType => environment.fieldType(path);
  const column = (path: string): number => paths.indexOf(path);
  const evaluate = compileFormula(formula, { column, fieldType, now, timezone });
  return evaluate(paths.map((path) => environment.valueOf(path)));
}

class Compiler {
  private readonly environment: FormulaEnvironment;
  private readonly context: FormulaContext;

  constructor(environment: FormulaEnvironment, context: FormulaContext) {
    this.environment = environment;
    this.context = context;
  }

  compile(part: Formula): Evaluate {
    switch (part.kind) {
      case 'text':
      case 'number':
      case 'boolean': {
        const { value } = part;
        return () => value;
      }
      case 'null':
        return () => null;
      case 'field': {
        const type = this.environment.fieldType(part.path);
        return cellReader(part.path, this.environment.column(part.path), type, this.context.zone);
      }
      case 'unary':
        return unaries[part.operator](this.compile(part.operand));
      case 'binary': {
        const left = this.compile(part.left);
        return binaries[part.operator](left, this.compile(part.right), this.context.zone);
      }
      case 'call':
        break;
    }
    const definition = findFunction(part.name);
    if (definition === undefined) throw new Error(`No function ${part.name}: not a parsed formula`);
    const values = part.arguments.map((argument) => this.compile(argument));
    if (definition.body.kind === 'lazy') return definition.body.make(values, this.context);
    return this.call(definition, definition.body.make(this.context), values);
  }

  /** Functions of one to three values are called directly; this is the hot path of most formulas. */
  private call(definition: FormulaFunction, run: Run, values: readonly Evaluate[]): Evaluate {
    const { name, parameters } = definition;
    const inputs = values.map((value, index) => this.converted(definition, index, value));
    if (parameters.at(-1)?.variadic === true) return variadicCall(definition, run, inputs);
    const takesNull = inputs.map((_, index) => parameters[index]?.orNull === true);
    const [first, second, third] = inputs;
    const [firstNull, secondNull, thirdNull] = takesNull;
    if (first === undefined) return () => settled(run(), name);
    if (second === undefined) {
      return (cells) => {
        const a = first(cells);
        return a === null && !firstNull ? null : settled(run(a), name);
      };
    }
    if (third === undefined) {
      return (cells) => {
        const a = first(cells);
        const b = second(cells);
        if ((a === null && !firstNull) || (b === null && !secondNull)) return null;
        return settled(run(a, b), name);
      };
    }
    if (inputs.length === 3) {
      return (cells) => {
        const a = first(cells);
        const b = second(cells);
        const c = third(cells);
        if ((a === null && !firstNull) || (b === null && !secondNull) || (c === null && !thirdNull))
          return null;
        return settled(run(a, b, c), name);
      };
    }
    return (cells) => {
      const given: FormulaValue[] = [];
      for (const [index, input] of inputs.entries()) {
        const value = input(cells);
        if (value === null && takesNull[index] !== true) return null;
        given.push(value);
      }
      return settled(run(...given), name);
    };
  }

  private converted(definition: FormulaFunction, index: number, value: Evaluate): Evaluate {
    const type = parameterAt(definition, index)?.type ?? 'any';
    if (type === 'any') return value;
    const convert = converterTo(type, definition.name, this.context.zone);
    return (cells) => {
      const given = value(cells);
      return given === null ? null : convert(given);
    };
  }
}

function variadicCall(
  { name, parameters }: FormulaFunction,
  run: Run,
  inputs: readonly Evaluate[],
): Evaluate {
  const lastParameter = parameters.length - 1;
  return (cells) => {
    const given: FormulaValue[] = [];
    for (const [index, input] of inputs.entries()) {
      const value = input(cells);
      if (value === null && parameters[Math.min(index, lastParameter)]?.orNull !== true) {
        if (index < lastParameter) return null;
        continue;
      }
      given.push(value);
    }
    return settled(run(...given), name);
  };
}

/** No function's result may grow without bound, or be a number that is none. */
function settled(value: FormulaValue, name: string): FormulaValue {
  if (typeof value === 'number') return finite(value, name);
  if (typeof value === 'string') {
    if (value.length > maxTextLength) throw tooLong(name);
    return value;
  }
  if (value !== null && typeof value === 'object' && isList(value) && value.length > maxListItems) {
    throw rowError(name, `the list would have more than ${maxListItems} items`);
  }
  return value;
}
