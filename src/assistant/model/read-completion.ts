import type OpenAI from 'openai';
import { Stream } from 'openai/streaming';
import { z } from 'zod';
import { maxAnswerCharacters } from './limits.ts';
import { ModelFailure } from './model-failure.ts';

export interface Tokens {
  readonly sent: number;
  readonly received: number;
}

export interface Completion {
  readonly content: string;
  /** The answer ended where it had become too long. */
  readonly isCut: boolean;
  /** null where the service does not say. */
  readonly tokens: Tokens | null;
}

export interface OpenCall {
  /** By its settings the library logs nothing of a stream that it cannot read. */
  readonly service: OpenAI;
  /** Ends a stream that is not read to its end. */
  readonly controller: AbortController;
}

const usageSchema = z.object({ prompt_tokens: z.number(), completion_tokens: z.number() });
const messageSchema = z.object({ content: z.string().nullish(), refusal: z.string().nullish() });
const reasonSchema = z.string().nullish();
const completionSchema = z.object({
  choices: z.array(z.object({ message: messageSchema, finish_reason: reasonSchema })).min(1),
  usage: usageSchema.nullish(),
});
const chunkSchema = z.object({
  choices: z.array(z.object({ delta: messageSchema.nullish(), finish_reason: reasonSchema })),
  usage: usageSchema.nullish(),
});

/**
 * Reads an answer, at once or as it comes, whatever was asked for: some services stream nothing, and some always.
 *
 * @throws ModelFailure
 */
export async function readCompletion(
  response: Response,
  call: OpenCall,
  onContent?: (content: string) => void,
): Promise<Completion> {
  if (response.headers.get('content-type')?.includes('text/event-stream') === true)
    return await readStream(response, call, onContent);
  const read = completionSchema.safeParse(jsonOf(await response.text()));
  const [choice] = read.data?.choices ?? [];
  if (choice === undefined) throw new ModelFailure('unusable');
  const { message, finish_reason: reason } = choice;
  return completionOf(
    message.content ?? '',
    message.refusal ?? '',
    reason ?? null,
    tokensOf(read.data?.usage),
  );
}

async function readStream(
  response: Response,
  { controller, service }: OpenCall,
  onContent?: (content: string) => void,
): Promise<Completion> {
  let content = '';
  let refusal = '';
  let reason: string | null = null;
  let tokens: Tokens | null = null;
  for await (const event of Stream.fromSSEResponse<unknown>(response, controller, service)) {
    const read = chunkSchema.safeParse(event);
    if (!read.success) throw new ModelFailure('unusable');
    tokens = tokensOf(read.data.usage) ?? tokens;
    const [choice] = read.data.choices;
    content += choice?.delta?.content ?? '';
    refusal += choice?.delta?.refusal ?? '';
    reason = choice?.finish_reason ?? reason;
    if (content.length > maxAnswerCharacters) throw new ModelFailure('unusable');
    if (choice?.delta?.content) onContent?.(content);
  }
  return completionOf(content, refusal, reason, tokens);
}

function completionOf(
  content: string,
  refusal: string,
  reason: string | null,
  tokens: Tokens | null,
): Completion {
  if (refusal !== '' || reason === 'content_filter') throw new ModelFailure('declined');
  if (content.length > maxAnswerCharacters) throw new ModelFailure('unusable');
  return { content, isCut: reason === 'length', tokens };
}

const tokensOf = (usage: z.infer<typeof usageSchema> | null | undefined): Tokens | null =>
  usage ? { sent: usage.prompt_tokens, received: usage.completion_tokens } : null;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new ModelFailure('unusable', { cause: error });
    throw error;
  }
}
