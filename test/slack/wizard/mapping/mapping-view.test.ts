import { expect } from 'chai';
import type { KnownBlock } from '@slack/types';
import { problemAt } from '../../../../src/domain/draft-problem.ts';
import { newDraft } from '../../../../src/domain/draft.ts';
import { checkView, isTooLarge } from '../../../../src/playground/blocks/check-view.ts';
import {
  mappingBlocks,
  readListState,
  readRowCommand,
  rowFilters,
} from '../../../../src/slack/wizard/mapping/mapping-view.ts';
import type { MappingData } from '../../../../src/slack/wizard/mapping/listed-rows.ts';
import type { ListState } from '../../../../src/slack/wizard/mapping/mapping-view.ts';
import { maxStepBlocks, stepView } from '../../../../src/slack/wizard/wizard-view.ts';
import { aDraft } from '../../../support/records.ts';
import { aMappingDraft, manyRows, rowFrom, someMappingData } from '../support/mapping-data.ts';

const first: ListState = { page: 0, filter: 'all', isHeld: false };

const modalOf = (blocks: readonly KnownBlock[]) =>
  stepView(
    {
      stored: aDraft(),
      place: { id: 'mapping', title: 'Map and format', number: 3, count: 6 },
      at: {},
    },
    { blocks },
  );

/** What stands in sections and small print, a line each. */
function linesOf(blocks: readonly KnownBlock[]): string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'section') return (block.text?.text ?? '').split('\n');
    if (block.type !== 'context') return [];
    return block.elements.flatMap((element) => ('text' in element ? [element.text] : []));
  });
}

/** What the menu of each row offers. */
const commands = (data: ReturnType<typeof someMappingData>): string[] =>
  mappingBlocks(data, first).flatMap((block) =>
    block.type === 'section' && block.accessory?.type === 'overflow'
      ? [block.accessory.options.map(({ text }) => text.text).join(', ')]
      : [],
  );

