import { expect } from 'chai';
import { toRows } from '../../../src/domain/draft.ts';
import { constant, formula, from } from '../../support/mapping.ts';
import { describeOnBoth } from '../support/slack-house.ts';
import { applied, beginsWith } from './at-source.ts';

describeOnBoth('"Preview"', (house) => {
  beforeEach(() => applied(house()));
  afterEach(() => expect(house().refusals()).to.deep.equal([]));

  /** Ada's draft gets this mapping, found to be right. */
  async function isMapped(...mapping: Parameters<typeof toRows>[0]): Promise<void> {
    const { playground, operations } = house();
    const actor = playground.people.find(({ name }) => name.startsWith('Ada'))?.id ?? '';
    const context = { actor, role: 'admin', door: 'slack', now: new Date() } as const;
    const { draft } = await operations.startDraft(context, { purpose: 'create' });
    await operations.changeDraft(context, {
      draft: draft.id,
      step: 'preview',
      patch: { mapping: [{ change: 'replace', rows: toRows(mapping) }] },
    });
  }

  it('shows the first records before and after, and the rejected ones with the reason', async () => {
    const { sandbox, person } = house();
    sandbox.org.insert('Account', [
      { Name: 'Acme', Industry: 'Banking', CloseDate__c: '31/12/2026' },
      { Name: 'Söhne & <b>', Industry: null, CloseDate__c: 'soon' },
    ]);
    const ada = await person('Ada');
    await beginsWith(ada, 'Account');
    await ada.closes();
    await ada.opens('@Crosswalk');
    await ada.sees('Your draft is kept');
    await isMapped(
      from('Id', 'account_id'),
      from('Name', 'name'),
      formula('UPPER(Industry)', 'industry'),
      constant('salesforce', 'origin', { type: 'text' }),
      from('CloseDate__c', 'renewal_date', { formats: ['dd/MM/yyyy'] }),
    );
    await ada.clicks('Resume');
    await ada.sees('· Preview');
    await ada.sees('The first 2 records as they will be stored, before → after');
    await ada.sees('Banking → BANKING', { on: 'Acme' });
    await ada.sees('31/12/2026 → 2026-12-31', { on: 'Acme' });
    await ada.sees('salesforce', { on: 'Acme' });
    await ada.doesNotSee('salesforce → salesforce');
    await ada.sees('1 of them would be rejected');
    await ada.sees('renewal_date: the value of field CloseDate__c is not written as dd/MM/yyyy', {
      on: 'Söhne & <b>',
    });
    sandbox.org.insert('Account', [{ Name: 'Newcomer' }]);
    await ada.clicks('Refresh preview');
    await ada.sees('Newcomer');
    await ada.clicks('Next');
    await ada.sees('Settings and schedule');
  });

  it('says what is wrong instead, with a way back and another try', async () => {
    const { sandbox, person } = house();
    const ada = await person('Ada');
    await beginsWith(ada, 'Account');
    await ada.closes();
    await ada.opens('@Crosswalk');
    await ada.sees('Your draft is kept');
    await isMapped(from('Id', 'account_id'), from('Nmae', 'name'));
    await ada.clicks('Resume');
    await ada.sees('The mapping is not right yet');
    await ada.sees('Did you mean Name');
    await isMapped(from('Id', 'account_id'), from('Name', 'name'));
    sandbox.disturb({ kind: 'daily limit', match: { path: /\/query/ } });
    await ada.clicks('Try again');
    await ada.sees(/limit/i);
    sandbox.calm();
    await ada.clicks('Try again');
    await ada.sees('No record passes the filter now');
  });
});
