import { expect } from 'chai';
import { foldCase } from '../../../src/domain/filter/fold-case.ts';
import { unfoldedTo } from '../../../src/domain/filter/unfold-case.ts';

/** Every character that text can hold, a plane at a time. */
function* characters(): Generator<string> {
  for (let code = 0x80; code <= 0x10_ffff; code++) {
    if (code < 0xd800 || code > 0xdfff) yield String.fromCodePoint(code);
  }
}

describe('unfolding letter case', () => {
  it('knows every character that is compared as another one', function () {
    this.timeout(30_000);
    const wrong: string[] = [];
    let number = 0;
    for (const character of characters()) {
      const folded = foldCase(character);
      if (folded === character) continue;
      number++;
      for (const one of folded) {
        const isKnown = unfoldedTo(one).some(
          (each) => each.character === character && each.folded === folded,
        );
        if (!isKnown) wrong.push(character);
      }
    }
    expect(wrong).to.deep.equal([]);
    expect(number).to.be.greaterThan(1_400);
  });

  it('names few characters for a text of ASCII, and none for a text without letters', () => {
    expect(unfoldedTo('acme').map(({ character }) => character)).to.deep.equal([]);
    expect(unfoldedTo('k').map(({ character }) => character)).to.deep.equal(['\u212a']);
    expect(unfoldedTo('i').map(({ character }) => character)).to.deep.equal(['İ']);
    expect(unfoldedTo('漢字 123')).to.deep.equal([]);
    expect(unfoldedTo('çσ').map(({ character }) => character)).to.have.members(['Ç', 'Σ', 'ς']);
  });
});
