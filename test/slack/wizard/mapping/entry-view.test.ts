import { expect } from 'chai';
import { attributeTypes, hubObjects } from '../../../../src/domain/hub-object.ts';
import { formulaFunctions } from '../../../../src/domain/formula/functions/index.ts';
import { formulaLimits } from '../../../../src/domain/formula/syntax.ts';
import { checkView, isTooLarge } from '../../../../src/playground/blocks/check-view.ts';
import { maxOptions } from '../../../../src/slack/blocks/index.ts';
import { sourceKinds } from '../../../../src/slack/wizard/mapping/entry-form.ts';
import type { EntryForm, EntryState } from '../../../../src/slack/wizard/mapping/entry-form.ts';
import {
  attributeChoice,
  entryBlocks,
  functionOption,
} from '../../../../src/slack/wizard/mapping/entry-view.ts';
import type { EntryView } from '../../../../src/slack/wizard/mapping/entry-view.ts';
import { option } from '../../../../src/slack/blocks/index.ts';
import { editorView, maxStepBlocks } from '../../../../src/slack/wizard/wizard-view.ts';
import { awkwardNames, manyAttributes, rowFrom } from '../support/mapping-data.ts';

const emptyForm: EntryForm = {
  kind: 'field',
  path: '',
  constant: '',
  formula: '',
  isNew: false,
  attribute: '',
  newName: '',
  newType: 'text',
  formats: '',
  note: '',
};
const firstState: EntryState = {
  row: null,
  target: '',
  isNew: null,
  turn: 0,
  inserted: '',
  functionName: '',
  writtenTurn: null,
};
const { attributes } = hubObjects.accounts;
const imported = { direction: 'inbound', targets: [] } as const;
const anEntryView = (given: Partial<EntryView> = {}): EntryView => ({
  form: emptyForm,
  state: firstState,
  data: { row: null, maySkip: true, attributes, fields: [], ...imported },
  samples: null,
  atEnd: '',
  words: null,
  ...given,
});

function modalOf(view: EntryView) {
  const metadata = { draft: 'd', step: 'mapping', at: {}, below: { view: 'V1', at: {} } } as const;
  return editorView('mapping-entry', metadata, {
    title: 'Add mapping',
    submit: 'Add',
    blocks: entryBlocks(view),
  });
}

/** Labels of inputs, buttons and placeholders, and all text, in order. */
const textOf = (view: EntryView): string => JSON.stringify(entryBlocks(view));
const textOfForm = (given: Partial<EntryForm>): string =>
  textOf(anEntryView({ form: { ...emptyForm, ...given } }));

