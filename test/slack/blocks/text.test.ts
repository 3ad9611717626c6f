import { expect } from 'chai';
import { bold, cut, escape, mrkdwn, plain } from '../../../src/slack/blocks/text.ts';

describe('text for Slack', () => {
  it('is left alone where it fits, and cut with an ellipsis where it does not', () => {
    expect(cut('New Accounts integration', 24)).to.equal('New Accounts integration');
    expect(cut('New Account Assignments integration', 24)).to.equal('New Account Assignments…');
    expect(cut('a'.repeat(25), 24)).to.equal(`${'a'.repeat(23)}…`);
  });

  it('is never cut within what people see as one character', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(cut(family.repeat(3), family.length * 2)).to.equal(`${family}…`);
    expect(cut('e\u0301e\u0301e\u0301', 4)).to.equal('e\u0301…');
    expect(cut(family, 5)).to.equal('…');
  });

  it('mentions nobody and links nowhere by what is not ours', () => {
    expect(escape('<!channel> & <https://x|y>')).to.equal('&lt;!channel&gt; &amp; &lt;https://x|y&gt;');
    expect(bold('5 * 3\n<@U1>')).to.equal('*5 ∗ 3 &lt;@U1&gt;*');
  });

  it('is not cut within an escape', () => {
    expect(mrkdwn('aaa&amp;', 6).text).to.equal('aaa…');
    expect(mrkdwn('aaa <https://x.test|link>', 12).text).to.equal('aaa …');
  });

  it('is never empty, which Slack refuses', () => {
    expect(plain('', 24).text).to.equal(' ');
    expect(mrkdwn('').text).to.equal(' ');
  });
});
