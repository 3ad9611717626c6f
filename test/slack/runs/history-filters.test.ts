import { once } from 'node:events';
import { expect } from 'chai';
import { withJobs } from '../../support/records.ts';
import { until } from '../../support/until.ts';
import { clickBody, eve, openSmallDoor } from '../support/small-door.ts';
import type { Clicked, SmallDoor } from '../support/small-door.ts';

/** As it was opened, without any filter. */
const metadata = JSON.stringify({ job: 'job-1' });
const failed = { 'history-status': { type: 'static_select', selected_option: { value: 'failed' } } };
const full = { 'history-mode': { type: 'static_select', selected_option: { value: 'full' } } };
const status: Clicked = {
  actionId: 'history-status',
  value: 'failed',
  view: { metadata, type: 'modal', values: { filter: failed } },
};
const mode: Clicked = {
  actionId: 'history-mode',
  value: 'full',
  view: { metadata, type: 'modal', values: { filter: { ...failed, ...full } } },
};

describe('the filters of a history', () => {
  let door: SmallDoor;
  beforeEach(async () => {
    door = await openSmallDoor();
    await withJobs(door.store, 1);
  });
  afterEach(() => door.close());

  const shown = (): unknown[] =>
    door.slack.updates.map(({ view }) => {
      const { private_metadata: kept } = view as { readonly private_metadata: string };
      return JSON.parse(kept);
    });

  it('all count, where the next one is chosen before the modal shows the last one', async () => {
    await door.click(eve.id, status);
    await door.click(eve.id, mode);
    expect(shown().at(-1)).to.include({ status: 'failed', mode: 'full' });
  });

  it('are shown as they were chosen last, also where an earlier choice takes longer', async () => {
    const { runs } = door.store;
    const list = runs.list.bind(runs);
    const held = new AbortController();
    let asked = 0;
    runs.list = async (...about) => {
      asked += 1;
      if (asked === 1) await once(held.signal, 'abort');
      return await list(...about);
    };
    await door.post(clickBody(eve.id, status));
    await until(() => asked === 1);
    await door.post(clickBody(eve.id, mode));
    await until(() => door.slack.updates.length === 1);
    held.abort();
    await door.settled();
    expect(shown()).to.have.length(1);
    expect(shown()[0]).to.include({ status: 'failed', mode: 'full' });
  });

  it('show the first page where a forged value names none', async () => {
    const view = { metadata, type: 'modal' } as const;
    for (const value of ['x', '-1', '1e99', '']) {
      await door.click(eve.id, { actionId: 'history-page:Older', value, view });
      expect(shown().at(-1)).to.include({ page: 0 });
    }
    expect(door.log.messages(50)).to.deep.equal([]);
  });
});
