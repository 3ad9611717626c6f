import { z } from 'zod';
import type { Act } from '../act.ts';

const surface = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('message'), conversation: z.string(), ts: z.string() }),
  z.strictObject({ kind: z.literal('view'), viewId: z.string() }),
]);
const element = z.strictObject({ surface, blockId: z.string(), actionId: z.string() });
const input = z.union([z.string(), z.number(), z.array(z.string()), z.null()]);
const message = z.strictObject({ conversation: z.string(), ts: z.string() });

function act<Name extends Act['act'], Shape extends z.ZodRawShape>(name: Name, shape: Shape) {
  return z.strictObject({ act: z.literal(name), ...shape });
}

/** An act as it comes over HTTP. */
export const actSchema: z.ZodType<Act> = z.discriminatedUnion('act', [
  act('open-conversation', { conversation: z.string() }),
  act('open-direct-message', { person: z.string() }),
  act('open-home', {}),
  act('open-thread', { conversation: z.string(), ts: z.string() }),
  act('close-thread', {}),
  act('post', {
    conversation: z.string(),
    text: z.string(),
    threadTs: z.string().optional(),
    files: z.array(z.string()).optional(),
  }),
  act('join', { conversation: z.string() }),
  act('invite', { conversation: z.string(), member: z.string() }),
  act('remove', { conversation: z.string(), member: z.string() }),
  act('react', {
    conversation: z.string(),
    ts: z.string(),
    name: z.string(),
    isTakenBack: z.boolean().optional(),
  }),
  act('use', { element, value: input.optional(), isEntered: z.boolean().optional() }),
  act('load-options', { element, query: z.string() }),
  act('close-menu', {}),
  act('answer-dialog', { isConfirmed: z.boolean() }),
  act('submit', { viewId: z.string() }),
  act('close', { viewId: z.string(), isWholeStack: z.boolean().optional() }),
  act('run-shortcut', { callbackId: z.string(), message: message.optional() }),
  act('upload', { name: z.string(), mimetype: z.string(), content: z.base64() }),
  act('dismiss-toast', { id: z.string() }),
  act('remove-app', {}),
]);