describe('the editor of a mapping row', () => {
  for (const kind of sourceKinds) {
    it(`is within Slack's limits for a ${kind}, whatever is in it`, () => {
      for (const [index, name] of awkwardNames.entries()) {
        for (const isNew of [true, false]) {
          for (const newType of attributeTypes) {
            const attribute = manyAttributes(4).at(-1 - index)?.name ?? '';
            const path = `${'Parent__r.'.repeat(index * 5)}${name}`;
            const form: EntryForm = {
              kind,
              path,
              constant: name.repeat(30),
              formula: name.repeat(30).slice(0, formulaLimits.characters),
              isNew,
              attribute,
              newName: name,
              newType,
              formats: name.repeat(37),
              note: name.repeat(6),
            };
            const problem = { severity: 'error', code: 'x', message: name.repeat(20), position: 40 } as const;
            const sample = { before: name.repeat(400), after: name.repeat(400), reason: null };
            const samples = {
              problems: Array.from({ length: 20 }, () => problem),
              samples: [
                sample,
                { ...sample, after: null, reason: name.repeat(9) },
                ...Array.from({ length: 50 }, () => sample),
              ],
            };
            const row = { ...rowFrom('1', path, attribute), source: { kind, path, value: name, text: name } };
            const state = { ...firstState, functionName: formulaFunctions[index]?.name ?? '' };
            for (const data of [
              {
                row: null,
                maySkip: true,
                attributes: manyAttributes(4),
                fields: [{ path, label: name, type: 'string' as const }],
                ...imported,
              },
              {
                row,
                maySkip: true,
                attributes: [],
                fields: [{ path, label: name, type: 'string' as const }],
                direction: 'outbound' as const,
                targets: [{ path: attribute, label: name, type: 'string' as const }],
              },
              { row, maySkip: index > 1, attributes, fields: [], ...imported },
            ]) {
              const view = modalOf(anEntryView({ form, data, samples, state }));
              expect(checkView(view)).not.to.have.property('problems');
              expect(isTooLarge(view)).to.equal(false);
              expect(view.blocks.length).to.be.at.most(maxStepBlocks);
            }
          }
        }
      }
    });
  }

  it('asks for a value, a formula with help, or a field, by where the value comes from', () => {
    expect(textOfForm({ kind: 'field' }))
      .to.include('Search by label or API name')
      .and.not.to.include('Value for all rows');
    expect(textOfForm({ kind: 'constant' }))
      .to.include('Value for all rows')
      .and.not.to.include('Search functions');
    expect(textOfForm({ kind: 'formula' }))
      .to.include('Search functions')
      .and.include('Insert a field');
  });

  it('asks for formats where the attribute takes dates or numbers', () => {
    expect(textOfForm({ attribute: 'renewal_date' }))
      .to.include('Source formats')
      .and.include('epoch seconds');
    expect(textOfForm({ attribute: 'contract_value' })).to.include('#,##0.00');
    expect(textOfForm({ attribute: 'industry' })).not.to.include('Source formats');
  });

  it('leaves formats that do not belong there in sight, to be taken away', () => {
    const form = { ...emptyForm, attribute: 'industry', formats: 'dd/MM/yyyy' };
    expect(textOf(anEntryView({ form }))).to.include('Source formats');
  });

  it('offers the five types first, by their labels, and what only lists and booleans can take', () => {
    const blocks = entryBlocks(anEntryView({ form: { ...emptyForm, isNew: true } }));
    const types = blocks.flatMap((block) =>
      block.type === 'input' && block.element.type === 'static_select'
        ? (block.element.options ?? []).map(({ text }) => text.text)
        : [],
    );
    expect(types).to.deep.equal(['Text', 'Number', 'Currency', 'Date', 'Foreign Key', 'Boolean', 'List']);
  });

  it('says under which name a new attribute is stored, where that is not what was typed', () => {
    expect(textOfForm({ isNew: true, newName: 'Contract end (old)' })).to.include(
      'Stored as `contract_end_old`',
    );
    expect(textOfForm({ isNew: true, newName: 'contract_end' })).not.to.include('Stored as');
  });

  it('shows what values become, why others do not, and what is wrong with the formula', () => {
    const form: EntryForm = { ...emptyForm, kind: 'formula', formula: 'UPPER(Industy)' };
    const shown = textOf(
      anEntryView({
        form,
        samples: {
          problems: [{ severity: 'error', code: 'x', message: 'There is no field Industy.', position: 6 }],
          samples: [
            { before: '31/12/2026', after: '2026-12-31', reason: null },
            { before: 'soon', after: null, reason: 'The value is no date.' },
            { before: null, after: 'Bern', reason: null },
          ],
        },
      }),
    );
    expect(shown).to.include('❌ There is no field Industy.').and.include('`UPPER(` ▸ `Industy)`');
    expect(shown).to.include('`31/12/2026` → `2026-12-31`').and.include('`soon` → ❌ The value is no date.');
  });

  it('shows what comes of a formula right below it, and of a field below its formats', () => {
    const samples = { problems: [], samples: [{ before: 'a', after: 'A', reason: null }] };
    const typesOf = (form: EntryForm): string[] =>
      entryBlocks(anEntryView({ form, samples })).map((block) =>
        'block_id' in block && block.block_id !== undefined ? block.block_id : block.type,
      );
    const ofFormula = typesOf({ ...emptyForm, kind: 'formula', formula: 'UPPER(Name)' });
    const at = ofFormula.findIndex((id) => id.startsWith('entry-formula:'));
    expect(ofFormula.slice(at + 1, at + 4)).to.deep.equal(['divider', 'section', 'divider']);
    const ofField = typesOf({ ...emptyForm, path: 'Name', attribute: 'name' });
    expect(ofField.indexOf('section')).to.be.above(ofField.indexOf('entry-attribute'));
  });

  it('shows the help of the function that was chosen', () => {
    const form: EntryForm = { ...emptyForm, kind: 'formula' };
    const state = { ...firstState, functionName: 'UPPER' };
    expect(textOf(anEntryView({ form, state })))
      .to.include('UPPER(text)')
      .and.include('Example: ');
    expect(textOf(anEntryView({ form, state: { ...state, functionName: 'toString' } }))).not.to.include(
      'Example',
    );
  });

  it('offers to skip the field of a row that is there, and to take that back', () => {
    const data = { row: rowFrom('1', 'Fax', 'fax'), maySkip: true, attributes, fields: [], ...imported };
    expect(textOf(anEntryView({ data })))
      .to.include('"Skip field"')
      .and.not.to.include('Undo skip');
    const skipped = { ...data, row: { ...data.row, skipped: true } };
    expect(textOf(anEntryView({ data: skipped })))
      .to.include('"Undo skip"')
      .and.not.to.include('"Skip field"');
    expect(textOf(anEntryView())).not.to.include('Skip field');
    const needed = textOf(anEntryView({ data: { ...data, maySkip: false } }));
    expect(needed).to.include('A key cannot be skipped').and.not.to.include('"Skip field"');
  });
});

describe('what the selects of the row editor offer', () => {
  it('is within the limits of options, whatever attributes and functions are called', () => {
    const options = [
      ...manyAttributes(500).map((each) => option(attributeChoice(each, awkwardNames[0]))),
      ...formulaFunctions.map(functionOption),
    ];
    for (let start = 0; start < options.length; start += maxOptions) {
      const some = options.slice(start, start + maxOptions);
      const element = { type: 'static_select', action_id: 'x', options: some };
      const view = { type: 'home', blocks: [{ type: 'actions', elements: [element] }] };
      expect(checkView(view)).not.to.have.property('problems');
    }
  });

  it('tells types, keys, and what fills an attribute already', () => {
    const [key] = attributes;
    if (key === undefined) throw new Error('Accounts have no attributes.');
    expect(attributeChoice(key, 'field Id')).to.deep.equal({
      text: 'Account ID (account_id)',
      value: 'account_id',
      description: 'text · key · filled from field Id',
    });
  });
});
