import { elementParts, jsonOf, listOf, readText, richTextOf, wordOf } from './element-parts.ts';
import type { ElementParts, Setting } from './element-parts.ts';
import { nothing } from './part.ts';
import type { Part } from './part.ts';
import { readableMarkdown } from './readable-text.ts';

type Json = Readonly<Record<string, unknown>>;

/** `errors`: what stands under inputs, by block_id. */
export interface BlockSetting extends Setting {
  readonly errors?: Readonly<Record<string, string>>;
}

/** Blocks as parts: each with what belongs to it, and those between two dividers together. */
export function blocksParts(blocks: readonly unknown[], setting: BlockSetting): Part[] {
  const all = blocks.map(jsonOf);
  if (!all.some(isDivider)) return cardsOf(all, setting);
  return split(all, isDivider).map((group) => ({
    kind: 'group',
    content: cardsOf(group, setting),
    ...nothing,
  }));
}

const isDivider = ({ type }: Json): boolean => type === 'divider';
const beginsCard = ({ type }: Json): boolean => type === 'section' || type === 'header' || type === 'input';

function split(blocks: readonly Json[], isEnd: (block: Json) => boolean): Json[][] {
  const groups: Json[][] = [[]];
  for (const block of blocks) {
    if (isEnd(block)) groups.push([]);
    else groups.at(-1)?.push(block);
  }
  return groups.filter((group) => group.length > 0);
}

function cardsOf(blocks: readonly Json[], setting: BlockSetting): Part[] {
  const cards: Json[][] = [];
  for (const block of blocks) {
    if (beginsCard(block) || cards.length === 0) cards.push([block]);
    else cards.at(-1)?.push(block);
  }
  return cards.map((card) => ({
    kind: 'card',
    content: card.map((block) => blockPart(block, setting)),
    ...nothing,
  }));
}

/** A block that says this, with these elements after it. */
function of(content: readonly (string | Part)[], elements: readonly ElementParts[] = []): Part {
  return {
    kind: 'block',
    content: [...content, ...elements.flatMap(({ lines }) => lines)],
    controls: elements.flatMap(({ controls }) => controls),
    fields: elements.flatMap(({ fields }) => fields),
  };
}

function blockPart(block: Json, setting: BlockSetting): Part {
  const blockId = wordOf(block['block_id']);
  const read = (value: unknown): string => readText(value, setting);
  const used = (element: unknown, labels: readonly string[] = []): ElementParts[] =>
    element === undefined ? [] : [elementParts(jsonOf(element), blockId, setting, labels)];

  switch (block['type']) {
    case 'section': {
      const text = read(block['text']);
      const fields = listOf(block['fields']).map(read);
      const labels = [text, ...text.split('\n')].filter((line) => line !== '');
      return of([text, ...fields], used(block['accessory'], labels));
    }
    case 'input': {
      const label = read(block['label']);
      const hint = read(block['hint']);
      const error = setting.errors?.[blockId];
      const part = of([label], used(block['element'], [label]));
      const below = [hint, error === undefined ? '' : `! ${error}`].filter((line) => line !== '');
      return { ...part, content: [...part.content, ...below] };
    }
    case 'actions':
    case 'context_actions':
      return of(
        [],
        listOf(block['elements']).flatMap((element) => used(element)),
      );
    case 'context':
      return of([
        listOf(block['elements'])
          .map((each) => (each['type'] === 'image' ? `(${String(each['alt_text'])})` : read(each)))
          .join(' '),
      ]);
    case 'header':
    case 'alert':
      return of([read(block['text'])]);
    case 'card':
      return of(
        ['title', 'subtitle', 'body', 'subtext'].map((name) => read(block[name])),
        listOf(block['actions']).flatMap((element) => used(element)),
      );
    case 'carousel':
      return of(listOf(block['elements']).map((card) => blockPart(card, setting)));
    case 'container':
      return of([
        read(block['title']) || richTextOf(block['rich_text_title']),
        read(block['subtitle']),
        ...blocksParts(listOf(block['child_blocks']), setting),
      ]);
    case 'markdown':
      return of([readableMarkdown(String(block['text']), setting.screen)]);
    case 'rich_text':
      return of([namedMentions(richTextOf(block), setting)]);
    case 'table':
    case 'data_table':
      return of([wordOf(block['caption']), ...rowsOf(block['rows'])]);
    case 'data_visualization':
      return of([String(block['title']), ...chartLines(jsonOf(block['chart']))]);
    case 'plan':
      return of([String(block['title']), ...listOf(block['tasks']).map((task) => taskLine(task))]);
    case 'task_card':
      return of([taskLine(block)]);
    case 'image':
    case 'video':
      return of([`(picture: ${String(block['alt_text'])})`, read(block['title'])]);
    default:
      return of([]);
  }
}

function rowsOf(rows: unknown): Part[] {
  return (Array.isArray(rows) ? rows : []).map((row) => ({
    kind: 'row',
    content: [
      listOf(row)
        .map((cell) => (cell['type'] === 'rich_text' ? richTextOf(cell) : String(cell['text'])))
        .join(' | '),
    ],
    ...nothing,
  }));
}

function chartLines(chart: Json): string[] {
  const lineOf = ({ label, value }: Json): string => `${String(label)}: ${String(value)}`;
  const series = listOf(chart['series']).flatMap(({ name, data }) => [
    String(name),
    ...listOf(data).map(lineOf),
  ]);
  return [...listOf(chart['segments']).map(lineOf), ...series];
}

function taskLine({ title, status, details, output }: Json): string {
  const more = [details, output].map(richTextOf).filter((text) => text !== '');
  return [`${String(title)} (${String(status)})`, ...more].join('\n');
}

function namedMentions(text: string, { screen }: Setting): string {
  return [...screen.members, ...screen.channels].reduce(
    (said, { id, name }) => said.replaceAll(id, `@${name}`),
    text,
  );
}
