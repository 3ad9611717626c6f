import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { anyBlock } from './blocks.ts';
import type { AnyBlock } from './blocks.ts';
import { allBlocks, elementsOf } from './elements-of.ts';
import type { AnyElement } from './elements-of.ts';
import { limits } from './limits.ts';
import { problemText, problemTexts } from './problem-text.ts';

export type SurfaceName = 'message' | 'modal' | 'home';

export type Checked<Value> = { readonly value: Value } | { readonly problems: readonly string[] };

const maxBlocks: Readonly<Record<SurfaceName, number>> = {
  message: limits.message.blocks,
  modal: limits.view.blocks,
  home: limits.view.blocks,
};

const notInViews = [
  'card',
  'carousel',
  'context_actions',
  'data_visualization',
  'markdown',
  'plan',
  'table',
  'task_card',
] as const;

/** Home is held to what modals are: Slack documents these blocks for messages. */
const notOn: Readonly<Record<SurfaceName, ReadonlySet<string>>> = {
  message: new Set(['alert', 'file_input']),
  modal: new Set(notInViews),
  home: new Set([...notInViews, 'alert', 'file_input']),
};

const listsOfBlocks: Readonly<Record<SurfaceName, z.ZodType<AnyBlock[]>>> = {
  message: z.array(anyBlock).max(maxBlocks.message),
  modal: z.array(anyBlock).min(1).max(maxBlocks.modal),
  home: z.array(anyBlock).min(1).max(maxBlocks.home),
};

/** Whether Slack takes these blocks there; `pointer` is where they stand in what was sent. */
export function checkBlocks(blocks: unknown, surface: SurfaceName, pointer = '/blocks'): Checked<AnyBlock[]> {
  const parsed = listsOfBlocks[surface].safeParse(blocks, { reportInput: true });
  if (!parsed.success) return { problems: problemTexts(parsed.error.issues, pointer) };
  const problems = [
    ...misplaced(parsed.data, surface, pointer),
    ...repeatedActionIds(parsed.data, pointer),
    ...wrongInitialOptions(parsed.data, pointer),
    ...(surface === 'message' ? [] : repeatedBlockIds(parsed.data, pointer)),
    ...(surface === 'message' ? [] : severalFocused(parsed.data, pointer)),
  ];
  return problems.length > 0 ? { problems } : { value: parsed.data };
}

function* misplaced(blocks: readonly AnyBlock[], surface: SurfaceName, pointer: string): Generator<string> {
  const refused = notOn[surface];
  for (const { block, pointer: at } of allBlocks(blocks, pointer)) {
    if (refused.has(block.type)) yield problemText(`unsupported type: ${block.type}`, `${at}/type`);
  }
  for (const { element, pointer: at } of elementsOf(blocks, pointer)) {
    if (refused.has(element.type)) yield problemText(`unsupported type: ${element.type}`, `${at}/type`);
  }
}

function* repeatedBlockIds(blocks: readonly AnyBlock[], pointer: string): Generator<string> {
  const seen = new Set<string>();
  for (const { block, pointer: at } of allBlocks(blocks, pointer)) {
    if (block.block_id === undefined) continue;
    if (seen.has(block.block_id)) {
      yield problemText(`block_id ${block.block_id} already exists`, `${at}/block_id`);
    }
    seen.add(block.block_id);
  }
}

function* repeatedActionIds(blocks: readonly AnyBlock[], pointer: string): Generator<string> {
  const seen = new Map<AnyBlock, Set<string>>();
  for (const { block, element, pointer: at } of elementsOf(blocks, pointer)) {
    const { action_id: actionId } = element;
    if (actionId === undefined) continue;
    const inBlock = seen.get(block) ?? new Set();
    seen.set(block, inBlock);
    if (inBlock.has(actionId)) yield problemText(`action_id ${actionId} already exists`, `${at}/action_id`);
    inBlock.add(actionId);
  }
}

function* severalFocused(blocks: readonly AnyBlock[], pointer: string): Generator<string> {
  let isFocused = false;
  for (const { element, pointer: at } of elementsOf(blocks, pointer)) {
    if (!('focus_on_load' in element) || element.focus_on_load !== true) continue;
    if (isFocused) yield problemText('only one element may have focus_on_load', `${at}/focus_on_load`);
    isFocused = true;
  }
}

function* wrongInitialOptions(blocks: readonly AnyBlock[], pointer: string): Generator<string> {
  for (const { element, pointer: at } of elementsOf(blocks, pointer)) {
    const options = optionsOf(element);
    if (options === null) continue;
    const isOffered = (initial: unknown): boolean => options.some((each) => isDeepStrictEqual(each, initial));
    if (
      'initial_option' in element &&
      element.initial_option !== undefined &&
      !isOffered(element.initial_option)
    ) {
      yield problemText('initial_option must match one of the options', `${at}/initial_option`);
    }
    if ('initial_options' in element && !(element.initial_options ?? []).every(isOffered)) {
      yield problemText('initial_options must match the options', `${at}/initial_options`);
    }
  }
}

/** The options that a block gives its element; null where it gives none. */
export function optionsOf(element: AnyElement) {
  const grouped =
    'option_groups' in element ? element.option_groups?.flatMap(({ options }) => options) : undefined;
  const given = 'options' in element ? element.options : undefined;
  return grouped ?? given ?? null;
}
