import { expect } from 'chai';
import type { InputValues } from '../../src/slack/feature.ts';
import { input, select } from '../../src/slack/blocks/index.ts';
import {
  checkboxes,
  datePicker,
  peopleSelect,
  textInput,
  timePicker,
} from '../../src/slack/blocks/inputs.ts';
import { touchedValues } from '../../src/slack/touched.ts';
import { valuesOf } from './wizard/view-values.ts';

const choices = [
  { text: 'A', value: 'a' },
  { text: 'B', value: 'b' },
];
const blocks = [
  input('Name', textInput('x', { value: 'Acme' }), { blockId: 'name' }),
  input('Empty', textInput('x'), { blockId: 'empty' }),
  input('One', select('x', { placeholder: '-', choices, chosen: 'a' }), { blockId: 'one' }),
  input('Some', checkboxes('x', { choices, chosen: ['a'] }), { blockId: 'some' }),
  input('None', checkboxes('x', { choices }), { blockId: 'none' }),
  input('Day', datePicker('x', '2026-03-01'), { blockId: 'day' }),
  input('Time', timePicker('x'), { blockId: 'time' }),
  input('People', peopleSelect('x', { chosen: ['U1'], placeholder: '-' }), { blockId: 'people' }),
];
const entering = (id: string, value: object): InputValues => ({
  ...valuesOf(blocks),
  [id]: { x: { type: 'any', ...value } },
});
const touched = (values: InputValues) => Object.keys(touchedValues(values, blocks));

describe('what a person has touched in a view', () => {
  it('is nothing where everything stands as it was shown', () => {
    expect(touched(valuesOf(blocks))).to.deep.equal([]);
  });

  const cases: readonly [id: string, value: object][] = [
    ['name', { value: 'Acme AG' }],
    ['name', { value: null }],
    ['empty', { value: 'x' }],
    ['one', { selected_option: { value: 'b' } }],
    ['some', { selected_options: [] }],
    ['none', { selected_options: [{ value: 'b' }] }],
    ['day', { selected_date: null }],
    ['time', { selected_time: '09:30' }],
    ['people', { selected_users: ['U1', 'U2'] }],
  ];
  for (const [id, value] of cases) {
    it(`is ${id} where it holds ${JSON.stringify(value)}`, () => {
      expect(touched(entering(id, value))).to.deep.equal([id]);
    });
  }

  it('is everything where nobody knows what was shown', () => {
    const values = valuesOf(blocks);
    expect(touchedValues(values, [])).to.deep.equal(values);
  });
});
