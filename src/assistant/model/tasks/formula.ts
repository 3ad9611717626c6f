import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import { checkFormula } from '../../../domain/formula/check.ts';
import { parseFormula } from '../../../domain/formula/parse.ts';
import type { FormulaType } from '../../../domain/formula/values.ts';
import { fits, kindOfFormula } from '../../../domain/mapping/value-kind.ts';
import { nearestNames } from '../../../domain/nearest.ts';
import type { FormulaContext, FormulaField } from '../../assistant.ts';
import { scoreNames } from '../score-names.ts';
import { maxAnswerTokens, maxNameCharacters, maxToldFields } from '../limits.ts';
import type { ModelTask } from '../prepare-task.ts';
import { clockData } from '../clock-data.ts';
import { askedBack } from '../told-words.ts';

const schema = z.object({
  kind: z.enum(['formula', 'question']),
  formula: z.string().nullable(),
  question: z.string().nullable(),
});

export function formulaTask(text: string, context: FormulaContext): ModelTask<z.infer<typeof schema>> {
  const types = new Map(context.fields.map(({ path, type }) => [path.toLowerCase(), type]));
  const fieldType = (path: string): FormulaType | null => types.get(path.toLowerCase()) ?? null;
  return {
    prompt: 'formula',
    schema,
    maxTokens: maxAnswerTokens,
    data: {
      ask: text,
      ...clockData(context),
      fields: toldFields(text, context.fields),
      result: context.type,
    },
    propose({ kind, formula, question }) {
      const asked = kind === 'question' ? askedBack(question, []) : null;
      if (asked !== null) return asked;
      const written = (formula ?? '').trim().replace(/^=/, '');
      const suggest = (path: string): string[] =>
        nearestNames(
          path,
          context.fields.map((each) => each.path),
        );
      const type = checkFormula(parseFormula(written), fieldType, suggest);
      if (context.type !== null && fits[kindOfFormula[type]][context.type] === 'mismatch') {
        throw new UserError(`The formula gives ${type}; the attribute that it fills takes ${context.type}.`);
      }
      return { kind: 'formula', formula: written };
    },
  };
}

function toldFields(text: string, fields: readonly FormulaField[]): FormulaField[] {
  const ordered = scoreNames(text, fields, ({ path, label }) => [path, label]);
  return ordered
    .slice(0, maxToldFields)
    .map(({ path, label, type }) => ({ path, label: label.slice(0, maxNameCharacters), type }));
}
