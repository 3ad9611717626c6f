import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkBlocks } from '../../../src/playground/blocks/check-blocks.ts';
import { checkView } from '../../../src/playground/blocks/check-view.ts';
import { recordedData } from '../../support/project-root.ts';
import { invalidPayloads } from './invalid-payloads.ts';

type Payload = Readonly<Record<string, unknown>>;

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(recordedData ?? '', 'block-kit', file), 'utf8'));
}

const plain = (text: string): Payload => ({ type: 'plain_text', text });

/** Where an element may stand. */
const onlyInContextActions = new Set(['feedback_buttons', 'icon_button']);
const onlyInInputs = /(_text_input|number_input|file_input)$/;

function blockOfElement(element: Payload): Payload {
  const type = String(element['type']);
  if (type === 'image') return { type: 'context', elements: [element] };
  if (type === 'url') {
    return { type: 'task_card', task_id: 't', title: 'T', status: 'pending', sources: [element] };
  }
  if (onlyInContextActions.has(type)) return { type: 'context_actions', elements: [element] };
  if (onlyInInputs.test(type)) return { type: 'input', label: plain('Label'), element };
  return { type: 'actions', elements: [element] };
}

const select = (changes: Payload): Payload => ({
  type: 'actions',
  elements: [{ type: 'static_select', options: [{ text: plain('A'), value: 'a' }], ...changes }],
});

const objects: Readonly<Record<string, (object: Payload) => Payload>> = {
  confirmation: (confirm) => select({ confirm }),
  conversation: (filter) => ({ type: 'actions', elements: [{ type: 'conversations_select', filter }] }),
  dispatch: (config) => ({
    type: 'input',
    label: plain('Label'),
    element: { type: 'plain_text_input', dispatch_action_config: config },
  }),
  input: (parameter) => workflowButton({ trigger: trigger({ customizable_input_parameters: [parameter] }) }),
  option: (option) =>
    'label' in option
      ? select({ options: undefined, option_groups: [option] })
      : select({ options: [option] }),
  text: (text) => ({ type: 'section', text }),
  trigger: (given) => workflowButton({ trigger: given }),
  workflow: (workflow) => workflowButton(workflow),
};

const trigger = (changes: Payload): Payload => ({ url: 'https://slack.com/shortcuts/Ft1/1', ...changes });

function workflowButton(workflow: Payload): Payload {
  return { type: 'actions', elements: [{ type: 'workflow_button', text: plain('Run'), workflow }] };
}

function blockOfRichText(part: Payload): Payload {
  const isBlock = String(part['type']).startsWith('rich_text_');
  return {
    type: 'rich_text',
    elements: [isBlock ? part : { type: 'rich_text_section', elements: [part] }],
  };
}

function blocksOf(name: string, payload: Payload): readonly unknown[] {
  const [folder = '', rest = ''] = name.split('/');
  const attachments = (payload['attachments'] ?? []) as readonly Payload[];
  switch (folder) {
    case 'blocks':
      return [payload];
    case 'elements':
      return [blockOfElement(payload)];
    case 'objects':
      return [objects[rest.split('_')[0] ?? '']?.(payload)];
    case 'rich_text':
      return [blockOfRichText(payload)];
    default:
      return [...((payload['blocks'] ?? []) as unknown[]), ...attachments.flatMap((each) => each['blocks'])];
  }
}

if (recordedData !== null) {
  describe('payloads that Slack accepts', () => {
    for (const [name, payload] of Object.entries(
      readJson('valid.json') as Readonly<Record<string, Payload>>,
    )) {
      it(`pass: ${name}`, () => {
        if (name.startsWith('views/')) {
          expect(checkView(payload)).to.have.property('value');
          return;
        }
        const blocks = blocksOf(name, payload);
        const text = JSON.stringify(blocks);
        const isForModals = text.includes('"alert"') || text.includes('"file_input"');
        expect(checkBlocks(blocks, isForModals ? 'modal' : 'message')).to.have.property('value');
      });
    }
  });

  describe('payloads that Slack refuses', () => {
    const { cases } = readJson('invalid-cases.json') as {
      cases: readonly { id: string; description: string }[];
    };
    for (const { id, description } of cases) {
      it(`${id}: ${description}`, () => {
        const broken = invalidPayloads[id];
        if (broken === undefined) throw new Error(`There is no payload for ${id}.`);
        const checked =
          'view' in broken
            ? checkView(broken.view)
            : checkBlocks([broken.block], broken.surface ?? 'message');
        if (!('problems' in checked)) throw new Error('It passes.');
        // One rule at a time: every complaint is of the same kind, about what the rule is about.
        const kinds = new Set(checked.problems.map((problem) => problem.replace(/ \[json-pointer:.*$/, '')));
        expect([...kinds]).to.have.length(1);
      });
    }
  });
}
