import { expect } from 'chai';
import * as fc from 'fast-check';
import { repeatsMarked, repeatsTold } from '../../../src/engine/outbound/repeated-text.ts';

describe('texts of which many are alike', () => {
  it('are told once for all that follow each other, and are the same again', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', '')), (texts) => {
        const mark = repeatsMarked();
        const marked = texts.map((text) => mark(text));
        const tell = repeatsTold();
        expect(marked.map((each) => tell(each))).to.deep.equal(texts);
        const changes = texts.filter((text, index) => text !== texts[index - 1]);
        expect(marked.filter((each) => each !== 0)).to.deep.equal(changes);
      }),
    );
  });

  it('cannot be repeated before one was told', () => {
    expect(() => repeatsTold()(0)).to.throw('before it was told');
  });
});
