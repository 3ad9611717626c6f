/** For each rule of Block Kit, something that breaks it and nothing else. */

type Json = Readonly<Record<string, unknown>>;

/** How a payload is to be looked at: as a block of a message or a modal, or as a whole view. */
export type Broken =
  { readonly block: Json; readonly surface?: 'message' | 'modal' } | { readonly view: Json };

const long = (length: number): string => 'x'.repeat(length);
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

const plain = (text: string): Json => ({ type: 'plain_text', text });
const option = (changes: Json = {}): Json => ({ text: plain('A'), value: 'a', ...changes });
const options = (count: number): Json[] => many(count, (at) => option({ value: String(at) }));
const button = (changes: Json = {}): Json => ({ type: 'button', text: plain('Go'), ...changes });

const section = (changes: Json = {}): Broken => ({
  block: { type: 'section', text: { type: 'mrkdwn', text: 'Hello' }, ...changes },
});
const withElement = (element: Json): Broken => ({ block: { type: 'actions', elements: [element] } });
const withSelect = (changes: Json): Broken =>
  withElement({ type: 'static_select', options: options(2), ...changes });
const withConfirm = (changes: Json): Broken =>
  withElement(button({ confirm: { title: plain('Sure?'), text: plain('Really?'), ...changes } }));
const withOption = (changes: Json): Broken => withElement({ type: 'overflow', options: [option(changes)] });
const withInput = (element: Json, changes: Json = {}): Broken => ({
  view: {
    type: 'modal',
    title: plain('A form'),
    submit: plain('Save'),
    blocks: [{ type: 'input', label: plain('Name'), element, ...changes }],
  },
});
const block = (type: string, changes: Json): Broken => ({ block: { type, ...changes } });
const modal = (changes: Json): Broken => ({
  view: { type: 'modal', title: plain('A form'), blocks: [{ type: 'divider' }], ...changes },
});
const image = (changes: Json): Broken =>
  block('image', { image_url: 'https://a.example/b', alt_text: 'b', ...changes });
const task = (source: Json): Broken =>
  block('task_card', {
    task_id: 't',
    title: 'T',
    status: 'pending',
    sources: [{ type: 'url', text: 'a', ...source }],
  });
const video = (changes: Json): Broken =>
  block('video', {
    alt_text: 'a',
    title: plain('T'),
    thumbnail_url: 'https://a.example/t',
    video_url: 'https://a.example/v',
    ...changes,
  });
const card = (changes: Json): Broken => block('card', { title: plain('T'), ...changes });
const container = (changes: Json): Broken =>
  block('container', { title: plain('T'), child_blocks: [{ type: 'divider' }], ...changes });
const cell = (text = 'a'): Json => ({ type: 'raw_text', text });
const rows = (count: number, columns = 1): Json[][] => many(count, () => many(columns, () => cell()));
const table = (changes: Json): Broken => block('table', { rows: rows(2, 2), ...changes });
const dataTable = (changes: Json): Broken => block('data_table', { caption: 'C', rows: rows(2), ...changes });
const pie = (segments: readonly Json[], changes: Json = {}): Broken =>
  block('data_visualization', { title: 'T', chart: { type: 'pie', segments }, ...changes });
const point = { label: 'a', value: 1 };
const series = (changes: Json = {}): Json => ({ name: 's', data: [point], ...changes });
const bar = (lines: readonly Json[], axis: Json = {}): Broken =>
  block('data_visualization', {
    title: 'T',
    chart: { type: 'bar', series: lines, axis_config: { categories: ['a'], ...axis } },
  });
const feedback = (changes: Json): Broken =>
  block('context_actions', {
    elements: [
      {
        type: 'feedback_buttons',
        positive_button: { text: plain('Good'), value: 'good', ...changes },
        negative_button: { text: plain('Bad'), value: 'bad' },
      },
    ],
  });
const iconButton = (changes: Json = {}): Json => ({
  type: 'icon_button',
  icon: 'trash',
  text: plain('Delete'),
  ...changes,
});

