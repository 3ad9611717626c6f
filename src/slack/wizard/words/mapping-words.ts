/** "Suggest mappings": what would change, row by row, in place of the rows. */
import type { KnownBlock } from '@slack/types';
import type { MappingSource } from '../../../domain/job.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { DecideMappingsInput } from '../../../operations/assistant/decide-mappings.ts';
import { isByHand, mappingSuggestions } from '../../../operations/assistant/mapping-suggestions.ts';
import type {
  MappingSuggestion,
  MappingSuggestions,
} from '../../../operations/assistant/mapping-suggestions.ts';
import type { NamedField } from '../../../operations/drafts/mapped-fields.ts';
import { actions, asTyped, bold, button, context, cut, option, section } from '../../blocks/index.ts';
import { pageOf, pageText, readPage } from '../../blocks/page.ts';
import { numberText } from '../../jobs/words.ts';
import type { SlackServices } from '../../services.ts';
import { sourceMarkup } from '../mapping/source-words.ts';
import { busyWith } from '../step.ts';
import type { Reaction, ScreenState, StepAction, Turn } from '../step.ts';
import { noteLines } from './proposal-blocks.ts';
import { shownWith, troubleBlocks } from './trouble.ts';

export const suggestId = 'mapping-suggest';
const ids = {
  one: 'mapping-suggestion',
  all: 'mapping-accept-all',
  close: 'mapping-close-suggestions',
  page: 'mapping-suggestions-page',
} as const;

export const busySuggesting = 'mapping words';
const trouble = 'mappingTrouble';
const suggestionsOnPage = 15;
const maxReason = 300;

export interface SuggestionNames {
  /** What rows read, by labels. */
  readonly fields: readonly NamedField[];
  /** Of exports, what rows fill. */
  readonly targets: readonly NamedField[];
}

/** What is said of suggestions above the rows; none where there is nothing to say. */
export function suggestingBlocks(at: ScreenState): KnownBlock[] {
  if (busyWith(at) === busySuggesting) return [context('⏳ Looking for mappings…')];
  return troubleBlocks(at, trouble);
}

/** null where the rows are shown. */
export function suggestionsBlocks(
  stored: StoredDraft,
  names: SuggestionNames,
  at: ScreenState,
): KnownBlock[] | null {
  const kept = mappingSuggestions(stored);
  if (kept === null) return null;
  const { suggestions } = kept;
  const page = pageOf(suggestions, readPage(String(at['suggestionsPage'] ?? 0)), suggestionsOnPage);
  const turns = [
    ...(page.page > 0 ? [turnTo('Previous suggestions', page.page - 1)] : []),
    ...(page.page < page.pages - 1 ? [turnTo('More suggestions', page.page + 1)] : []),
  ];
  return [
    ...suggestingBlocks(at),
    ...(at['isHeld'] === true && !stored.draft.validated ? [section(heldText)] : []),
    section(headingOf(kept)),
    actions([
      ...(suggestions.length === 0 ? [] : [button('Accept all', ids.all, { style: 'primary' })]),
      button('Show the mapping', ids.close),
    ]),
    ...page.items.flatMap((suggestion) => suggestionBlocks(suggestion, stored, names)),
    ...(turns.length === 0 ? [] : [actions(turns)]),
    ...(suggestions.length === 0 ? [] : [context(`Suggestions ${pageText(page)}`)]),
  ];
}

const heldText = '⚠️ The mapping has to be validated before you go on: press *Show the mapping*.';

function headingOf({ suggestions, leftOut, note }: MappingSuggestions): string {
  const { length } = suggestions;
  const lines = [
    length === 0
      ? '*No row would change.*'
      : `*${length === 1 ? 'One row' : `${numberText(length)} rows`} would change*, before → after. Nothing changes before you accept it.`,
    ...(leftOut === 0
      ? []
      : [`${numberText(leftOut)} more went with no field or attribute that there is, and were left out.`]),
    ...noteLines(note),
  ];
  return lines.join('\n');
}

function suggestionBlocks(
  suggestion: MappingSuggestion,
  { draft }: StoredDraft,
  { fields, targets }: SuggestionNames,
): KnownBlock[] {
  const { id, row: rowId, source, target, type, confidence, reason } = suggestion;
  const row = draft.mapping.find((each) => each.id === rowId);
  const isSent = draft.direction === 'outbound';
  const named = (name: string): string =>
    isSent ? sourceMarkup({ kind: 'field', path: name }, targets) : bold(name);
  const before = row === undefined || row.target === '' ? '_nothing_' : named(row.target);
  const skipped = row?.skipped === true ? '_skipped_' : before;
  const after = target === null ? '_skip_' : `${named(target)}${type === null ? '' : ` \`new\` \`${type}\``}`;
  const read: MappingSource = { kind: 'field', path: source };
  const byHand = row !== undefined && isByHand(row);
  return [
    section(`${sourceMarkup(read, fields)}\n${skipped} → ${after}`, {
      blockId: `suggestion:${id}`,
      accessory: {
        type: 'overflow',
        action_id: ids.one,
        options: [
          option({ text: 'Accept', value: `accept:${id}` }),
          option({ text: 'Skip', value: `skip:${id}` }),
        ],
      },
    }),
    context(
      `${confidenceWord(confidence)}: ${asTyped(cut(reason, maxReason))}`,
      ...(byHand ? ['✋ You edited this row: "Accept all" leaves it as it is.'] : []),
    ),
  ];
}

/** People read words, and the numbers of two sources are not of one scale. */
function confidenceWord(confidence: number): string {
  if (confidence >= 0.9) return '*Sure*';
  return confidence >= 0.6 ? '*Likely*' : '*Unsure*';
}

function turnTo(text: string, page: number) {
  return button(text, `${ids.page}:${text}`, { value: String(page) });
}

export function mappingWordsActions({ operations }: Pick<SlackServices, 'operations'>): StepAction[] {
  const decide = (decision: DecideMappingsInput['decision'], turn: Turn): Promise<Reaction> =>
    shownWith(turn, trouble, async () => {
      await operations.decideMappings(turn.call.context, { draft: turn.stored.id, decision });
    });

  return [
    {
      actionId: suggestId,
      busy: busySuggesting,
      handle: (turn) =>
        shownWith(turn, trouble, async () => {
          await operations.suggestMappings(turn.call.context, { draft: turn.stored.id });
        }),
    },
    {
      actionId: ids.one,
      handle(turn, { value }) {
        const [kind, ...rest] = (value ?? '').split(':');
        // A forged one names no suggestion there is.
        return decide({ kind: kind === 'accept' ? 'accept' : 'skip', suggestion: rest.join(':') }, turn);
      },
    },
    { actionId: ids.all, handle: (turn) => decide({ kind: 'accept all' }, turn) },
    { actionId: ids.close, handle: (turn) => decide({ kind: 'close' }, turn) },
    {
      actionId: ids.page,
      handle: ({ at }, { value }) =>
        Promise.resolve({ kind: 'show', at: { ...at, suggestionsPage: readPage(value) } }),
    },
  ];
}
