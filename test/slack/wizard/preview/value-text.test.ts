import { expect } from 'chai';
import * as fc from 'fast-check';
import { valueText } from '../../../../src/slack/wizard/preview/value-text.ts';

describe('a value of a record', () => {
  const cases: readonly [value: string | null, shown: string][] = [
    [null, '–'],
    ['', '–'],
    ['   ', '`␣`'],
    ['Acme', '`Acme`'],
    ['a *b* _c_', '`a *b* _c_`'],
    ['<!channel> & <@U1>', '`&lt;!channel&gt; &amp; &lt;@U1&gt;`'],
    ['`x`', '`ˋxˋ`'],
    ['one\r\ntwo\nthree', '`one ⏎ two ⏎ three`'],
    ['\u0000\u0007\u007f\u0085', '`␀␇␡�`'],
    ['\u202etxt\u200b', '`�txt�`'],
    ['\ud83d', '`�`'],
    ['👩‍👩‍👧', '`👩‍👩‍👧`'],
  ];
  for (const [value, shown] of cases) {
    it(`${JSON.stringify(value)} is shown harmlessly`, () => {
      expect(valueText(value)).to.equal(shown);
    });
  }

  it('is cut where it is long', () => {
    expect(valueText('x'.repeat(10_000))).to.have.length.at.most(130);
  });

  it('is never markup, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const shown = valueText(value);
        if (shown === '–') return;
        expect(shown).to.match(/^`[^`\n<>]+`$/);
        expect(shown).not.to.match(/[\p{Cc}\u202a-\u202e]/u);
      }),
    );
  });
});
