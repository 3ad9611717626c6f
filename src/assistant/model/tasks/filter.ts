import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import { checkedFilter } from '../../built-in/filter/interpret-filter.ts';
import type { FilterContext } from '../../assistant.ts';
import { maxAnswerTokens, maxDataCharacters } from '../limits.ts';
import type { ModelTask } from '../prepare-task.ts';
import { tellFields } from '../tell-fields.ts';
import { clockData } from '../clock-data.ts';
import { askedBack } from '../told-words.ts';

const schema = z.object({
  kind: z.enum(['filter', 'question']),
  filter: z.string().nullable(),
  question: z.string().nullable(),
  choices: z.array(z.string()).nullable(),
});

export function filterTask(text: string, context: FilterContext): ModelTask<z.infer<typeof schema>> {
  const { object } = context.schema;
  return {
    prompt: 'filter',
    schema,
    maxTokens: maxAnswerTokens,
    data: {
      ask: text,
      ...clockData(context),
      object: { name: object.name, label: object.label },
      fields: tellFields(text, context.schema, maxDataCharacters),
    },
    propose({ kind, filter, question, choices }) {
      const asked = kind === 'question' ? askedBack(question, choices ?? []) : null;
      if (asked !== null) return asked;
      const proposal = checkedFilter(filter ?? '', context.schema);
      if (proposal !== null) return proposal;
      throw new UserError('The filter is empty. Where nothing can be filtered by, ask a question.');
    },
  };
}
