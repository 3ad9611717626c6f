import { expect } from 'chai';
import { changeText } from '../../../src/slack/audit/change-text.ts';

describe('what an entry of the audit log tells', () => {
  it('is what was made, or what is gone, in words', () => {
    expect(changeText(null, { run: '8f3a', mode: 'full', dryRun: false, rebuild: null })).to.equal(
      'run 8f3a · mode full · dry run no',
    );
    expect(changeText({ name: 'Acme' }, null)).to.equal('name Acme');
    expect(changeText(null, null)).to.equal('');
  });

  it('is only what has changed', () => {
    const before = { name: 'Accounts', schedule: { run: 'hourly', minute: 5 }, mapping: [{ to: 'name' }] };
    const after = {
      ...before,
      schedule: { run: 'hourly', minute: 20 },
      mapping: [{ to: 'name' }, { to: 'city' }],
    };
    expect(changeText(before, after)).to.equal('schedule minute 5 → 20 · mapping 2 to nothing → city');
    expect(changeText(before, before)).to.equal('');
  });

  it('is bounded, and nothing in it is read as markup', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`part${index}`, index]));
    expect(changeText(null, many)).to.match(/^part0 0 · .* · part5 5 · and 14 more$/);
    const hostile = changeText(null, { filter: '<!channel> & *x*', '<@U1>': 'x'.repeat(5_000) });
    expect(hostile).to.not.match(/<[!@]/);
    expect(hostile.length).to.be.below(300);
  });
});
