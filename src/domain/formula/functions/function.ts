import type { DateValue, DatetimeValue, FormulaDate, FormulaType, FormulaValue } from '../values.ts';
import type { Zone } from '../../zone.ts';

/** What a formula is evaluated in: the same for all rows of a run. */
export interface FormulaContext {
  readonly nowMs: number;
  readonly zone: Zone;
}

/** A formula, or a part of one, made ready: gives its value for one row's cells. */
export type Evaluate = (cells: readonly FormulaValue[]) => FormulaValue;

/** How the values of each type of parameter reach the function; see convert.ts for what is converted. */
interface ParameterValues {
  readonly text: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly date: DateValue;
  readonly datetime: DatetimeValue;
  readonly 'date or datetime': FormulaDate;
  readonly 'number or date': number | FormulaDate;
  readonly list: readonly string[];
  readonly any: FormulaValue;
}
export type ParameterType = keyof ParameterValues;

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** May be left out; only the last ones. */
  readonly optional?: true;
  /** Takes any number of values; only the last one. At least one is needed unless it is optional. */
  readonly variadic?: true;
  /**
   * The function is told of null. Without this, a null makes the result null, and a null among the values of a
   * variadic parameter is left out.
   */
  readonly orNull?: true;
  /** The only texts that are allowed, in lower case. */
  readonly oneOf?: readonly string[];
}

export const functionFamilies = ['text', 'number', 'date', 'logic', 'list'] as const;
export type FunctionFamily = (typeof functionFamilies)[number];

export interface FunctionDescription {
  /** In capitals. Letter case and underscores do not count where it is used: `ADD_DAYS` is ADDDAYS. */
  readonly name: string;
  /** Other names by which people know it. */
  readonly aliases?: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly returns: FormulaType;
  /** A closer type than `returns`, from the types of the arguments. */
  readonly returnType?: (types: readonly FormulaType[]) => FormulaType;
  /** A closer type than the parameter's, where it depends on how many values there are. Checked, not converted. */
  readonly typeAt?: (index: number, count: number) => ParameterType;
  /** One sentence. */
  readonly help: string;
  /** Evaluated by a test at 2026-11-18T10:00:00Z in UTC. Dates are given as ISO text. */
  readonly example: {
    readonly formula: string;
    readonly result: string | number | boolean | readonly string[] | null;
  };
}

export type Run = (...values: readonly (FormulaValue | undefined)[]) => FormulaValue;

export interface FormulaFunction extends FunctionDescription {
  readonly family: FunctionFamily;
  readonly body:
    /** Gets its values, converted to the parameters' types. */
    | { readonly kind: 'eager'; readonly make: (context: FormulaContext) => Run }
    /** Decides itself which of its arguments it evaluates. */
    | {
        readonly kind: 'lazy';
        readonly make: (values: readonly Evaluate[], context: FormulaContext) => Evaluate;
      };
}

/** A function's definition before its family's table is joined to the others. */
export type FunctionEntry = Omit<FormulaFunction, 'family'>;

type ValueFor<P extends Parameter> =
  | ParameterValues[P['type']]
  | (P extends { readonly orNull: true } ? null : never)
  | (P extends { readonly optional: true } ? undefined : never);

type ValuesFor<P extends readonly Parameter[]> = P extends readonly [
  infer First extends Parameter,
  ...infer Rest extends readonly Parameter[],
]
  ? First extends { readonly variadic: true }
    ? ValueFor<First & { optional?: never }>[]
    : [ValueFor<First>, ...ValuesFor<Rest>]
  : [];

type Description<P extends readonly Parameter[]> = FunctionDescription & { readonly parameters: P };

/** A function of its values alone. An optional value that is left out is undefined. */
export function define<const P extends readonly Parameter[]>(
  description: Description<P>,
  run: (...values: ValuesFor<P>) => FormulaValue,
): FunctionEntry {
  return defineInContext(description, () => run);
}

/** A function that needs to know the time or the zone. */
export function defineInContext<const P extends readonly Parameter[]>(
  description: Description<P>,
  make: (context: FormulaContext) => (...values: ValuesFor<P>) => FormulaValue,
): FunctionEntry {
  // compile.ts converts every value to its parameter's type, which is what ValuesFor promises to the function.
  return { ...description, body: { kind: 'eager', make: make as (context: FormulaContext) => Run } };
}

/** A function that decides which of its arguments are evaluated. */
export function defineLazy(
  description: FunctionDescription,
  make: (values: readonly Evaluate[], context: FormulaContext) => Evaluate,
): FunctionEntry {
  return { ...description, body: { kind: 'lazy', make } };
}

/** `LEFT(text, [count])`; more of the last kind of value are shown as `…`. */
export function usageOf(definition: FunctionDescription): string {
  const parameters = definition.parameters.map(({ name, optional, variadic }) => {
    const shown = variadic === true ? `${name}, …` : name;
    return optional === true ? `[${shown}]` : shown;
  });
  return `${definition.name}(${parameters.join(', ')})`;
}
