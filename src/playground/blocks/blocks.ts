/** Every block Slack knows. */
import { z } from 'zod';
import { hasOneSource, imageSource, oneSourceOnly } from './composition.ts';
import {
  button,
  image as imageElement,
  inActions,
  inContextActions,
  inInput,
  inSection,
} from './elements.ts';
import { limits } from './limits.ts';
import { richText } from './rich-text.ts';
import { dataTable, dataVisualization, table } from './tables.ts';
import { anyText, characters, id, mrkdwn, plainText, url } from './text.ts';

const block = { block_id: id.optional() };

const actions = z.strictObject({
  type: z.literal('actions'),
  ...block,
  elements: z.array(inActions).min(1).max(limits.actionsElements),
});

const alert = z.strictObject({
  type: z.literal('alert'),
  ...block,
  text: anyText(limits.alertText),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const card = z
  .strictObject({
    type: z.literal('card'),
    ...block,
    hero_image: imageElement.optional(),
    icon: imageElement.optional(),
    slack_icon: z.strictObject({ type: z.literal('icon'), name: z.string() }).optional(),
    title: anyText(limits.card.title).optional(),
    subtitle: anyText(limits.card.subtitle).optional(),
    body: anyText(limits.card.body).optional(),
    subtext: anyText(limits.card.subtext).optional(),
    actions: z.array(button).max(limits.card.actions).optional(),
  })
  .refine(
    ({ hero_image: hero, title, actions, body }) =>
      [hero, title, actions, body].some((part) => part !== undefined),
    { error: 'must have a hero_image, title, actions or body' },
  );

const carousel = z.strictObject({
  type: z.literal('carousel'),
  ...block,
  elements: z.array(card).min(1).max(limits.carouselCards),
});

const context = z.strictObject({
  type: z.literal('context'),
  ...block,
  elements: z
    .array(z.discriminatedUnion('type', [imageElement, plainText(limits.text), mrkdwn(limits.text)]))
    .min(1)
    .max(limits.contextElements),
});

const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  ...block,
  elements: z.array(inContextActions).min(1).max(limits.contextActionsElements),
});

const divider = z.strictObject({ type: z.literal('divider'), ...block });

const file = z.strictObject({
  type: z.literal('file'),
  ...block,
  source: z.literal('remote'),
  external_id: z.string(),
});

const header = z.strictObject({ type: z.literal('header'), ...block, text: plainText(limits.header) });

const image = z
  .strictObject({
    type: z.literal('image'),
    ...block,
    alt_text: characters(limits.image.alt),
    title: plainText(limits.image.title).optional(),
    ...imageSource,
  })
  .refine(hasOneSource, oneSourceOnly);

const input = z.strictObject({
  type: z.literal('input'),
  ...block,
  label: plainText(limits.input.label),
  hint: plainText(limits.input.hint).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inInput,
});

const markdown = z.strictObject({
  type: z.literal('markdown'),
  ...block,
  text: characters(limits.markdown, 1),
});

const section = z
  .strictObject({
    type: z.literal('section'),
    ...block,
    text: anyText(limits.section.text).optional(),
    fields: z.array(anyText(limits.section.field)).min(1).max(limits.section.fields).optional(),
    accessory: inSection.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, {
    error: 'missing required field: text',
  });

const task = {
  ...block,
  task_id: z.string().min(1),
  title: characters(limits.text, 1),
  details: richText.optional(),
  output: richText.optional(),
  sources: z
    .array(z.strictObject({ type: z.literal('url'), url, text: characters(limits.text, 1) }))
    .optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
};

const taskCard = z.strictObject({ type: z.literal('task_card'), ...task });

const plan = z.strictObject({
  type: z.literal('plan'),
  ...block,
  title: characters(limits.text, 1),
  tasks: z.array(z.strictObject({ type: z.literal('task_card').optional(), ...task })).optional(),
});

const video = z.strictObject({
  type: z.literal('video'),
  ...block,
  alt_text: characters(limits.video.alt, 1),
  title: plainText(limits.video.title),
  title_url: url.optional(),
  thumbnail_url: url,
  video_url: url,
  author_name: characters(limits.video.author).optional(),
  description: plainText(limits.video.description).optional(),
  provider_name: characters(limits.video.provider).optional(),
  provider_icon_url: url.optional(),
});

const container = z
  .strictObject({
    type: z.literal('container'),
    ...block,
    title: plainText(limits.container.title).optional(),
    rich_text_title: richText.optional(),
    subtitle: anyText(limits.container.subtitle).optional(),
    icon: imageElement.optional(),
    child_blocks: z
      .array(
        z.discriminatedUnion('type', [
          actions,
          context,
          divider,
          file,
          header,
          image,
          input,
          richText,
          section,
          table,
          video,
        ]),
      )
      .max(limits.container.blocks),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .refine(({ title, rich_text_title: rich }) => title !== undefined || rich !== undefined, {
    error: 'missing required field: title',
  })
  .refine(({ default_collapsed: collapsed, is_collapsible: can }) => collapsed !== true || can === true, {
    error: 'default_collapsed requires is_collapsible',
  });

export const anyBlock = z.discriminatedUnion('type', [
  actions,
  alert,
  card,
  carousel,
  container,
  context,
  contextActions,
  dataTable,
  dataVisualization,
  divider,
  file,
  header,
  image,
  input,
  markdown,
  plan,
  richText,
  section,
  table,
  taskCard,
  video,
]);

export type AnyBlock = z.infer<typeof anyBlock>;
