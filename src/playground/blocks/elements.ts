/** Everything that can be used in a block. Groups say where. */
import { z } from 'zod';
import {
  confirm,
  dispatchActionConfig,
  formattedOption,
  hasOneSource,
  imageSource,
  oneSourceOnly,
  plainOption,
  style,
  workflow,
} from './composition.ts';
import { limits } from './limits.ts';
import { richText, richTextPiece } from './rich-text.ts';
import { multiSelects, selects } from './selects.ts';
import { characters, id, plainText, url } from './text.ts';

const action = { action_id: id.optional() };
const confirmable = { confirm: confirm.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(limits.select.placeholder).optional() };
const typed = {
  ...action,
  ...focusable,
  ...placeholder,
  dispatch_action_config: dispatchActionConfig.optional(),
};
const label = { accessibility_label: characters(limits.accessibilityLabel).optional() };

export const image = z
  .strictObject({
    type: z.literal('image'),
    alt_text: characters(limits.image.alt),
    ...imageSource,
  })
  .refine(hasOneSource, oneSourceOnly);

export const button = z.strictObject({
  type: z.literal('button'),
  ...action,
  ...confirmable,
  ...label,
  text: plainText(limits.button.text),
  value: characters(limits.button.value).optional(),
  url: url.optional(),
  style: style.optional(),
});

const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  ...action,
  ...label,
  text: plainText(limits.button.text),
  workflow,
  style: style.optional(),
});

const feedbackButton = z.strictObject({
  text: plainText(limits.feedbackButton.text),
  value: characters(limits.feedbackButton.value),
  ...label,
});

export const contextActions = [
  z.strictObject({
    type: z.literal('feedback_buttons'),
    ...action,
    positive_button: feedbackButton,
    negative_button: feedbackButton,
  }),
  z.strictObject({
    type: z.literal('icon_button'),
    ...action,
    ...confirmable,
    ...label,
    icon: z.string(),
    text: plainText(limits.button.text),
    value: characters(limits.button.value).optional(),
    visible_to_user_ids: z.array(z.string()).max(limits.iconButtonUsers).optional(),
  }),
] as const;

const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...action,
  ...confirmable,
  options: z.array(plainOption).min(1).max(limits.overflowOptions),
});

const choices = z.array(formattedOption).min(1).max(limits.choiceOptions);

const choiceLists = [
  z.strictObject({
    type: z.literal('checkboxes'),
    ...action,
    ...confirmable,
    ...focusable,
    options: choices,
    initial_options: choices.optional(),
  }),
  z.strictObject({
    type: z.literal('radio_buttons'),
    ...action,
    ...confirmable,
    ...focusable,
    options: choices,
    initial_option: formattedOption.optional(),
  }),
] as const;

const pickers = [
  z.strictObject({
    type: z.literal('datepicker'),
    ...action,
    ...confirmable,
    ...focusable,
    ...placeholder,
    initial_date: z.iso.date({ error: 'must be a date in the format YYYY-MM-DD' }).optional(),
  }),
  z.strictObject({
    type: z.literal('timepicker'),
    ...action,
    ...confirmable,
    ...focusable,
    ...placeholder,
    initial_time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time in the format HH:mm' })
      .optional(),
    timezone: z.string().optional(),
  }),
] as const;

const dateTimePicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...action,
  ...confirmable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...typed,
  initial_value: z.union([richText, richTextPiece]).optional(),
  min_lines: z.int().min(1).max(100).optional(),
  max_lines: z.int().min(1).max(100).optional(),
});

const inputLength = z.int().min(0).max(limits.plainTextInput);

const textInputs = [
  z
    .strictObject({
      type: z.literal('plain_text_input'),
      ...typed,
      initial_value: characters(limits.plainTextInput).optional(),
      multiline: z.boolean().optional(),
      min_length: inputLength.optional(),
      max_length: inputLength.min(1).optional(),
    })
    .refine(({ min_length: least = 0, max_length: most = Infinity }) => least <= most, {
      error: 'min_length must not be more than max_length',
    }),
  z.strictObject({
    type: z.literal('email_text_input'),
    ...typed,
    initial_value: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() }),
  z
    .strictObject({
      type: z.literal('number_input'),
      ...typed,
      is_decimal_allowed: z.boolean(),
      initial_value: z.string().optional(),
      min_value: z.string().optional(),
      max_value: z.string().optional(),
    })
    .refine(
      ({ min_value: least, max_value: most }) =>
        least === undefined || most === undefined || Number(least) <= Number(most),
      { error: 'min_value must not be more than max_value' },
    ),
] as const;

const fileInput = z.strictObject({
  type: z.literal('file_input'),
  ...action,
  filetypes: z.array(z.string()).min(1).optional(),
  max_files: z.int().min(1).max(limits.fileInput.files).optional(),
});

const always = [...selects, ...multiSelects, ...choiceLists, ...pickers] as const;

export const inActions = z.discriminatedUnion('type', [
  ...always,
  button,
  workflowButton,
  overflow,
  dateTimePicker,
  richTextInput,
]);

export const inSection = z.discriminatedUnion('type', [...always, button, workflowButton, overflow, image]);

export const inInput = z.discriminatedUnion('type', [
  ...always,
  ...textInputs,
  dateTimePicker,
  richTextInput,
  fileInput,
]);

export const inContextActions = z.discriminatedUnion('type', contextActions);
