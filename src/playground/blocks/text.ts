import { z } from 'zod';
import { limits } from './limits.ts';

/** A string of so many code points: an emoji is one character to Slack, and two to JavaScript. */
export function characters(maximum: number, minimum = 0) {
  return z.string().check((context) => {
    const length = countCharacters(context.value);
    const issue = { origin: 'string', inclusive: true, input: context.value } as const;
    if (length > maximum) context.issues.push({ code: 'too_big', maximum, ...issue });
    if (length < minimum) context.issues.push({ code: 'too_small', minimum, ...issue });
  });
}

export function countCharacters(text: string): number {
  // Only a text that could be too long is worth looking at closely.
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function plainText(maximum: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: characters(maximum, 1),
    emoji: z.boolean().optional(),
  });
}

export function mrkdwn(maximum: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: characters(maximum, 1),
    verbatim: z.boolean().optional(),
  });
}

export function anyText(maximum: number) {
  return z.discriminatedUnion('type', [plainText(maximum), mrkdwn(maximum)]);
}

export const id = characters(limits.id);

export const url = characters(limits.url, 1).regex(/^[a-z][a-z0-9+.-]*:/i, { error: 'invalid url' });
