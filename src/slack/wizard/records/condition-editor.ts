/** "More filters": adds a condition to the filter, in a modal on top. */
import { checkFilter } from '../../../domain/filter/check.ts';
import { parseFilter } from '../../../domain/filter/parse.ts';
import { requireOutbound } from '../../../domain/draft.ts';
import { UserError } from '../../../domain/errors.ts';
import { hubObjects } from '../../../domain/hub-object.ts';
import type { HubAttribute } from '../../../domain/hub-object.ts';
import { hubSchema } from '../../../domain/hub-schema.ts';
import { searchAttributes } from '../../../domain/mapping/search-attributes.ts';
import { context, input, maxOptions, option, select } from '../../blocks/index.ts';
import { externalSelect, textInput } from '../../blocks/inputs.ts';
import type { Offered, OptionsCall } from '../../feature.ts';
import type { SlackServices } from '../../services.ts';
import type { Editor, EditorTurn } from '../editor.ts';
import { blockId, blockOf, enteredText } from '../entered.ts';
import { attributeChoice } from '../mapping/entry-view.ts';
import { readEditor } from '../metadata.ts';
import { nextFilterTurn } from '../words/filter-turn.ts';
import {
  conditionText,
  operators,
  operatorsOf,
  operatorTexts,
  takesValue,
  withCondition,
} from './condition.ts';
import type { Operator } from './condition.ts';

export const conditionEditorId = 'hub-condition';

const ids = {
  attribute: 'condition-attribute',
  operator: 'condition-operator',
  value: 'condition-value',
} as const;

const shownAnew = () => Promise.resolve({});

export function createConditionEditor({ operations }: Pick<SlackServices, 'operations'>): Editor {
  async function read({ call, stored, values }: EditorTurn) {
    const attributes = await operations.hubAttributes(call.context, { draft: stored.id });
    const name = enteredText(values, 'attribute') ?? '';
    const attribute = attributes.find((each) => each.name === name);
    const offered = attribute === undefined ? [] : operatorsOf[attribute.type];
    const chosen = enteredText(values, 'operator') ?? '';
    const operator = offered.find((each) => each === chosen) ?? offered[0];
    return { attributes, attribute, operator, value: enteredText(values, 'value') ?? '' };
  }

  async function attributesLike({ context: by, typed, view }: OptionsCall): Promise<Offered> {
    if (view === null) return { options: [] };
    const { draft: id } = readEditor(view.privateMetadata);
    const [all, { draft }] = await Promise.all([
      operations.hubAttributes(by, { draft: id }),
      operations.showDraft(by, id),
    ]);
    const { object } = requireOutbound(draft).source;
    if (object === undefined) return { options: [] };
    const found = searchAttributes(typed, all, object, maxOptions);
    return { options: found.map((each) => option(attributeChoice(each, null))) };
  }

  return {
    id: conditionEditorId,

    async show(turn) {
      const { attribute, operator, value } = await read(turn);
      return {
        title: 'More filters',
        submit: 'Add',
        blocks: [
          input(
            'Attribute',
            externalSelect(ids.attribute, {
              placeholder: 'Search by label or name',
              chosen: attribute === undefined ? undefined : attributeChoice(attribute, null),
            }),
            { blockId: 'attribute', dispatches: true },
          ),
          ...(attribute === undefined || operator === undefined
            ? []
            : conditionBlocks(attribute, operator, value)),
          context('It is added to the filter: a record is sent where all that stands there is so.'),
        ],
      };
    },

    async submit(turn) {
      const { attributes, attribute, operator, value } = await read(turn);
      const { call, stored, values } = turn;
      const refuse = (name: string, message: string): never => {
        throw new UserError(message, { code: 'condition_incomplete', path: [blockOf(values, name)] });
      };
      if (attribute === undefined || operator === undefined) {
        return refuse('attribute', 'Choose the attribute that the condition is about.');
      }
      if (takesValue(operator) && value.trim() === '')
        return refuse('value', 'Write what it is compared with.');
      const draft = requireOutbound(stored.draft);
      const condition = { attribute: attribute.name, type: attribute.type, operator, value };
      const plain = conditionText(condition);
      // What is no value at all is told as one that the attribute does not take: nobody has seen a filter here.
      const text = isReadable(plain) ? plain : conditionText({ ...condition, type: 'text' });
      const { object } = draft.source;
      if (object !== undefined) {
        const problem = problemOf(text, hubSchema(hubObjects[object], attributes));
        if (problem !== null) return refuse('value', problem);
      }
      await operations.changeDraft(call.context, {
        draft: stored.id,
        patch: { source: { filter: withCondition(draft.source.filter ?? '', text) } },
        entered: nextFilterTurn(stored),
      });
      return undefined;
    },

    actions: [
      { actionId: ids.attribute, handle: shownAnew },
      { actionId: ids.operator, handle: shownAnew },
    ],
    options: [{ actionId: ids.attribute, handle: attributesLike }],
  };
}

function conditionBlocks({ name, type }: HubAttribute, operator: Operator, value: string) {
  const choices = operators
    .filter((each) => operatorsOf[type].includes(each))
    .map((each) => ({ text: operatorTexts[each], value: each }));
  return [
    input('Condition', select(ids.operator, { placeholder: 'How', choices, chosen: operator }), {
      // What can be asked depends on the type of the attribute.
      blockId: blockId('operator', name),
      dispatches: true,
    }),
    ...(takesValue(operator)
      ? [
          // Slack itself would refuse an empty one, also where a condition was just chosen that needs none and the modal
          // has not followed yet; what is missing is said when it is submitted.
          input('Value', textInput(ids.value, { value }), {
            blockId: 'value',
            hint: `${valueHints[type]} ${valueNeeded}`,
            optional: true,
          }),
        ]
      : []),
  ];
}

const valueNeeded = 'Every condition needs one, but "is empty" and "is not empty".';

const valueHints: Readonly<Record<HubAttribute['type'], string>> = {
  text: 'Without quotes. Of several, with commas between them.',
  'foreign key': 'Without quotes. Of several, with commas between them.',
  list: 'Without quotes. Of several, with commas between them.',
  number: 'A number, such as 1000.',
  currency: 'A number, such as 1000.',
  date: 'A day such as 2026-12-01, or TODAY, THIS_QUARTER, LAST_N_DAYS:30.',
  boolean: 'true or false.',
};

/** What is wrong with what was typed; null where it can be read. */
function isReadable(text: string): boolean {
  try {
    parseFilter(text);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function problemOf(text: string, schema: ReturnType<typeof hubSchema>): string | null {
  try {
    const parsed = parseFilter(text);
    if (parsed !== null) checkFilter(parsed, schema);
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.message.replace(/^At character \d+ of the filter: /, '');
    throw error;
  }
}
