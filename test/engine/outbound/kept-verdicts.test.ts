import { expect } from 'chai';
import { keepVerdicts } from '../../../src/engine/outbound/kept-verdicts.ts';
import type { Verdict } from '../../../src/engine/outbound/judge.ts';

const unchanged = (last: number): Verdict => ({ kind: 'unchanged', records: 1, last });
const rejected = (recordId: number, row: readonly string[] = ['A']): Verdict => ({
  kind: 'reject',
  recordId,
  reject: { code: 'too_long', reason: 'Too long.', crmId: '', row },
});

function keptOf(verdicts: readonly Verdict[]): readonly Verdict[] | null {
  const kept = keepVerdicts();
  for (const verdict of verdicts) kept.add(verdict);
  return kept.all;
}

describe('what is found while an export counts what differs', () => {
  it('is kept in its order, records that did not change as one', () => {
    const found = [unchanged(1), unchanged(2), rejected(3), unchanged(4), unchanged(7), unchanged(8)];
    expect(keptOf(found)).to.deep.equal([
      { kind: 'unchanged', records: 2, last: 2 },
      rejected(3),
      { kind: 'unchanged', records: 3, last: 8 },
    ]);
  });

  it('is kept however many did not change', () => {
    const found = Array.from({ length: 100_000 }, (_, index) => unchanged(index));
    expect(keptOf(found)).to.deep.equal([{ kind: 'unchanged', records: 100_000, last: 99_999 }]);
  });

  it('is not kept where it is more than a batch that waits to be sent', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => rejected(index));
    expect(keptOf(many.slice(1))).to.have.length(19_999);
    expect(keptOf(many)).to.equal(null);
    expect(keptOf([rejected(1, ['x'.repeat(8_000_000)]), unchanged(2)])).to.equal(null);
  });
});
