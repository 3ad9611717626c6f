/** The objects that elements are made of. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { anyText, characters, plainText, url } from './text.ts';

const colorScheme = z.enum(['primary', 'danger']);

export const confirm = z.strictObject({
  title: plainText(limits.confirm.title).optional(),
  text: anyText(limits.confirm.text),
  confirm: plainText(limits.confirm.answer).optional(),
  deny: plainText(limits.confirm.answer).optional(),
  style: colorScheme.optional(),
});

const optionFields = { value: characters(limits.option.value), url: url.optional() };

/** Of radio buttons and checkboxes. */
export const formattedOption = z.strictObject({
  text: anyText(limits.option.text),
  description: anyText(limits.option.description).optional(),
  ...optionFields,
});

/** Of selects and overflow menus. */
export const plainOption = z.strictObject({
  text: plainText(limits.option.text),
  description: plainText(limits.option.description).optional(),
  ...optionFields,
});

export const optionGroup = z.strictObject({
  label: plainText(limits.optionGroup.label),
  options: z.array(plainOption).min(1).max(limits.optionGroup.options),
});

export const dispatchActionConfig = z.strictObject({
  trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
});

export const conversationFilter = z
  .strictObject({
    include: z
      .array(z.enum(['im', 'mpim', 'private', 'public']))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .refine((filter) => Object.keys(filter).length > 0, { error: 'must have at least one filter' });

const slackFile = z.union([z.strictObject({ id: z.string() }), z.strictObject({ url })]);

export const imageSource = { image_url: url.optional(), slack_file: slackFile.optional() };

export function hasOneSource(image: { image_url?: unknown; slack_file?: unknown }): boolean {
  return (image.image_url === undefined) !== (image.slack_file === undefined);
}

export const oneSourceOnly = { error: 'must have either image_url or slack_file' };

export const workflow = z.strictObject({
  trigger: z.strictObject({
    url,
    customizable_input_parameters: z
      .array(z.strictObject({ name: z.string(), value: z.string() }))
      .optional(),
  }),
});

export const style = colorScheme;
