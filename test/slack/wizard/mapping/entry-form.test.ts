import { expect } from 'chai';
import { hubObjects } from '../../../../src/domain/hub-object.ts';
import type { InputValues } from '../../../../src/slack/feature.ts';
import {
  entryOf,
  formulaBlock,
  readEntryForm,
  readEntryState,
} from '../../../../src/slack/wizard/mapping/entry-form.ts';
import type { EntryData, EntryForm } from '../../../../src/slack/wizard/mapping/entry-form.ts';
import type { ScreenState } from '../../../../src/slack/wizard/step.ts';
import { rowFrom } from '../support/mapping-data.ts';

const { attributes } = hubObjects.accounts;
const fields = [{ path: 'Closes__c', label: 'Contract End', type: 'date' }] as const;

const typed = (block: string, value: string | null): InputValues => ({
  [block]: { x: { type: 'plain_text_input', value } },
});
const chosen = (block: string, value: string | null): InputValues => ({
  [block]: { x: { type: 'external_select', selected_option: value === null ? null : { value } } },
});

function formOf(values: InputValues, at: ScreenState = {}, data: Partial<EntryData> = {}): EntryForm {
  return readEntryForm(values, readEntryState(at), {
    row: null,
    maySkip: true,
    attributes,
    fields,
    direction: 'inbound',
    targets: [],
    ...data,
  });
}

describe('the form of a mapping row', () => {
  const row = rowFrom('1', 'Closes__c', 'renewal_date', { formats: ['dd/MM/yyyy', 'ISO 8601'], note: 'why' });

  it('is the row as long as nothing else is entered, and gives the same row back', () => {
    const form = formOf({}, { row: '1' }, { row });
    const { id: _id, ...entry } = row;
    expect(entryOf(form, row)).to.deep.equal(entry);
  });

  it('takes what is entered instead, also where it was emptied', () => {
    const values = {
      ...typed('entry-formats', null),
      ...typed('entry-note', ''),
      ...chosen('entry-attribute', 'industry'),
    };
    expect(entryOf(formOf(values, { row: '1' }, { row }), row)).to.deep.equal({
      source: { kind: 'field', path: 'Closes__c' },
      target: 'industry',
    });
  });

  it('keeps the field of a row where no other is chosen', () => {
    expect(formOf(chosen('entry-field', null), {}, { row }).path).to.equal('Closes__c');
    expect(formOf(chosen('entry-field', 'Other__c'), {}, { row }).path).to.equal('Other__c');
  });

  it('reads several formats, one a line, and leaves out empty lines', () => {
    const values = typed('entry-formats', ' dd/MM/yyyy \n\n ISO 8601\n');
    expect(entryOf(formOf(values, {}, { row }), row).formats).to.deep.equal(['dd/MM/yyyy', 'ISO 8601']);
  });

  it('proposes name and type of a new attribute by the field', () => {
    const form = formOf(chosen('entry-field', 'Closes__c'), { isNew: true });
    expect(form).to.include({ newName: 'contract_end', newType: 'date' });
    expect(entryOf(form, null)).to.deep.include({ target: 'contract_end', type: 'date' });
  });

  it('makes a name of what is typed for a new attribute', () => {
    const values = { ...typed('entry-new-name', ' ARR (2026) '), ...chosen('entry-new-type', 'foreign key') };
    expect(entryOf(formOf(values, { isNew: true }), null)).to.deep.include({
      target: 'arr_2026',
      type: 'foreign key',
    });
    expect(entryOf(formOf(typed('entry-new-name', '§§'), { isNew: true }), null).target).to.equal('');
  });

  it('shows the row of a new attribute as one', () => {
    const added = rowFrom('1', 'Closes__c', 'contract_end', { type: 'date' });
    expect(formOf({}, {}, { row: added })).to.include({
      isNew: true,
      newName: 'contract_end',
      newType: 'date',
    });
    const known = rowFrom('1', 'Closes__c', 'renewal_date', { type: 'date' });
    const form = formOf({}, {}, { row: known });
    expect(form).to.include({ isNew: false, attribute: 'renewal_date' });
    expect(entryOf(form, known).type).to.equal('date');
  });

  it('begins with the key that somebody wants to map', () => {
    expect(formOf({}, { target: 'account_id' }).attribute).to.equal('account_id');
  });

  it('puts a function at the end of the formula once, whatever is typed after', () => {
    const state = { turn: 1, inserted: 'UPPER()' };
    const kind = chosen('entry-kind', 'formula');
    const before = { ...kind, ...typed(formulaBlock(0), 'Name & ') };
    expect(formOf(before, state).formula).to.equal('Name & UPPER()');
    const after = { ...kind, ...typed(formulaBlock(1), 'Name & UPPER(Industry)') };
    expect(formOf(after, state).formula).to.equal('Name & UPPER(Industry)');
  });

  it('is read whatever a forged request holds', () => {
    expect(readEntryState({ row: 1, target: true, isNew: 'x', turn: 'x', inserted: 5 })).to.deep.equal(
      readEntryState({}),
    );
    expect(formOf(chosen('entry-kind', 'constructor')).kind).to.equal('field');
    expect(formOf(chosen('entry-new-type', 'toString'), { isNew: true }).newType).to.equal('text');
  });
});
