import { expect } from 'chai';
import { applyPatch } from '../../../../src/domain/draft-patch.ts';
import { requireOutbound, toRows } from '../../../../src/domain/draft.ts';
import type { OutboundDraft } from '../../../../src/domain/draft.ts';
import type { MappingEntry } from '../../../../src/domain/job.ts';
import type { MappedPreview } from '../../../../src/operations/drafts/preview-mapped.ts';
import { checkView, isTooLarge } from '../../../../src/playground/blocks/check-view.ts';
import { mappedBlocks } from '../../../../src/slack/wizard/preview/mapped-view.ts';
import { maxStepBlocks, stepView } from '../../../../src/slack/wizard/wizard-view.ts';
import { from } from '../../../support/mapping.ts';
import { aStoredDraft } from '../a-stored-draft.ts';

const long = '<&`*'.repeat(9_000);

function previewOf(attributes: number, records: number): MappedPreview {
  const each = <Value>(value: Value): Value[] => Array.from({ length: attributes }, () => value);
  return {
    attributes: Array.from({ length: attributes }, (_, i) => ({
      name: `attribute_${i}`,
      label: `${i} ${'x'.repeat(90)}`,
      source: { kind: 'field', path: 'Name' } as const,
    })),
    records: Array.from({ length: records }, (_, i) =>
      i % 2 === 0
        ? { before: each(long), after: each(long), reason: null }
        : { before: each(null), after: null, reason: long },
    ),
  };
}

const { draft } = aStoredDraft();
const exported: OutboundDraft = {
  ...requireOutbound(applyPatch(draft, { direction: 'outbound' })),
  target: { object: 'Account', matchOn: 'Id' },
  mapping: [
    { id: '1', ...from('account_id', 'Id') },
    ...Array.from({ length: 9 }, (_, i) => ({
      id: `${i + 2}`,
      ...from('health', `${'<&>'.repeat(30)}${i}`),
    })),
  ],
};

/** The preview of an import with this mapping. */
function shownOf(object: 'accounts' | 'users', ...mapping: readonly MappingEntry[]): string {
  const { draft: imported } = aStoredDraft({ target: { object }, mapping: toRows(mapping) });
  return JSON.stringify(mappedBlocks(previewOf(1, 1), { page: 0, draft: imported }));
}

describe('the view of "Preview"', () => {
  it('says of new records of an export that the settings may leave them out', () => {
    const records = [{ before: [null], after: ['x'], reason: null, isNew: true }];
    const attributes = [{ name: 'Name', label: 'Name', source: { kind: 'field', path: 'name' } }] as const;
    const shown = (allowCreate?: boolean): string =>
      JSON.stringify(
        mappedBlocks(
          { attributes, records },
          { page: 0, draft: { ...exported, settings: allowCreate === undefined ? {} : { allowCreate } } },
        ),
      );
    for (const switched of [false, undefined])
      expect(shown(switched)).to.include('and gets it only if the settings allow new ones');
    expect(shown(true)).to.include('the CRM has no such record').and.not.include('only if');
  });

  for (const attributes of [0, 1, 60, 500]) {
    it(`is within Slack's limits with ${attributes} attributes, on every page`, () => {
      const preview = previewOf(attributes, 10);
      for (const page of [0, 5, 10_000, -1, Number.NaN]) {
        const blocks = mappedBlocks(preview, { page, draft });
        expect(blocks.length).to.be.at.most(maxStepBlocks);
        const place = { id: 'preview', title: 'Preview', number: 4, count: 6 } as const;
        const view = stepView({ stored: aStoredDraft(), place, at: {} }, { blocks });
        expect(checkView(view)).not.to.have.property('problems');
        expect(isTooLarge(view)).to.equal(false);
      }
    });
  }

  it('says so where there is nothing to show', () => {
    expect(JSON.stringify(mappedBlocks(previewOf(3, 0), { page: 0, draft }))).to.contain(
      'No record passes the filter now',
    );
  });

  it('tells a new record of an export from one that the CRM has', () => {
    const record = { before: ['old'], after: ['sent'], reason: null };
    const { attributes } = previewOf(1, 0);
    const textOf = (isNew: boolean): string =>
      JSON.stringify(
        mappedBlocks({ attributes, records: [{ ...record, isNew }] }, { page: 0, draft: exported }),
      );
    expect(textOf(true)).to.include('new → `sent`').and.include('the CRM has no such record');
    expect(textOf(false)).to.include('`old` → `sent`').and.include('Before is what the CRM has now');
  });

  it('offers to do without the rows that reject records, the key not among them', () => {
    const rejected = {
      before: [],
      after: null,
      reason: long,
      rejectedBy: exported.mapping.map(({ id }) => id),
    };
    const { attributes } = previewOf(1, 0);
    const records = Array.from({ length: 10 }, () => rejected);
    const blocks = mappedBlocks({ attributes, records }, { page: 0, draft: exported });
    expect(blocks.length).to.be.at.most(maxStepBlocks);
    const offered = blocks.flatMap((block) =>
      block.type === 'section' && block.accessory?.type === 'button' ? [block.accessory.value] : [],
    );
    expect(offered).to.deep.equal(['2', '3', '4']);
    const place = { id: 'preview', title: 'Preview', number: 5, count: 7 } as const;
    const view = stepView({ stored: { ...aStoredDraft(), draft: exported }, place, at: {} }, { blocks });
    expect(checkView(view)).not.to.have.property('problems');
  });

  it('says how what refers to an account is joined', () => {
    const key = from('AccountId', 'account_id');
    expect(shownOf('users', key)).to.include('JOIN accounts a ON LOWER(a.account_id) = users.account_id');
    const parent = from('ParentId', 'parent_account_id');
    expect(shownOf('accounts', key, parent)).to.include('= accounts.parent_account_id');
    expect(shownOf('accounts', key)).not.to.include('LOWER');
  });

  it('shows two sides only of what changes', () => {
    const { attributes } = previewOf(3, 0);
    const record = { before: ['same', null, 'old'], after: ['same', '', 'new'], reason: null };
    const blocks = mappedBlocks({ attributes, records: [record] }, { page: 0, draft });
    const fields = blocks.flatMap((block) =>
      block.type === 'section' ? (block.fields ?? []).map(({ text }) => text.split('\n')[1]) : [],
    );
    expect(fields).to.deep.equal(['`same`', '–', '`old` → `new`']);
  });

  it('says how many are rejected', () => {
    expect(JSON.stringify(mappedBlocks(previewOf(3, 4), { page: 0, draft }))).to.contain(
      '2 of them would be rejected',
    );
  });
});
