import { expect } from 'chai';
import { newDraft } from '../../../src/domain/draft.ts';
import type { HubObjectName } from '../../../src/domain/hub-object.ts';
import { proposeName } from '../../../src/slack/wizard/settings/propose-name.ts';

function proposed(object: string, target: HubObjectName, taken: readonly string[] = []): string {
  const draft = { ...newDraft('job-1'), source: { object }, target: { object: target } };
  return proposeName(draft, { connection: 'Acme Salesforce', taken });
}

describe('the name that is proposed for a job', () => {
  it('says what comes in and where from, and what is read where that is not plain', () => {
    expect(proposed('Account', 'accounts')).to.equal('Accounts from Acme Salesforce');
    expect(proposed('Opportunity', 'collections')).to.equal(
      'Collections of Opportunity from Acme Salesforce',
    );
    expect(proposed('Lead', 'users')).to.equal('Users of Lead from Acme Salesforce');
  });

  it('is one that no other job has, in whatever letter case', () => {
    const taken = ['accounts from ACME salesforce', 'Accounts from Acme Salesforce 2'];
    expect(proposed('Account', 'accounts', taken)).to.equal('Accounts from Acme Salesforce 3');
  });

  it('is no longer than a name may be, and nothing where too little is chosen', () => {
    const long = proposed('X'.repeat(80), 'collections', [proposed('X'.repeat(80), 'collections')]);
    expect(long).to.have.length.of.at.most(80);
    expect(long).to.match(/… 2$/);
    expect(proposeName(newDraft('job-1'), { connection: 'Acme', taken: [] })).to.equal('');
  });
});
