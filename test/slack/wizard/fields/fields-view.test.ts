import { expect } from 'chai';
import * as fc from 'fast-check';
import type { KnownBlock } from '@slack/types';
import { toRows } from '../../../../src/domain/draft.ts';
import type { InboundDraft } from '../../../../src/domain/draft.ts';
import type { SourceFieldType } from '../../../../src/domain/source-schema.ts';
import type { StoredDraft } from '../../../../src/domain/stored-draft.ts';
import type { NamedField } from '../../../../src/operations/drafts/mapped-fields.ts';
import { checkView, isTooLarge } from '../../../../src/playground/blocks/check-view.ts';
import {
  chosenFields,
  isSameSet,
  keptFields,
  wantedFields,
} from '../../../../src/slack/wizard/fields/chosen-fields.ts';
import { fieldsBlocks } from '../../../../src/slack/wizard/fields/fields-view.ts';
import type { FieldsState, LoadedPreview } from '../../../../src/slack/wizard/fields/fields-view.ts';
import { readFields } from '../../../../src/slack/wizard/steps/fields.ts';
import { maxStepBlocks, stepView } from '../../../../src/slack/wizard/wizard-view.ts';
import { from } from '../../../support/mapping.ts';
import { aStoredDraft } from '../a-stored-draft.ts';
import { valuesOf } from '../view-values.ts';

const first: FieldsState = { turn: 0, hasPreview: false, page: 0, trouble: '' };

const manyPaths = (count: number, length = 80): string[] =>
  Array.from({ length: count }, (_, i) => `Field_${i}_${'x'.repeat(length)}`.slice(0, length));

function withFields(
  paths: readonly string[],
  given: Partial<Omit<StoredDraft, 'draft'>> = {},
): StoredDraft<InboundDraft> {
  const draft = {
    connectionId: 'c',
    source: { object: 'Account', filter: '' },
    target: { object: 'accounts' },
    mapping: toRows(paths.map((path) => from(path, ''))),
  } as const;
  return aStoredDraft(draft, given);
}

const named = (paths: readonly string[], type: SourceFieldType = 'picklist'): NamedField[] =>
  paths.map((path) => ({ path, label: 'Label'.repeat(16), type }));

function preview(paths: readonly string[], value: string | null): LoadedPreview {
  return {
    count: 1_234_567,
    preview: { columns: named(paths), rows: Array.from({ length: 10 }, () => paths.map(() => value)) },
    doubts: Array.from({ length: 1_000 }, () => '<&>'.repeat(1_000)),
  };
}

const modalOf = (stored: StoredDraft, blocks: readonly KnownBlock[]) =>
  stepView(
    { stored, place: { id: 'fields', title: 'Fields and filter', number: 2, count: 6 }, at: {} },
    { blocks },
  );

describe('the view of "Fields and filter"', () => {
  for (const count of [0, 1, 60, 500]) {
    it(`is within Slack's limits with ${count} fields, with and without a preview of long values`, () => {
      const paths = manyPaths(count);
      const stored = withFields(paths, { entered: { more: 'x'.repeat(3_000) } });
      const long = {
        ...stored,
        draft: { ...stored.draft, source: { object: 'Account', filter: 'y'.repeat(3_000) } },
      };
      const state = { ...first, page: 3, hasPreview: true, trouble: '<&>'.repeat(100) };
      for (const loaded of [
        null,
        'z'.repeat(5_000),
        preview(paths, null),
        preview(paths, '<&`*'.repeat(9_000)),
      ]) {
        const blocks = fieldsBlocks({ stored: long, fields: named(paths), loaded, words: [] }, state);
        expect(blocks.length).to.be.at.most(maxStepBlocks);
        const view = modalOf(long, blocks);
        expect(checkView(view)).not.to.have.property('problems');
        expect(isTooLarge(view)).to.equal(false);
      }
    });
  }

  it('keeps fields whose paths are too long for a select', () => {
    const [long = ''] = manyPaths(1, 200);
    const stored = withFields(['Id', long]);
    expect(chosenFields(stored).shown).to.deep.equal(['Id']);
    const blocks = fieldsBlocks({ stored, fields: [], loaded: null, words: [] }, first);
    expect(JSON.stringify(blocks)).to.contain(long);
    const { entered } = readFields(valuesOf(blocks), stored);
    expect(entered).to.include({ fields: '' });
  });

  it('leaves a filter alone that is longer than a modal takes', () => {
    const stored = withFields(['Id']);
    const draft = { ...stored.draft, source: { object: 'Account', filter: 'x'.repeat(3_001) } };
    const blocks = fieldsBlocks({ stored: { ...stored, draft }, fields: [], loaded: null, words: [] }, first);
    expect(JSON.stringify(blocks)).to.contain('This filter has 3,001 characters');
    expect(readFields(valuesOf(blocks), { ...stored, draft })).not.to.have.property('patch');
  });

  it('changes nothing by being shown', () => {
    const paths = fc.uniqueArray(fc.stringMatching(/^[A-Z]\w{0,8}(\.[A-Z]\w{0,200})?$/), { maxLength: 260 });
    fc.assert(
      fc.property(paths, (all) => {
        const stored = withFields(all);
        const blocks = fieldsBlocks({ stored, fields: [], loaded: null, words: [] }, first);
        const { patch, entered } = readFields(valuesOf(blocks), stored);
        expect(patch).to.equal(undefined);
        expect(entered).to.deep.equal({ fields: '', more: '' });
      }),
      { numRuns: 30 },
    );
  });
});

