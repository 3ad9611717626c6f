/** The menus: one or many of options, people, conversations or channels. */
import { z } from 'zod';
import { confirm, conversationFilter, optionGroup, plainOption } from './composition.ts';
import { limits } from './limits.ts';
import { id, plainText } from './text.ts';

const select = {
  action_id: id.optional(),
  placeholder: plainText(limits.select.placeholder).optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
};
const many = { max_selected_items: z.int().min(1).optional() };
const one = { response_url_enabled: z.boolean().optional() };

const givenOptions = {
  options: z.array(plainOption).min(1).max(limits.select.options).optional(),
  option_groups: z.array(optionGroup).min(1).max(limits.select.groups).optional(),
};

interface GivenOptions {
  readonly options?: unknown;
  readonly option_groups?: unknown;
}

const hasOneList = ({ options, option_groups }: GivenOptions): boolean =>
  (options === undefined) !== (option_groups === undefined);
const oneListOnly = { error: 'must have either options or option_groups' };

const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: conversationFilter.optional(),
};

export const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...select,
    ...givenOptions,
    initial_option: plainOption.optional(),
  })
  .refine(hasOneList, oneListOnly);

export const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...select,
    ...many,
    ...givenOptions,
    initial_options: z.array(plainOption).min(1).max(limits.select.options).optional(),
  })
  .refine(hasOneList, oneListOnly);

export const selects = [
  staticSelect,
  z.strictObject({
    type: z.literal('external_select'),
    ...select,
    min_query_length: z.int().min(0).optional(),
    initial_option: plainOption.optional(),
  }),
  z.strictObject({ type: z.literal('users_select'), ...select, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...select,
    ...one,
    ...conversations,
    initial_conversation: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...select,
    ...one,
    initial_channel: z.string().optional(),
  }),
] as const;

const ids = z.array(z.string()).optional();

export const multiSelects = [
  multiStaticSelect,
  z.strictObject({
    type: z.literal('multi_external_select'),
    ...select,
    ...many,
    min_query_length: z.int().min(0).optional(),
    initial_options: z.array(plainOption).min(1).max(limits.select.options).optional(),
  }),
  z.strictObject({ type: z.literal('multi_users_select'), ...select, ...many, initial_users: ids }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...select,
    ...many,
    ...conversations,
    initial_conversations: ids,
  }),
  z.strictObject({ type: z.literal('multi_channels_select'), ...select, ...many, initial_channels: ids }),
] as const;