describe('the list of a mapping', () => {
  for (const count of [0, 1, 60, 500]) {
    it(`is within Slack's limits with ${count} rows, on every page, however they are filtered`, () => {
      const data = manyRows(count);
      for (const page of [0, 1, 33, 10_000, -1]) {
        for (const filter of rowFilters) {
          const blocks = mappingBlocks(data, { page, filter, isHeld: true });
          expect(blocks.length).to.be.at.most(maxStepBlocks);
          const view = modalOf(blocks);
          expect(checkView(view)).not.to.have.property('problems');
          expect(isTooLarge(view)).to.equal(false);
        }
      }
    });
  }

  it('puts keys first, then the rows in their order, each from its source to its attribute', () => {
    const data = someMappingData(
      [rowFrom('1', 'Industry', 'industry'), rowFrom('2', 'Name', 'name'), rowFrom('3', 'Id', 'account_id')],
      { fields: [{ path: 'Name', label: 'Account Name', type: 'string' }] },
    );
    expect(linesOf(mappingBlocks(data, first)).filter((line) => line.includes('→'))).to.deep.equal([
      '3. *Id* → *account_id* `key`',
      '1. *Industry* → *industry*',
      '2. *Account Name* (`Name`) → *name*',
    ]);
  });

  it('says of each row what is special about it', () => {
    const data = someMappingData([
      rowFrom('1', 'Id', 'account_id', { auto: { confidence: 1, words: 'The field is the id.' } }),
      {
        id: '2',
        source: { kind: 'formula', text: '=UPPER(Type)' },
        target: 'kind',
        type: 'text',
        note: 'See "CRM"',
      },
      { id: '3', source: { kind: 'constant', value: 'crm' }, target: 'origin', type: 'text' },
      rowFrom('4', 'Closes', 'renewal_date', { formats: ['dd/MM/yyyy'] }),
      rowFrom('5', 'Fax', 'fax', { type: 'text', skipped: true }),
      rowFrom('6', 'Odd', ''),
    ]);
    const lines = linesOf(mappingBlocks(data, first));
    expect(lines).to.include.members([
      '1. *Id* → *account_id* `key` `auto`',
      'auto: The field is the id.',
      '2. `= UPPER(Type)` → *kind* `new` `formula` `note`',
      'note: See "CRM"',
      '3. `"crm"` → *origin* `new` `constant`',
      '4. *Closes* → *renewal_date* `format`',
      '*Fax* → *fax* `new` `skipped`',
      '5. *Odd* → _no attribute yet_',
      '5 mapped · 1 automatically · 1 skipped',
    ]);
  });

  it('puts what is wrong with a row under it, and where in its formula', () => {
    const data = someMappingData(
      [{ id: '1', source: { kind: 'formula', text: 'UPPER(Industy)' }, target: 'industry' }],
      {
        problems: [
          {
            path: ['mapping'],
            severity: 'error',
            code: 'key_unmapped',
            message: 'account_id is not mapped.',
          },
          {
            path: ['mapping', 0, 'source'],
            severity: 'error',
            code: 'x',
            message: 'No <such> field.',
            position: 6,
          },
          { path: ['source', 'filter'], severity: 'error', code: 'x', message: 'Wrong.' },
          { path: ['name'], severity: 'error', code: 'name_missing', message: 'No name.' },
        ],
      },
    );
    const lines = linesOf(mappingBlocks(data, first));
    expect(lines).to.include.members([
      '❌ account_id is not mapped.',
      '❌ No &lt;such&gt; field.',
      '`UPPER(` ▸ `Industy)`',
      'Query filter, in an earlier step: ❌ Wrong.',
      '_nothing yet_ → *account_id* `key`',
    ]);
    expect(lines.join('\n'))
      .to.include('3 errors keep this mapping from being used.')
      .and.not.to.include('No name');
  });

  it('keeps what records of an export are found by as its first line, also without a row', () => {
    const draft = {
      ...newDraft('job-1', 'outbound'),
      source: { object: 'accounts' },
      target: { object: 'Account', matchOn: 'LegacyId__c' },
      mapping: [rowFrom('1', 'name', 'Name'), rowFrom('2', 'account_id', 'LegacyId__c')],
    } as const;
    const linesFor = (given: Partial<typeof draft> | object, problems: MappingData['problems'] = []) =>
      linesOf(mappingBlocks(someMappingData([], { draft: { ...draft, ...given }, problems }), first)).filter(
        (line) => line.includes('`key`'),
      );
    expect(linesFor({})).to.deep.equal(['2. *account_id* → *LegacyId__c* `key`']);
    const mapping = [rowFrom('1', 'name', 'Name')];
    const unmapped = problemAt(['mapping'], 'match_unmapped', 'No row fills it.');
    expect(linesFor({ mapping }, [unmapped])).to.deep.equal(['_nothing yet_ → *LegacyId__c* `key`']);
    expect(linesFor({ mapping, target: { object: 'Account', matchOn: 'Id' } })).to.deep.equal([
      "_the CRM's record as an import or an earlier run knows it_ → *Id* `key`",
    ]);
  });

  it('shows only rows with problems, or those that are skipped, when asked', () => {
    const data = someMappingData(
      [
        rowFrom('1', 'Id', 'account_id'),
        rowFrom('2', 'Odd', ''),
        rowFrom('3', 'Fax', 'fax', { skipped: true }),
      ],
      { problems: [{ path: ['mapping', 1, 'target'], severity: 'error', code: 'x', message: 'Choose.' }] },
    );
    const rows = (filter: ListState['filter']): string[] =>
      linesOf(mappingBlocks(data, { ...first, filter })).filter((line) => line.includes('→'));
    expect(rows('problems')).to.deep.equal(['2. *Odd* → _no attribute yet_']);
    expect(rows('skipped')).to.deep.equal(['*Fax* → *fax* `skipped`']);
  });

  it('says that the mapping has to be validated only as long as it is not', () => {
    const held = { ...first, isHeld: true };
    const row = rowFrom('1', 'Id', 'account_id');
    const said = (validated: boolean): string =>
      linesOf(mappingBlocks(someMappingData([], { draft: aMappingDraft([row], { validated }) }), held)).join(
        '\n',
      );
    expect(said(false)).to.include('has to be validated before you go on');
    expect(said(true)).to.include('The mapping is valid').and.not.to.include('before you go on');
  });

  it('offers to skip a row unless it is the only one that fills a key', () => {
    const key = rowFrom('1', 'Id', 'account_id');
    expect(commands(someMappingData([key, rowFrom('2', 'Fax', 'fax', { skipped: true })]))).to.deep.equal([
      'Edit, Remove',
      'Edit, Undo skip, Remove',
    ]);
    expect(commands(someMappingData([key, rowFrom('2', 'Number__c', 'account_id')]))).to.deep.equal([
      'Edit, Skip field, Remove',
      'Edit, Skip field, Remove',
    ]);
  });
});

describe('what the list is turned to', () => {
  it('is read whatever a forged request holds', () => {
    expect(readListState({})).to.deep.equal(first);
    expect(readListState({ page: 'x', filter: 'constructor', isHeld: 1 })).to.deep.equal(first);
    expect(readRowCommand('skip:12')).to.deep.equal({ command: 'skip', row: '12' });
    for (const value of [null, '', 'x', 'toString:1']) expect(readRowCommand(value)).to.equal(null);
  });
});
