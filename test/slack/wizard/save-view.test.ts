import { expect } from 'chai';
import type { ModalView } from '@slack/types';
import { problemAt } from '../../../src/domain/draft-problem.ts';
import { differencesOf } from '../../../src/domain/job-difference.ts';
import type { Difference } from '../../../src/domain/job-difference.ts';
import type { Job } from '../../../src/domain/job.ts';
import type { DraftChanges } from '../../../src/operations/drafts/draft-changes.ts';
import { checkView, isTooLarge } from '../../../src/playground/blocks/check-view.ts';
import { deleteView } from '../../../src/slack/jobs/delete.ts';
import { savedView } from '../../../src/slack/wizard/save/saved-view.ts';
import { saveBlocks } from '../../../src/slack/wizard/save/save-view.ts';
import type { SaveData } from '../../../src/slack/wizard/save/save-view.ts';
import { stepView } from '../../../src/slack/wizard/wizard-view.ts';
import { from } from '../../support/mapping.ts';
import { aJob, noon } from '../../support/records.ts';
import { aStoredDraft } from './a-stored-draft.ts';

const clock = { timezone: 'America/Argentina/Buenos_Aires', now: noon };
/** All that can be long is, and all of it is to be escaped. */
const long = '&<>"*_`~'.repeat(400);
const saved = { at: noon, actor: long, door: long };

/** With so many rows, each with everything that a row can have. */
function aLongJob(rows: number, note: string): Job {
  return aJob({
    name: '&'.repeat(80),
    description: long.slice(0, 1_000),
    source: { object: '<&>'.repeat(26), filter: long },
    mapping: Array.from({ length: rows }, (_, i) =>
      from(`${'Parent__r.'.repeat(5)}Field_${i}__c`, `${'x'.repeat(90)}_${i}`, {
        type: 'date',
        formats: ['dd/MM/yyyy', 'yyyy-MM-dd'],
        note: `${note}${long.slice(0, 490)}`,
      }),
    ),
    notify: { channel: '#x', on: ['failed', 'recovered', 'succeeded'], mention: ['U0123ABCD'] },
  });
}

function changed(rows: number): readonly Difference[] {
  return differencesOf(aLongJob(rows, 'a'), aLongJob(rows, 'b'), new Map());
}

function viewOf(changes: DraftChanges, given: Partial<SaveData> = {}): ModalView {
  const data: SaveData = {
    changes,
    problems: [],
    job: aLongJob(2, ''),
    connection: '&'.repeat(80),
    newAttributes: Array.from({ length: 40 }, (_, i) => `${'x'.repeat(95)}_${i}`),
    isStartedNow: true,
    direction: 'inbound',
    twins: Array.from({ length: 40 }, () => '&'.repeat(80)),
    page: 0,
    clock,
    ...given,
  };
  const place = { id: 'save', title: 'Save', submit: 'Save', number: 6, count: 6 } as const;
  return stepView({ stored: aStoredDraft({}), place, at: {} }, { blocks: saveBlocks(data) });
}

function expectTaken(view: ModalView): void {
  expect(checkView(view)).not.to.have.property('problems');
  expect(isTooLarge(view)).to.equal(false);
}

describe('the last step of the wizard', () => {
  for (const rows of [0, 1, 60, 500]) {
    describe(`with ${rows} rows of the mapping`, () => {
      const differences = changed(rows);
      const conflict = {
        kind: 'conflict',
        theirs: { version: 99, saved },
        changedByThem: differences,
        changedByMe: differences,
      } as const;
      const cases: readonly (readonly [string, DraftChanges])[] = [
        ['a new job', { kind: 'new' }],
        ['what changes', { kind: 'changed', differences }],
        ['what two people changed', conflict],
        ['a job that is gone', { kind: 'deleted' }],
      ];
      for (const [what, changes] of cases) {
        it(`stays within Slack's limits: ${what}`, () => {
          const job = aLongJob(rows, '');
          for (const page of [0, 1, 41, -1, Number.NaN]) expectTaken(viewOf(changes, { job, page }));
        });
      }

      it("stays within Slack's limits once it is saved", () => {
        const job = aLongJob(rows, '');
        const end = { kind: 'saved', job, isNew: false, runId: 'r', isStarted: true, differences } as const;
        expectTaken(savedView(end, { clock, whereText: long }));
      });
    });
  }

  it("stays within Slack's limits with very many problems", () => {
    const parts = ['connection', 'source', 'target', 'mapping', 'settings', 'schedule', 'notify', 'name'];
    const problems = Array.from({ length: 500 }, (_, i) =>
      problemAt([parts[i % parts.length] ?? '', 'filter'], 'x', long),
    );
    const view = viewOf({ kind: 'changed', differences: changed(500) }, { problems });
    expectTaken(view);
    expect(JSON.stringify(view)).to.match(/and 49\d more/);
  });

  it('says where something is missing still', () => {
    expect(JSON.stringify(viewOf({ kind: 'new' }, { job: null }))).to.include('Something is missing still');
  });

  it("is within Slack's limits where a job is deleted", () => {
    expectTaken(deleteView({ id: 'x'.repeat(36), name: '&'.repeat(80), direction: 'outbound' }, 1_000));
  });
});
