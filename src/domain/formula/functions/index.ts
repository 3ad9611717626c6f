import { dateFunctions } from './date.ts';
import type { FormulaFunction, FunctionEntry, FunctionFamily } from './function.ts';
import { listFunctions } from './list.ts';
import { logicFunctions } from './logic.ts';
import { numberFunctions } from './number.ts';
import { textFunctions } from './text.ts';

/**
 * All functions, by family. To add one, add an entry to its family's table: parser, check, documentation and
 * the test of its example follow.
 */
const families: Readonly<Record<FunctionFamily, readonly FunctionEntry[]>> = {
  text: textFunctions,
  number: numberFunctions,
  date: dateFunctions,
  logic: logicFunctions,
  list: listFunctions,
};

const inFamily = (family: FunctionFamily): readonly FormulaFunction[] =>
  families[family].map((entry) => ({ ...entry, family }));

export const formulaFunctions: readonly FormulaFunction[] = [
  ...inFamily('text'),
  ...inFamily('number'),
  ...inFamily('date'),
  ...inFamily('logic'),
  ...inFamily('list'),
];

const key = (name: string): string => name.toUpperCase().replaceAll('_', '');

// A Map and not an object: `constructor` is a function of no formula.
const byName = new Map(
  formulaFunctions.flatMap((entry) =>
    [entry.name, ...(entry.aliases ?? [])].map((name) => [key(name), entry] as const),
  ),
);

/** By name or alias, without letter case and underscores. */
export function findFunction(name: string): FormulaFunction | undefined {
  return byName.get(key(name));
}

/** Names and aliases, for hints. */
export function functionNames(): string[] {
  return formulaFunctions.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])]);
}
