import { expect } from 'chai';
import { aHeldRun, aNewRun, anOutcome, noon, withJobs } from '../../support/records.ts';
import { eve, openSmallDoor } from '../support/small-door.ts';
import type { SmallDoor } from '../support/small-door.ts';

describe('what a viewer forges about runs', () => {
  let door: SmallDoor;
  beforeEach(async () => {
    door = await openSmallDoor();
    await withJobs(door.store, 1);
    const { id } = await door.store.runs.enqueue(aNewRun());
    await door.store.runs.claim('me', noon);
    await door.store.runs.finish(id, 'me', 1, anOutcome({ files: { rows: 'rows.csv.gz', rejects: null } }));
  });
  afterEach(() => door.close());

  for (const [actionId, value] of [
    ['run-retry', 'full job-1'],
    ['job-menu', 'run-now job-1'],
    ['job-menu', 'run-full-sync-now job-1'],
    ['job-menu', 'download job-1'],
    ['run-cancel', 'run-1'],
    ['run-download', 'rows run-1'],
    ['run-download', 'rejects run-1'],
  ] as const) {
    it(`is refused by what it asks for: ${actionId} ${value}`, async () => {
      await door.store.runs.enqueue(aNewRun({ id: 'run-1', jobId: 'job-2' }));
      await door.store.runs.claim('me', noon);
      await door.click(eve.id, { actionId, value });
      expect(door.slack.told.at(-1)).to.have.property('text').that.contains('you need the role operator');
      expect(await door.store.runs.activeOf('job-1')).to.equal(null);
      expect(await door.store.runs.heartbeat('run-1', 'me', 1, noon)).to.equal('held');
    });
  }

  for (const [actionId, value] of [
    ['run-approve', 'run-1 1772366400000'],
    ['run-reject', 'run-1 1772366400000'],
  ] as const) {
    it(`is refused by what it decides: ${actionId}`, async () => {
      await door.store.runs.enqueue(aNewRun({ id: 'run-1', jobId: 'job-2' }));
      await door.store.runs.claim('me', noon);
      await door.store.runs.awaitApproval('run-1', 'me', 1, aHeldRun(noon));
      await door.click(eve.id, { actionId, value });
      expect(door.slack.told.at(-1)).to.have.property('text').that.contains('you need the role admin');
      expect((await door.store.runs.byId('run-1'))?.status).to.equal('waiting for approval');
    });
  }

  it('decides nothing where the button names no run that waits', async () => {
    for (const value of ['nonsense', 'run-1', 'run-1 ', 'run-1 x', '']) {
      await door.click(eve.id, { actionId: 'run-approve', value });
      expect(door.slack.told.at(-1)).to.have.property('text').that.contains('belongs to no run that waits');
    }
  });

  it('is told where the button is none of ours', async () => {
    for (const actionId of ['run-retry', 'run-download']) {
      await door.click(eve.id, { actionId, value: 'nonsense' });
      expect(door.slack.told.at(-1)).to.have.property('text').that.contains('an older version of Crosswalk');
    }
  });
});