/** By the rule's id in the published list. */
export const invalidPayloads: Readonly<Record<string, Broken>> = {
  'text-empty': section({ text: plain('') }),
  'text-too-long': section({ text: plain(long(3_001)) }),
  'button-action-id-too-long': withElement(button({ action_id: long(256) })),
  'button-text-too-long': withElement(button({ text: plain(long(76)) })),
  'button-url-too-long': withElement(button({ url: `https://a.example/${long(3_000)}` })),
  'button-value-too-long': withElement(button({ value: long(2_001) })),
  'confirmation-title-too-long': withConfirm({ title: plain(long(101)) }),
  'confirmation-text-too-long': withConfirm({ text: plain(long(301)) }),
  'confirmation-confirm-too-long': withConfirm({ confirm: plain(long(31)) }),
  'confirmation-deny-too-long': withConfirm({ deny: plain(long(31)) }),
  'option-text-too-long': withOption({ text: plain(long(76)) }),
  'option-value-too-long': withOption({ value: long(151) }),
  'option-url-too-long': withOption({ url: `https://a.example/${'😀'.repeat(3_000)}` }),
  'option-description-too-long': withOption({ description: plain(long(76)) }),
  'option-group-label-too-long': withSelect({
    options: undefined,
    option_groups: [{ label: plain(long(76)), options: options(1) }],
  }),
  'option-group-empty': withSelect({
    options: undefined,
    option_groups: [{ label: plain('G'), options: [] }],
  }),
  'option-group-too-many-options': withSelect({
    options: undefined,
    option_groups: [{ label: plain('G'), options: options(101) }],
  }),
  'select-placeholder-too-long': withSelect({ placeholder: plain(long(151)) }),
  'select-too-many-options': withSelect({ options: options(101) }),
  'select-too-many-option-groups': withSelect({
    options: undefined,
    option_groups: many(101, () => ({ label: plain('G'), options: options(1) })),
  }),
  'overflow-empty': withElement({ type: 'overflow', options: [] }),
  'overflow-too-many-options': withElement({ type: 'overflow', options: options(6) }),
  'checkboxes-empty': withElement({ type: 'checkboxes', options: [] }),
  'checkboxes-too-many-options': withElement({ type: 'checkboxes', options: options(11) }),
  'radio-buttons-empty': withElement({ type: 'radio_buttons', options: [] }),
  'radio-buttons-too-many-options': withElement({ type: 'radio_buttons', options: options(11) }),
  'url-source-url-empty': task({ url: '' }),
  'url-source-url-too-long': task({ url: `https://a.example/${long(3_000)}` }),
  'table-too-many-rows': table({ rows: rows(101) }),
  'table-ragged-rows': table({ rows: [[cell(), cell()], [cell()]] }),
  'table-column-settings-mismatch': table({ column_settings: many(3, () => ({ align: 'left' })) }),
  'file-input-max-files-too-small': withInput({ type: 'file_input', max_files: 0 }),
  'file-input-max-files-too-large': withInput({ type: 'file_input', max_files: 11 }),
  'plain-text-input-max-length-too-large': withInput({ type: 'plain_text_input', max_length: 3_001 }),
  'actions-too-many-elements': block('actions', { elements: many(26, () => button()) }),
  'context-too-many-elements': block('context', { elements: many(11, () => plain('a')) }),
  'header-text-too-long': block('header', { text: plain(long(151)) }),
  'image-url-too-long': image({ image_url: `https://a.example/${long(3_000)}` }),
  'image-alt-text-too-long': image({ alt_text: long(2_001) }),
  'input-label-too-long': withInput({ type: 'plain_text_input' }, { label: plain(long(2_001)) }),
  'input-hint-too-long': withInput({ type: 'plain_text_input' }, { hint: plain(long(2_001)) }),
  'markdown-empty': block('markdown', { text: '' }),
  'markdown-too-long': block('markdown', { text: long(12_001) }),
  'section-text-too-long': section({ text: { type: 'mrkdwn', text: long(3_001) } }),
  'section-too-many-fields': section({ fields: many(11, () => plain('a')) }),
  'section-field-too-long': section({ fields: [plain(long(2_001))] }),
  'video-alt-text-empty': video({ alt_text: '' }),
  'video-alt-text-too-long': video({ alt_text: long(201) }),
  'video-title-too-long': video({ title: plain(long(201)) }),
  'video-author-name-too-long': video({ author_name: long(51) }),
  'video-description-too-long': video({ description: plain(long(201)) }),
  'video-provider-name-too-long': video({ provider_name: long(51) }),
  'view-missing-blocks': modal({ blocks: [] }),
  'view-too-many-blocks': modal({ blocks: many(101, () => ({ type: 'divider' })) }),
  'view-private-metadata-too-long': modal({ private_metadata: long(3_001) }),
  'view-callback-id-too-long': modal({ callback_id: long(256) }),
  'view-title-too-long': modal({ title: plain(long(25)) }),
  'view-close-too-long': modal({ close: plain(long(25)) }),
  'view-submit-too-long': modal({ submit: plain(long(25)) }),
  'section-missing-content': block('section', {}),
  'static-select-options-and-groups': withSelect({
    option_groups: [{ label: plain('G'), options: options(1) }],
  }),
  'image-url-and-slack-file': image({ slack_file: { id: 'F1' } }),
  'number-input-inverted-range': withInput({
    type: 'number_input',
    is_decimal_allowed: false,
    min_value: '10',
    max_value: '9',
  }),
  'context-invalid-element': block('context', { elements: [button()] }),
  'input-invalid-element': withInput(button()),
  'block-id-too-long': section({ block_id: long(256) }),
  'button-accessibility-label-too-long': withElement(button({ accessibility_label: long(76) })),
  'alert-text-too-long': { block: { type: 'alert', text: plain(long(201)) }, surface: 'modal' },
  'card-title-too-long': card({ title: plain(long(151)) }),
  'card-subtitle-too-long': card({ subtitle: plain(long(151)) }),
  'card-body-too-long': card({ body: plain(long(201)) }),
  'card-too-many-actions': card({ actions: many(4, () => button()) }),
  'card-subtext-too-long': card({ subtext: plain(long(201)) }),
  'carousel-empty': block('carousel', { elements: [] }),
  'carousel-too-many-cards': block('carousel', {
    elements: many(11, () => ({ type: 'card', title: plain('T') })),
  }),
  'container-title-too-long': container({ title: plain(long(151)) }),
  'container-subtitle-too-long': container({ subtitle: plain(long(151)) }),
  'container-too-many-child-blocks': container({ child_blocks: many(11, () => ({ type: 'divider' })) }),
  'context-actions-too-many-elements': block('context_actions', { elements: many(6, () => iconButton()) }),
  'feedback-button-text-too-long': feedback({ text: plain(long(76)) }),
  'feedback-button-value-too-long': feedback({ value: long(2_001) }),
  'feedback-button-accessibility-label-too-long': feedback({ accessibility_label: long(76) }),
  'icon-button-too-many-visible-users': block('context_actions', {
    elements: [iconButton({ visible_to_user_ids: many(11, (at) => `U${at}`) })],
  }),
  'data-table-too-few-rows': dataTable({ rows: rows(1) }),
  'data-table-too-many-rows': dataTable({ rows: rows(202) }),
  'data-table-too-few-columns': dataTable({ rows: [[], []] }),
  'data-table-too-many-columns': dataTable({ rows: rows(2, 21) }),
  'data-table-page-size-too-small': dataTable({ page_size: 0 }),
  'data-table-page-size-too-large': dataTable({ page_size: 101 }),
  'data-table-cell-text-empty': dataTable({ rows: [[cell()], [cell('')]] }),
  'data-table-content-too-long': dataTable({ rows: [[cell()], [cell(long(10_000))], [cell(long(10_000))]] }),
  'data-visualization-title-too-long': pie([point], { title: long(51) }),
  'pie-chart-empty': pie([]),
  'pie-chart-too-many-segments': pie(many(13, () => point)),
  'chart-segment-label-too-long': pie([{ label: long(21), value: 1 }]),
  'chart-segment-value-not-positive': pie([{ label: 'a', value: 0 }]),
  'chart-series-empty': bar([]),
  'chart-too-many-series': bar(many(13, () => series())),
  'data-series-name-too-long': bar([series({ name: long(21) })]),
  'data-series-empty': bar([series({ data: [] })]),
  'data-series-too-many-points': bar([series({ data: many(21, () => point) })]),
  'data-point-label-too-long': bar([series({ data: [{ label: long(21), value: 1 }] })]),
  'axis-categories-empty': bar([series()], { categories: [] }),
  'axis-too-many-categories': bar([series()], { categories: many(21, String) }),
  'axis-category-label-too-long': bar([series()], { categories: [long(21)] }),
  'axis-label-too-long': bar([series()], { x_label: long(51) }),
};
