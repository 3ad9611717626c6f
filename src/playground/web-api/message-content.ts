import { z } from 'zod';
import { checkBlocks } from '../blocks/check-blocks.ts';
import { checkMessageBlocks } from '../blocks/check-message.ts';
import { completeBlocks } from '../blocks/complete-blocks.ts';
import { limits } from '../blocks/limits.ts';
import { countCharacters } from '../blocks/text.ts';
import type { Slack } from '../slack.ts';
import type { Attachment, MessageContent } from '../workspace/model.ts';
import { ApiError } from './api-error.ts';
import { arg } from './method.ts';

/** Longer text is cut. */
const maxTextLength = 40_000;
const maxMetadataBytes = 16_000;

/** Arguments of every method that says something. */
export const contentArgs = {
  text: arg.text.optional(),
  markdown_text: arg.text.optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  metadata: z.unknown().optional(),
};

export interface ContentArgs {
  readonly text?: string;
  readonly markdown_text?: string;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
  readonly metadata?: unknown;
}

/**
 * What an app says. In a change, blocks, attachments and metadata that are not named stay as they were `before`; an
 * empty list takes them away.
 *
 * @throws ApiError for what Slack refuses.
 */
export function readContent(
  slack: Slack,
  args: ContentArgs,
  before: MessageContent | null = null,
): MessageContent {
  const blocks = args.blocks === undefined ? undefined : parsed(args.blocks, 'invalid_blocks_format');
  const markdown = args.markdown_text ?? null;
  if (markdown !== null && (args.text !== undefined || blocks !== undefined)) {
    throw new ApiError('markdown_text_conflict');
  }
  if (markdown !== null && countCharacters(markdown) > limits.markdown) throw new ApiError('msg_too_long');
  const content: MessageContent = {
    text: cut(args.text ?? markdown ?? ''),
    markdown,
    blocks: blocks === undefined ? (before?.blocks ?? []) : readBlocks(slack, blocks),
    attachments:
      args.attachments === undefined
        ? (before?.attachments ?? [])
        : readAttachments(slack, parsed(args.attachments, 'invalid_attachments')),
    metadata:
      args.metadata === undefined
        ? (before?.metadata ?? null)
        : readMetadata(parsed(args.metadata, 'invalid_metadata_format')),
  };
  if (content.text === '' && content.blocks.length === 0 && content.attachments.length === 0) {
    throw new ApiError('no_text');
  }
  return content;
}

function cut(text: string): string {
  return text.length <= maxTextLength ? text : Array.from(text).slice(0, maxTextLength).join('');
}

function parsed(value: unknown, error: string): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new ApiError(error);
  }
}

function readBlocks(slack: Slack, blocks: unknown): MessageContent['blocks'] {
  const checked = checkMessageBlocks(blocks);
  if ('problem' in checked) throw new ApiError(checked.problem.error, checked.problem.details);
  return completeBlocks(checked.value, () => slack.ids.make(''));
}

const attachment = z.looseObject({
  color: z.string().optional(),
  text: z.string().optional(),
  pretext: z.string().optional(),
  title: z.string().optional(),
  fallback: z.string().optional(),
  blocks: z.unknown().optional(),
});

function readAttachments(slack: Slack, given: unknown): Attachment[] {
  const read = z.array(attachment).safeParse(given);
  if (!read.success) throw new ApiError('invalid_attachments');
  if (read.data.length > limits.message.attachments) throw new ApiError('too_many_attachments');
  return read.data.map(({ color, text, pretext, title, fallback, blocks }, index) => {
    const checked =
      blocks === undefined ? { value: [] } : checkBlocks(blocks, 'message', `/attachments/${index}/blocks`);
    if ('problems' in checked) throw new ApiError('invalid_attachments', checked.problems);
    const said = [pretext, title, text].filter((part) => part !== undefined).join('\n');
    return {
      color: color ?? null,
      text: said,
      fallback: fallback ?? (said === '' ? '[no preview available]' : said),
      blocks: completeBlocks(checked.value, () => slack.ids.make('')),
    };
  });
}

const metadata = z.strictObject({
  event_type: z.string(),
  event_payload: z.record(z.string(), z.unknown()),
});

function readMetadata(given: unknown): MessageContent['metadata'] {
  const read = metadata.safeParse(given);
  if (!read.success) throw new ApiError('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(read.data)) > maxMetadataBytes)
    throw new ApiError('metadata_too_large');
  return read.data;
}
