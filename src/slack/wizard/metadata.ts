/** What the wizard keeps in its modals. Forged requests may hold anything. */
import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { stepIds } from './step.ts';
import type { ScreenState } from './step.ts';

const state = z.record(z.string().max(40), z.union([z.string().max(300), z.number(), z.boolean()]));

const screen = z.object({
  draft: z.string().max(100),
  step: z.enum(stepIds),
  at: state,
  /** When the draft that is shown was last changed, in milliseconds. */
  seen: z.number().optional(),
});
const editor = screen.extend({
  /** The modal below, and what it is turned to. */
  below: z.object({ view: z.string().max(100), at: state }),
});

/** Which draft a modal is about, at which step, and what it is turned to. */
export type ScreenMetadata = Readonly<z.infer<typeof screen>>;
export type EditorMetadata = Readonly<z.infer<typeof editor>>;

/** Of Slack. */
const maxLength = 3_000;

export function writeMetadata(metadata: ScreenMetadata | EditorMetadata): string {
  const text = JSON.stringify(metadata);
  if (text.length > maxLength)
    throw new RangeError('A modal of the wizard is turned to more than it can keep.');
  return text;
}

/** @throws UserError where a modal is not one of ours. */
export const readScreen = (text: string): ScreenMetadata => parsed(screen, text);
/** @throws UserError where a modal is not one of ours. */
export const readEditor = (text: string): EditorMetadata => parsed(editor, text);

function parsed<Shape>(schema: z.ZodType<Shape>, text: string): Shape {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UserError('This page belongs to an older version of Crosswalk. Close it and open it again.', {
      code: 'unknown_page',
      cause,
    });
  }
}

export const noState: ScreenState = {};
