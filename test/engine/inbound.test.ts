import { expect } from 'chai';
import { zeroCounts } from '../../src/domain/run.ts';
import { from } from '../support/mapping.ts';
import { createWorld, minutes } from './support/world.ts';
import type { World } from './support/world.ts';

describe('an inbound run', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());

  it('brings everything the first time, and only what changed after', async () => {
    const [a = '', b = ''] = world.sandbox.org.insert('Account', [{ Name: 'A' }, { Name: 'B' }]);
    world.clock.ms += minutes(30);
    const first = await world.run();
    expect(first.error).to.equal(null);
    expect(first).to.include({
      status: 'succeeded',
      mode: 'full',
      modeReason: "It is the job's first sync.",
    });
    expect(first.counts).to.deep.equal({ ...zeroCounts, read: 2, created: 2 });
    world.clock.ms += minutes(30);
    world.sandbox.org.update('Account', b, { Name: 'B2' });
    const second = await world.run();
    expect(second.error).to.equal(null);
    expect(second.counts).to.deep.equal({ ...zeroCounts, read: 1, updated: 1 });
    expect((await world.view()).get(b)).to.include({ name: 'B2' });
    expect((await world.view()).get(a)).to.include({ name: 'A' });
  });
});
void from;
