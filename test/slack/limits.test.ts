import { expect } from 'chai';
import { zeroCounts } from '../../src/domain/run.ts';
import type { ListedJob } from '../../src/operations/list-jobs.ts';
import type { ListedConnection } from '../../src/operations/list-connections.ts';
import { checkMessageBlocks } from '../../src/playground/blocks/check-message.ts';
import { checkView, isTooLarge } from '../../src/playground/blocks/check-view.ts';
import { jobMenuLabels } from '../../src/slack/feature.ts';
import { homeView } from '../../src/slack/home/home-view.ts';
import { firstQuery } from '../../src/slack/home/query.ts';
import { createJobMenu } from '../../src/slack/jobs/menu.ts';
import { jobFilters } from '../../src/slack/jobs/choose-jobs.ts';
import { jobsMessage } from '../../src/slack/jobs/list.ts';
import { aRun } from '../support/a-run.ts';
import { aJob, noon } from '../support/records.ts';

const person = { id: 'U1', name: 'Ada', role: 'admin', timezone: 'UTC', isWorkspaceAdmin: true } as const;
/** What takes the most room: characters that are escaped, and such as people see in one piece. */
const awkward = ['&'.repeat(80), '*_~`<!channel>&'.repeat(5), '👩‍👩‍👧‍👦'.repeat(7), 'Größe "x" | y'] as const;
const menu = createJobMenu(
  jobMenuLabels.map((label) => ({ label, role: 'viewer', handle: () => Promise.resolve() })),
);

const endings = {
  failing: { status: 'failed', finishedAt: noon, error: { code: 'x', message: '&<'.repeat(2_000) } },
  running: { status: 'running', counts: { ...zeroCounts, read: 1e9 }, expectedRows: 1e9 },
} as const;

/** As many blocks as there can be: each of its own connection, with a heading, and running ones with a button. */
function jobs(count: number, state: keyof typeof endings): ListedJob[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `${awkward[i % awkward.length]}`.slice(0, 75) + i;
    return {
      job: aJob({
        id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
        name,
        source: { object: '<&>'.repeat(26), filter: '' },
      }),
      connection: `${name} of ${i}`,
      state,
      waitsFor: null,
      schedule:
        'Every Monday, Tuesday, Wednesday, Thursday and Friday at 06:30 (America/Argentina/Buenos_Aires)',
      nextRunAt: noon,
      lastRun: aRun({ id: `run-${i}`, ...endings[state] }),
      retry: null,
      hasFile: true,
    };
  });
}

function connections(count: number): ListedConnection[] {
  return Array.from({ length: count }, (_, i) => ({
    id: String(i),
    name: awkward[i % awkward.length] ?? '',
    crm: 'Salesforce',
    state: 'failing',
    stateReason: '<&>'.repeat(2_000),
    apiUsage: null,
    org: null,
  }));
}

describe("Slack's limits", () => {
  for (const count of [0, 1, 19, 21, 1_000]) {
    it(`are kept by App Home with ${count} jobs and connections, on every page`, () => {
      for (const listed of [jobs(count, 'failing'), jobs(count, 'running')])
        for (const page of [0, 1, 49, 10_000]) {
          for (const filter of jobFilters) {
            const query = { ...firstQuery, page, filter };
            const notice = '&'.repeat(5_000);
            const data = { person, now: noon, listed, connections: connections(count), query, menu, notice };
            const view = homeView(data);
            expect(checkView(view)).not.to.have.property('problems');
            expect(view.blocks.length).to.be.at.most(100);
            expect(isTooLarge(view)).to.equal(false);
          }
        }
    });

    it(`are kept by the list of ${count} jobs, on every page`, () => {
      const clock = { timezone: 'UTC', now: noon };
      for (const page of [0, 1, 99, Number.NaN]) {
        const { text, blocks = [] } = jobsMessage(jobs(count, 'failing'), { search: '', page }, clock);
        expect(text).not.to.equal('');
        expect(text.length).to.be.at.most(4_000);
        expect(blocks.length).to.be.at.most(50);
        expect(checkMessageBlocks(blocks)).not.to.have.property('problem');
      }
    });
  }
});

/** Of the blocks in which something can be pressed or filled in. */
function blockIds(listed: readonly ListedJob[]): (string | undefined)[] {
  return homeView({ person, now: noon, listed, connections: [], query: firstQuery, menu, notice: null })
    .blocks.filter((block) => block.type === 'actions' || block.type === 'input' || 'accessory' in block)
    .map(({ block_id: id }) => id);
}

describe('App Home', () => {
  it('is shown anew unasked, and keeps the blocks in which something can be pressed or filled in', () => {
    const before = blockIds(jobs(60, 'running'));
    expect(before).to.have.length.above(40).and.not.include(undefined);
    const [first, ...others] = jobs(60, 'running');
    const [failed] = jobs(1, 'failing');
    const after = blockIds([...(first === undefined ? [] : [{ ...first, ...failed }]), ...others]);
    expect(after.filter((id) => before.includes(id))).to.have.length.of.at.least(before.length - 2);
  });
});
