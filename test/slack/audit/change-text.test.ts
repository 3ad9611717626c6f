import { expect } from 'chai';
import { changeText } from '../../../src/slack/audit/change-text.ts';

const words = {
  names: new Map([['0a0a0a0a-0000-4000-8000-000000000001', 'Acme Salesforce']]),
  clock: { timezone: 'Europe/Berlin', now: new Date('2026-11-27T12:00:00Z') },
};
const told = (before: unknown, after: unknown): string => changeText(before, after, words);

describe('what an entry of the audit log tells', () => {
  it('is what was made, or what is gone, in words', () => {
    expect(told(null, { run: '8f3a', mode: 'full', dryRun: false, rebuild: null })).to.equal(
      'run 8f3a · mode full · dry run no',
    );
    expect(told({ name: 'Acme' }, null)).to.equal('name Acme');
    expect(told(null, null)).to.equal('');
  });

  it('is only what has changed', () => {
    const before = { name: 'Accounts', schedule: { run: 'hourly', minute: 5 }, mapping: [{ to: 'name' }] };
    const after = {
      ...before,
      schedule: { run: 'hourly', minute: 20 },
      mapping: [{ to: 'name' }, { to: 'city' }],
    };
    expect(told(before, after)).to.equal('schedule minute 5 → 20 · mapping 2 to nothing → city');
    expect(told(before, before)).to.equal('');
  });

  it('says times as the person reads them, things by their names, and settings by theirs', () => {
    const after = {
      connectionId: '0a0a0a0a-0000-4000-8000-000000000001',
      settings: { auth: { clientId: '3MVG' } },
      placeholders: { 'auth.clientId': '${SALESFORCE_CLIENT_ID}' },
      expiresAt: '2026-11-27T15:54:39.647Z',
    };
    expect(told(null, after)).to.equal(
      'connection Acme Salesforce · auth client id 3MVG · expires at today 16:54',
    );
    expect(told('viewer', 'operator')).to.equal('viewer → operator');
  });

  it('is bounded, and nothing in it is read as markup', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`part${index}`, index]));
    expect(told(null, many)).to.match(/^part0 0 · .* · part5 5 · and 14 more$/);
    const hostile = told(null, { filter: '<!channel> & *x*', '<@U1>': 'x'.repeat(5_000) });
    expect(hostile).to.not.match(/<[!@]/);
    expect(hostile.length).to.be.below(300);
  });
});
