import { expect } from 'chai';
import type { ListedConnection } from '../../../src/operations/list-connections.ts';
import { checkView, isTooLarge } from '../../../src/playground/blocks/check-view.ts';
import { sourceBlocks } from '../../../src/slack/wizard/source/source-view.ts';
import { stepView } from '../../../src/slack/wizard/wizard-view.ts';
import { aStoredDraft } from './a-stored-draft.ts';
import { awkwardNames } from './support/mapping-data.ts';

const place = { id: 'source', title: 'Source', number: 1, count: 6 } as const;

const connections = (count: number): ListedConnection[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    name: awkwardNames[i % awkwardNames.length] ?? '',
    crm: 'Salesforce',
    state: (['connected', 'expired', 'failing'] as const)[i % 3] ?? 'failing',
    stateReason: '<&>'.repeat(2_000),
    apiUsage: null,
    org: null,
  }));

describe('"Source"', () => {
  for (const count of [0, 1, 40, 150]) {
    it(`is within Slack's limits with ${count} connections, whichever is chosen`, () => {
      const all = connections(count);
      for (const chosen of [undefined, all.at(0)?.id, all.at(-1)?.id]) {
        const stored = aStoredDraft({
          ...(chosen === undefined ? {} : { connectionId: chosen }),
          source: { object: '<&>'.repeat(26) },
          target: { object: 'account_assignments' },
        });
        const object = { name: '<&>'.repeat(26), label: awkwardNames[1] };
        const view = stepView(
          { stored, place, at: {} },
          { blocks: sourceBlocks({ stored, connections: all, object }) },
        );
        expect(checkView(view)).not.to.have.property('problems');
        expect(isTooLarge(view)).to.equal(false);
      }
    });
  }
});
