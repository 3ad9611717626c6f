import { expect } from 'chai';
import { createIds } from '../../src/playground/workspace/ids.ts';
import { fakeTime } from '../support/fake-time.ts';

describe('ids of the playground', () => {
  it('are those of before at the next start, but for events: what an app handled it does not handle again', () => {
    const time = fakeTime(new Date('2026-03-01T12:00:00Z'));
    const before = createIds(time);
    const channel = before.make('C');
    const events = Array.from({ length: 3 }, () => before.event());
    time.pass(1_000);
    const after = createIds(time);
    expect(after.make('C')).to.equal(channel);
    events.push(...Array.from({ length: 3 }, () => after.event()));
    expect(new Set(events).size).to.equal(6);
    for (const event of events) expect(event).to.match(/^Ev[0-9A-Z]+$/);
  });
});
