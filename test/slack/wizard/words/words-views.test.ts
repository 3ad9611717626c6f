import { expect } from 'chai';
import type { KnownBlock } from '@slack/types';
import { withFilterProposal } from '../../../../src/operations/assistant/filter-proposal.ts';
import type { FilterProposal } from '../../../../src/operations/assistant/filter-proposal.ts';
import { withMappingSuggestions } from '../../../../src/operations/assistant/mapping-suggestions.ts';
import { checkView } from '../../../../src/playground/blocks/check-view.ts';
import { maxStepBlocks, stepView } from '../../../../src/slack/wizard/wizard-view.ts';
import { filterWordsBlocks } from '../../../../src/slack/wizard/words/filter-words.ts';
import { formulaWordsBlocks } from '../../../../src/slack/wizard/words/formula-words.ts';
import { suggestionsBlocks } from '../../../../src/slack/wizard/words/mapping-words.ts';
import { aStoredDraft } from '../a-stored-draft.ts';
import { rowFrom } from '../support/mapping-data.ts';

const long = '<&`*'.repeat(1_000);

function expectTaken(blocks: readonly KnownBlock[]): void {
  expect(blocks.length).to.be.at.most(maxStepBlocks);
  const place = { id: 'fields', title: 'Fields and filter', number: 2, count: 6 } as const;
  const view = stepView({ stored: aStoredDraft(), place, at: {} }, { blocks });
  expect(checkView(view)).not.to.have.property('problems');
}

describe("what the assistant proposes is within Slack's limits", () => {
  const choices = Array.from({ length: 60 }, (_, i) => `${long}${i}`);
  const trouble = { wordsTrouble: '<&>'.repeat(100), formulaTrouble: '<&>'.repeat(100) };

  it('for filters of any length, questions of any number of choices', () => {
    const proposals: readonly FilterProposal[] = [
      { kind: 'filter', filter: long, words: long, matches: 1e12, note: long },
      { kind: 'question', asked: long, text: long, about: null, choices, note: long },
      { kind: 'replaced', filter: long, before: long },
    ];
    for (const proposal of proposals) {
      const stored = withFilterProposal(aStoredDraft({}, { entered: { describe: long } }), proposal);
      expectTaken(filterWordsBlocks(stored, trouble, 'All of them'));
      expectTaken(filterWordsBlocks(stored, { busy: 'filter words' }, 'All of them'));
    }
  });

  it('for formulas', () => {
    const proposals = [
      { kind: 'formula', formula: long, note: long },
      { kind: 'question', asked: long, text: long, choices, note: long },
      { kind: 'replaced', formula: long, before: long },
    ] as const;
    for (const proposal of proposals) {
      const given = proposal.kind === 'question' ? { ...proposal, choices: [...choices] } : proposal;
      expectTaken(formulaWordsBlocks({ described: long, proposal: given, samples: [], fields: [] }, trouble));
    }
  });

  for (const count of [0, 1, 60, 500]) {
    it(`for ${count} suggested mappings`, () => {
      const rows = Array.from({ length: count }, (_, i) =>
        rowFrom(String(i), `Field_${i}__c`, `before_${i}`),
      );
      const suggestions = rows.map(({ id }, i) => ({
        id,
        row: id,
        source: `Field_${i}__c`,
        target: `after_${i}`.padEnd(100, 'x'),
        type: 'text' as const,
        confidence: (i % 10) / 10,
        reason: long,
      }));
      const draft = { source: { object: 'Account' }, mapping: rows };
      const stored = withMappingSuggestions(aStoredDraft(draft), { suggestions, leftOut: 3, note: long });
      for (const page of [0, 1, 9_999]) {
        const names = { fields: [], targets: [] };
        expectTaken(suggestionsBlocks(stored, names, { suggestionsPage: page }) ?? []);
      }
    });
  }
});
