import { UserError } from '../../domain/errors.ts';
import type { AskContext } from '../assistant.ts';
import type { Proposal } from '../proposal.ts';
import { extractJson } from './extract-json.ts';
import { maxAskTokens, maxCorrections } from './limits.ts';
import { createMask, type Mask } from './mask.ts';
import type { CallOptions, ModelClient } from './model-client.ts';
import { ModelFailure } from './model-failure.ts';
import { partialText } from './partial-text.ts';
import { prepareTask, type PreparedTask } from './prepare-task.ts';
import { promptOf } from './prompt.ts';
import type { Completion, Tokens } from './read-completion.ts';
import type { ModelMessage } from './request-forms.ts';
import { safeWords } from './told-words.ts';

export interface ModelAsk {
  readonly text: string;
  readonly context: AskContext;
  /** Given the words of an answer as they come. */
  readonly onText?: (text: string) => void;
  /** Told of each completion. */
  readonly onTokens: (tokens: Tokens) => void;
}

/**
 * A model's proposal, checked like any other: what is wrong with it goes back to the model, a few times.
 *
 * @throws ModelFailure; whatever the signal was aborted with
 */
export async function askModel(
  client: ModelClient,
  { text, context, onText, onTokens }: ModelAsk,
  options: Omit<CallOptions, 'onContent'>,
): Promise<Proposal> {
  const task = prepareTask(text, context);
  const mask = createMask();
  const messages: ModelMessage[] = [
    { role: 'system', content: promptOf(task.prompt) },
    { role: 'user', content: mask.hide(JSON.stringify(task.data)) },
  ];
  const onContent = onText === undefined ? {} : { onContent: tellingText(mask, onText) };
  let spent = messages.reduce((sum, { content }) => sum + estimated(content), 0);
  for (let corrections = 0; corrections <= maxCorrections && spent <= maxAskTokens; corrections++) {
    const request = { messages, schema: task.schema, schemaName: task.prompt, maxTokens: task.maxTokens };
    const completion = await client.complete(request, { ...options, ...onContent });
    const tokens = completion.tokens ?? estimatedTokens(messages, completion);
    onTokens(tokens);
    spent += tokens.sent + tokens.received;
    const read = readAnswer(completion, task, mask);
    if ('proposal' in read) return read.proposal;
    messages.push(
      { role: 'assistant', content: completion.content },
      { role: 'user', content: `${promptOf('correction')}\n${mask.hide(JSON.stringify(read))}` },
    );
  }
  throw new ModelFailure('unusable');
}

type Read = { readonly proposal: Proposal } | { readonly problem: string };

function readAnswer({ content, isCut }: Completion, task: PreparedTask, mask: Mask): Read {
  if (isCut) return { problem: 'The answer was too long and has no end. Answer in fewer words.' };
  const answer = extractJson(mask.show(content));
  if (answer === undefined) return { problem: 'There is no JSON object in the answer.' };
  try {
    return { proposal: task.read(answer) };
  } catch (error) {
    if (error instanceof UserError) return { problem: error.message };
    throw error;
  }
}

function tellingText(mask: Mask, onText: (text: string) => void): (content: string) => void {
  let told = '';
  return (content) => {
    const text = safeWords(mask.show(partialText(content) ?? ''));
    if (text === '' || text === told) return;
    told = text;
    onText(text);
  };
}

/** Where a service does not count: a token has about four characters. */
const estimated = (text: string): number => Math.ceil(text.length / 4);

const estimatedTokens = (messages: readonly ModelMessage[], { content }: Completion): Tokens => ({
  sent: messages.reduce((sum, message) => sum + estimated(message.content), 0),
  received: estimated(content),
});