const entering = (stored: StoredDraft, chosen: readonly string[], more = ''): string[] =>
  wantedFields({ ...stored, entered: { fields: keptFields(chosen, stored), more } });

describe('fields as they are entered', () => {
  it('are those that are chosen, and those for which the select has no room', () => {
    const paths = manyPaths(120, 20);
    const stored = withFields(paths);
    const { shown, rest } = chosenFields(stored);
    expect([shown.length, rest.length]).to.deep.equal([100, 20]);
    const wanted = entering(stored, [...shown.slice(1), 'New__c']);
    expect(wanted).to.have.members([...paths.slice(1), 'New__c']);
  });

  it('stay as many rows as they are, and those that are typed twice become two', () => {
    const stored = withFields(['Id', 'Name', 'Name', 'Fax']);
    expect(entering(stored, ['Id', 'Name', 'Fax'])).to.have.members(['Id', 'Name', 'Name', 'Fax']);
    expect(entering(stored, ['Id', 'Fax'], 'fax, FAX; Industry\n\nName')).to.have.members([
      'Id',
      'Fax',
      'Fax',
      'Industry',
      'Name',
      'Name',
    ]);
  });

  it('for another object are not taken for this one', () => {
    const stored = withFields(['Id']);
    const other = { ...stored, draft: { ...stored.draft, source: { object: 'Contact' } } };
    const blocks = fieldsBlocks({ stored, fields: [], loaded: null, words: [] }, first);
    const values = valuesOf(blocks);
    expect(readFields(values, other).entered).not.to.have.property('fields');
    const kept = { fields: keptFields(['Id', 'Fax'], stored) };
    expect(wantedFields({ ...other, entered: kept })).to.deep.equal(['Id']);
    expect(wantedFields({ ...stored, entered: kept })).to.deep.equal(['Id', 'Fax']);
  });

  it('are left as they were by a modal that comes without its inputs', () => {
    expect(readFields({}, withFields(['Id']))).to.deep.equal({ entered: {} });
  });

  it('are never lost and never come back, whatever is picked and dropped between the views', () => {
    const acts = fc.array(
      fc.oneof(
        fc.record({ act: fc.constant('pick' as const), at: fc.nat(160) }),
        fc.record({ act: fc.constant('drop' as const), at: fc.nat(160) }),
        fc.record({ act: fc.constant('press' as const), isSlow: fc.boolean() }),
        fc.record({ act: fc.constant('close' as const) }),
      ),
      { maxLength: 25 },
    );
    const pool = manyPaths(160, 12);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 130 }), acts, (count, all) => {
        const truth = new Set(pool.slice(0, count));
        let stored = withFields([...truth]);
        /** What the select holds on the screen. */
        let list = new Set(chosenFields(stored).shown);
        for (const each of all) {
          if (each.act === 'pick' || each.act === 'drop') {
            const path = pool[each.at % pool.length] ?? '';
            // One that is chosen without standing in the select stays so, though it is picked and dropped there.
            const isElsewhere = chosenFields(stored).rest.includes(path);
            if (each.act === 'drop' && list.delete(path) && !isElsewhere) truth.delete(path);
            if (each.act === 'pick') {
              list.add(path);
              truth.add(path);
            }
            continue;
          }
          stored = { ...stored, entered: { fields: keptFields([...list], stored) } };
          if (each.act === 'press') stored = withFields(wantedFields(stored));
          const { all: chosen, shown } = chosenFields(stored);
          expect(new Set(chosen)).to.deep.equal(truth);
          // A modal that is opened anew, or waited, holds what it is given; else the select stays as it is.
          const isAnew = each.act === 'close' || each.isSlow || !isSameSet([...list], shown);
          if (isAnew) list = new Set(shown);
        }
      }),
      { numRuns: 200 },
    );
  });
});
