import { readFileSync } from 'node:fs';
import { attributeTypes, hubObjectNames } from '../../domain/hub-object.ts';
import { operatorsOfKind } from '../../domain/filter/field-type.ts';
import { countedDateLiterals, plainDateLiterals } from '../../domain/filter/syntax.ts';
import { formulaFunctions } from '../../domain/formula/functions/index.ts';
import { usageOf } from '../../domain/formula/functions/function.ts';
import { formulaLimits } from '../../domain/formula/syntax.ts';
import { weekdays } from '../../domain/job.ts';
import { readIntents, writeIntents } from '../proposal.ts';

export const promptNames = ['filter', 'mapping', 'formula', 'chat', 'correction'] as const;
export type PromptName = (typeof promptNames)[number];

const folder = new URL('../../../../prompts/', import.meta.url);

/** What stands for the placeholders of prompts: the languages as they are, so that no prompt can say another thing. */
const vocabulary: Readonly<Record<string, () => string>> = {
  operators: () =>
    Object.entries(operatorsOfKind)
      .map(([kind, operators]) => `- ${kind}: ${operators.join(', ') || 'only = null and != null'}`)
      .join('\n'),
  date_literals: () => plainDateLiterals.join(', '),
  counted_date_literals: () => countedDateLiterals.map((name) => `${name}:n`).join(', '),
  functions: () =>
    formulaFunctions.map((each) => `- ${usageOf(each)}: ${each.help} ${each.example.formula}`).join('\n'),
  formula_characters: () => String(formulaLimits.characters),
  attribute_types: () => attributeTypes.join(', '),
  hub_objects: () => hubObjectNames.join(', '),
  weekdays: () => weekdays.join(', '),
  read_intents: () => readIntents.join(', '),
  write_intents: () => writeIntents.join(', '),
};

const placeholder = /\{\{\s*([a-z_]+)\s*\}\}/g;

export function placeholdersIn(template: string): string[] {
  return [...template.matchAll(placeholder)].map(([, name = '']) => name);
}

export function readTemplate(name: PromptName): string {
  return readFileSync(new URL(`${name}.md`, folder), 'utf8');
}

export const vocabularyNames: readonly string[] = Object.keys(vocabulary);

const filled = new Map<PromptName, string>();

/** A prompt with the vocabulary in it. @throws where it names a placeholder that there is not */
export function promptOf(name: PromptName): string {
  const known = filled.get(name) ?? fillTemplate(readTemplate(name));
  filled.set(name, known);
  return known;
}

export function fillTemplate(template: string): string {
  return template.replaceAll(placeholder, (_, name: string) => {
    const value = Object.hasOwn(vocabulary, name) ? vocabulary[name] : undefined;
    if (value === undefined) throw new Error(`A prompt has the placeholder ${name}, which nothing fills`);
    return value();
  });
}
