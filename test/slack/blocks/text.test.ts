import { expect } from 'chai';
import { asTyped, bold, code, cut, escape, mrkdwn, plain } from '../../../src/slack/blocks/text.ts';

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

  it('reads as it was typed, whatever signs of formatting are in it', () => {
    expect(asTyped('*bold* ~gone~ `code` _slanted_ & __both__')).to.equal(
      '∗bold∗ ∼gone∼ ˋcodeˋ ˍslanted_ &amp; ˍˍboth__',
    );
    expect(bold('*Flaky* _accounts_')).to.equal('*∗Flaky∗ ˍaccounts_*');
    expect(code('a * `b` <c>')).to.equal('`a * ˋbˋ &lt;c&gt;`');
  });

  it('keeps the API names of a CRM, so that they can be copied', () => {
    const names = 'There is no Foo__c. Did you mean Bar__c, _ownerid_value or sub_status?';
    expect(asTyped(names)).to.equal(names);
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
