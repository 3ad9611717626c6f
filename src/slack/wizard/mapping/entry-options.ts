/** What the selects of the row editor offer for the letters typed so far. */
import { searchFunctions } from '../../../domain/formula/search-functions.ts';
import { sourceInWords } from '../../../domain/mapping/resolve-source.ts';
import { searchAttributes } from '../../../domain/mapping/search-attributes.ts';
import { maxOptions, option } from '../../blocks/index.ts';
import type { Offered, OptionsCall, OptionsListener } from '../../feature.ts';
import type { SlackServices } from '../../services.ts';
import { readEditor } from '../metadata.ts';
import type { EditorMetadata } from '../metadata.ts';
import { readEntryState } from './entry-form.ts';
import { attributeChoice, entryIds, functionOption } from './entry-view.ts';
import { createSides } from './sides.ts';

const nothing: Offered = { options: [] };

const inEditor =
  (offer: (call: OptionsCall, metadata: EditorMetadata) => Promise<Offered>) =>
  (call: OptionsCall): Promise<Offered> =>
    call.view === null ? Promise.resolve(nothing) : offer(call, readEditor(call.view.privateMetadata));

export function createEntryOptions({ operations }: Pick<SlackServices, 'operations'>): OptionsListener[] {
  const sides = createSides({ operations });

  async function fields({ context, typed }: OptionsCall, { draft }: EditorMetadata): Promise<Offered> {
    const stored = await operations.showDraft(context, draft);
    return await sides.offerSources({ context, stored }, typed);
  }

  async function attributes(
    { context, typed }: OptionsCall,
    { draft: id, at }: EditorMetadata,
  ): Promise<Offered> {
    const [all, stored] = await Promise.all([
      operations.hubAttributes(context, { draft: id }),
      operations.showDraft(context, id),
    ]);
    const { draft } = stored;
    if (draft.direction === 'outbound') return await sides.offerTargets({ context, stored }, typed);
    const { object } = draft.target;
    if (object === undefined) return nothing;
    const { row } = readEntryState(at);
    const filledFrom = new Map(
      draft.mapping
        .filter((each) => each.skipped !== true && each.id !== row)
        .map(({ source, target }) => [target, sourceInWords(source)] as const),
    );
    const found = searchAttributes(typed, all, object, maxOptions);
    return { options: found.map((each) => option(attributeChoice(each, filledFrom.get(each.name) ?? null))) };
  }

  return [
    { actionId: entryIds.field, handle: inEditor(fields) },
    { actionId: entryIds.insertField, handle: inEditor(fields) },
    { actionId: entryIds.attribute, handle: inEditor(attributes) },
    {
      actionId: entryIds.functionHelp,
      handle: ({ typed }) =>
        Promise.resolve({ options: searchFunctions(typed, maxOptions).map(functionOption) }),
    },
  ];
}
