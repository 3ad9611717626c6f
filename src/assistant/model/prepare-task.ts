import type { z } from 'zod';
import type { AskContext } from '../assistant.ts';
import type { Proposal } from '../proposal.ts';
import type { PromptName } from './prompt.ts';
import { chatTask } from './tasks/chat.ts';
import { filterTask } from './tasks/filter.ts';
import { formulaTask } from './tasks/formula.ts';
import { mappingTask } from './tasks/mapping.ts';
import { readOutput } from './read-output.ts';

/** What a model is asked to do for one ask, and what its answer comes to. */
export interface ModelTask<Output = unknown> {
  readonly prompt: Exclude<PromptName, 'correction'>;
  /** Metadata, as JSON. */
  readonly data: unknown;
  readonly schema: z.ZodType<Output>;
  readonly maxTokens: number;
  /** @throws UserError with what is wrong, for the model to mend */
  readonly propose: (output: Output) => Proposal;
}

/** Of one task the answer is read by its own schema, whatever it is. */
export interface PreparedTask extends Pick<ModelTask, 'prompt' | 'data' | 'schema' | 'maxTokens'> {
  /** The proposal, checked. @throws UserError with what is wrong, for the model to mend */
  readonly read: (answer: unknown) => Proposal;
}

export function prepareTask(text: string, context: AskContext): PreparedTask {
  switch (context.purpose) {
    case 'filter':
      return prepared(filterTask(text, context));
    case 'mapping':
      return prepared(mappingTask(text, context));
    case 'formula':
      return prepared(formulaTask(text, context));
    case 'chat':
      break;
  }
  return prepared(chatTask(text, context));
}

function prepared<Output>({ prompt, data, schema, maxTokens, propose }: ModelTask<Output>): PreparedTask {
  return { prompt, data, schema, maxTokens, read: (answer) => propose(readOutput(schema, answer)) };
}
