import { expect } from 'chai';
import { parseRetryAfter } from '../../../src/connectors/http/retry-after.ts';

const now = Date.parse('2026-03-01T09:00:00Z');

describe('Retry-After', () => {
  it('is seconds or a date, and nothing where it is neither', () => {
    expect(parseRetryAfter('0', now)).to.equal(0);
    expect(parseRetryAfter(' 120 ', now)).to.equal(120_000);
    expect(parseRetryAfter('Sun, 01 Mar 2026 09:02:30 GMT', now)).to.equal(150_000);
    expect(parseRetryAfter('soon', now)).to.equal(undefined);
    expect(parseRetryAfter(null, now)).to.equal(undefined);
  });

  it('is no wait where the date has passed', () => {
    expect(parseRetryAfter('Sun, 01 Mar 2026 08:00:00 GMT', now)).to.equal(0);
  });
});
