import { zodResponseFormat } from 'openai/helpers/zod';
import type { ChatCompletionCreateParams } from 'openai/resources';
import type { z } from 'zod';

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ModelRequest {
  readonly messages: readonly ModelMessage[];
  /** Of the answer. Its keys are all required: what may be missing is null. */
  readonly schema: z.ZodType;
  readonly schemaName: string;
  /** Of the answer. */
  readonly maxTokens: number;
}

/** What a request has beside model and messages. */
export type RequestForm = (request: ModelRequest) => Partial<ChatCompletionCreateParams>;

const strict: RequestForm = ({ schema, schemaName, maxTokens }) => ({
  response_format: zodResponseFormat(schema, schemaName),
  max_completion_tokens: maxTokens,
});

/**
 * From what says most to what every service knows. Reasoning models take no temperature and no `max_tokens`; older
 * services know neither schemas nor `max_completion_tokens`, and some refuse what they do not know.
 */
export const requestForms: readonly RequestForm[] = [
  (request) => ({ ...strict(request), temperature: 0 }),
  strict,
  ({ maxTokens }) => ({ max_tokens: maxTokens, temperature: 0 }),
];
