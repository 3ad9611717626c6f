import { expect } from 'chai';
import type { Entries } from '../../../src/scheduler/bullmq/entries.ts';
import { openEntries } from '../../../src/scheduler/bullmq/open-entries.ts';
import { describeOnBothQueues } from '../../support/bull-queues.ts';
import { recordedLog } from '../../support/recorded-log.ts';
import { untilSlowly } from '../../support/until-slowly.ts';

describeOnBothQueues('the entries of BullMQ', (fresh) => {
  const opened: Entries[] = [];
  let url = '';
  beforeEach(async function () {
    this.timeout(30_000);
    url = await fresh();
  });
  afterEach(async function () {
    this.timeout(30_000);
    await Promise.all(opened.splice(0).map((entries) => entries.close()));
  });

  async function open(owner: string): Promise<Entries> {
    const { log } = recordedLog();
    const lock = { lockMs: 500, lookMs: 250 };
    const entries = openEntries({ url, name: 'runs-of-a-test', owner, log, lock });
    opened.push(entries);
    await entries.opened();
    return entries;
  }

  it('offer again what was taken by an instance that then died', async function () {
    this.timeout(60_000);
    const dying = await open('dying');
    await dying.add(['run-1']);
    expect(await dying.next()).to.include({ runId: 'run-1' });
    await dying.close();
    const heir = await open('heir');
    let offered: string | undefined;
    await untilSlowly(async () => {
      offered = (await heir.next())?.runId;
      return offered !== undefined;
    });
    expect(offered).to.equal('run-1');
  });
});
