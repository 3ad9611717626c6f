import { expect } from 'chai';
import { createRateLimit } from '../../src/domain/rate-limit.ts';
import { after, noon } from '../support/records.ts';

const create = () => createRateLimit({ perMinute: 60, burst: 2, maxCallers: 2 });

describe('how often one may call', () => {
  it('is so often at one moment, and then as time goes by', () => {
    const limit = create();
    expect([limit.take('a', noon), limit.take('a', noon)]).to.deep.equal([null, null]);
    expect(limit.take('a', noon)).to.equal(1_000);
    expect(limit.take('a', after(noon, 400))).to.be.closeTo(600, 1);
    expect(limit.take('a', after(noon, 1_000))).to.equal(null);
    expect(limit.take('a', after(noon, 1_000))).not.to.equal(null);
    expect(limit.take('b', noon)).to.equal(null);
  });

  it('does not grow with a clock that is set back', () => {
    const limit = create();
    limit.take('a', noon);
    limit.take('a', noon);
    expect(limit.take('a', after(noon, -3_600_000))).not.to.equal(null);
  });

  it('is remembered of so many callers', () => {
    const limit = create();
    for (const caller of ['a', 'a', 'b', 'c']) limit.take(caller, noon);
    expect(limit.take('a', noon)).to.equal(null);
  });
});
