import { expect } from 'chai';
import { keepSame } from '../../../src/playground/page/state/keep-same.ts';

describe('a screen that follows another', () => {
  it('is the old one where nothing changed', () => {
    const before = { a: [1, { b: null }], c: 'x' };
    expect(keepSame(before, structuredClone(before))).to.equal(before);
  });

  it('keeps every part that did not change', () => {
    const before = { messages: [{ ts: '1' }, { ts: '2' }], me: { id: 'U1' } };
    const after = keepSame(before, { messages: [{ ts: '1' }, { ts: '3' }], me: { id: 'U1' } });
    expect(after).to.deep.equal({ messages: [{ ts: '1' }, { ts: '3' }], me: { id: 'U1' } });
    expect(after.messages[0]).to.equal(before.messages[0]);
    expect(after.me).to.equal(before.me);
  });

  it('notices what is gone, new, or of another kind', () => {
    const cases: readonly (readonly [unknown, unknown])[] = [
      [{ a: 1, b: 2 }, { a: 1 }],
      [{ a: undefined }, { b: undefined }],
      [[1, 2], [1]],
      [{ 0: 1 }, [1]],
      [null, {}],
      [{ a: [] }, { a: {} }],
    ];
    for (const [before, after] of cases) expect(keepSame(before, after)).to.deep.equal(after);
  });
});
