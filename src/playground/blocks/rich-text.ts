import { z } from 'zod';
import { characters, id, url } from './text.ts';

const style = z
  .strictObject({
    bold: z.boolean(),
    italic: z.boolean(),
    strike: z.boolean(),
    underline: z.boolean(),
    code: z.boolean(),
    highlight: z.boolean(),
    client_highlight: z.boolean(),
    unlink: z.boolean(),
  })
  .partial()
  .optional();

function piece<Name extends string, Shape extends z.ZodRawShape>(type: Name, shape: Shape) {
  return z.strictObject({ type: z.literal(type), ...shape, style });
}

const text = piece('text', { text: characters(Number.MAX_SAFE_INTEGER, 1) });

export const richTextPiece = z.discriminatedUnion('type', [
  text,
  piece('link', { url, text: z.string().optional(), unsafe: z.boolean().optional() }),
  piece('user', { user_id: z.string() }),
  piece('usergroup', { usergroup_id: z.string() }),
  piece('channel', { channel_id: z.string() }),
  piece('team', { team_id: z.string() }),
  piece('broadcast', { range: z.enum(['here', 'channel', 'everyone']) }),
  piece('color', { value: z.string() }),
  piece('emoji', { name: z.string(), unicode: z.string().optional(), url: url.optional() }),
  piece('date', {
    timestamp: z.int(),
    format: z.string(),
    url: url.optional(),
    fallback: z.string().optional(),
  }),
]);

const border = z.union([z.literal(0), z.literal(1)]).optional();

const section = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(richTextPiece),
});

export const richTextElement = z.discriminatedUnion('type', [
  section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    elements: z.array(section),
    style: z.enum(['bullet', 'ordered']),
    indent: z.int().min(0).optional(),
    offset: z.int().min(0).optional(),
    border: z.int().min(0).optional(),
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(richTextPiece), border }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(richTextPiece),
    border,
    language: z.string().optional(),
  }),
]);

export const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: id.optional(),
  elements: z.array(richTextElement),
});
