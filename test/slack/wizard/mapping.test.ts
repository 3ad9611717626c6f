import { expect } from 'chai';
import type { DraftRow } from '../../../src/domain/draft.ts';
import type { Person } from '../../support/person.ts';
import { describeOnBoth, openSlackHouse } from '../support/slack-house.ts';
import type { SlackHouse } from '../support/slack-house.ts';
import { applied, beginsWith } from './at-source.ts';
import { openAtMapping } from './support/at-mapping.ts';

import { rowFrom } from './support/mapping-data.ts';

const key = rowFrom('1', 'Id', 'account_id');
const name = rowFrom('2', 'Name', 'name');

const formulaRow = (id: string, text: string, target: string): DraftRow => ({
  id,
  source: { kind: 'formula', text },
  target,
  type: 'text',
});

async function editsRow(ada: Person, on: string): Promise<void> {
  await ada.clicks('Edit', { on });
  await ada.sees('Note');
}

/** The modal on top is submitted, and the list is in front again. */
async function applies(ada: Person): Promise<void> {
  await ada.submits();
  await ada.sees('[Validate mapping]');
}

async function choosesAttribute(ada: Person, typed: string, label: string): Promise<void> {
  await ada.searches(typed, { in: 'Attribute' });
  await ada.chooses(label, { in: 'Attribute' });
}

/** Who is quick submits an editor before it shows what they chose: it is closed by then, and no mistake. */
function refused(house: SlackHouse): readonly string[] {
  return house.refusals().filter((call) => !/"name":"views.update","outcome":"not_found"/.test(call));
}

describeOnBoth('the mapping of a job', (house) => {
  afterEach(() => expect(refused(house())).to.deep.equal([]));

  it('is gone through row by row, validated, and left by "Next"', async () => {
    const auto = { confidence: 0.9, words: 'Field and attribute have the same name.' };
    const { ada, rows, stored } = await openAtMapping(house(), [
      { ...rowFrom('1', 'Industry', 'industry'), auto },
      rowFrom('2', 'CloseDate__c', ''),
      rowFrom('3', 'Fax', 'fax', { type: 'text' }),
      rowFrom('4', 'Id', 'account_id'),
    ]);
    await ada.sees('Account ID (Id) → account_id key');
    await ada.sees('auto: Field and attribute have the same name.', { on: 'Industry → industry' });

    await editsRow(ada, 'CloseDate__c');
    await choosesAttribute(ada, 'renew', 'Renewal date (renewal_date)');
    await ada.types('dd/MM/yyyy\nyyyy-MM-dd', { in: 'Source formats' });
    await ada.types('until sales writes dates', { in: 'Note' });
    await applies(ada);
    await ada.sees('Close Date (text) (CloseDate__c) → renewal_date format note');

    await ada.clicks('Skip field', { on: 'Fax' });
    await ada.sees('skipped', { on: 'Fax' });
    await ada.clicks('Undo skip', { on: 'Fax' });
    await ada.doesNotSee('skipped');
    await ada.clicks('Remove', { on: 'Fax' });
    await ada.sees('Removed: Account Fax (Fax) → fax');

    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid.');
    await ada.clicks('Next');
    await ada.doesNotSee('Map and format');
    expect(await rows()).to.deep.equal([
      { ...rowFrom('1', 'Industry', 'industry'), auto },
      rowFrom('2', 'CloseDate__c', 'renewal_date', {
        formats: ['dd/MM/yyyy', 'yyyy-MM-dd'],
        note: 'until sales writes dates',
      }),
      rowFrom('4', 'Id', 'account_id'),
    ]);
    expect((await stored()).draft.validated).to.equal(true);
  });

  it('begins with what is obvious, says why, and is valid as it is', async () => {
    await applied(house());
    const ada = await house().person('Ada');
    await beginsWith(ada, 'Account');
    await ada.clicks('Next');
    await ada.sees('Map and format');
    await ada.sees('Account ID (Id) → account_id key auto');
    await ada.sees('auto: Mapped like this in an earlier job.', { on: 'Account ID (Id)' });
    await ada.sees('auto: Field and attribute have the same name.', { on: 'Account Phone (Phone) → phone' });
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid.');
    await ada.clicks('Next');
    await ada.sees('Preview');
    await ada.clicks('Back');
    await ada.sees('The mapping is valid.');
  });

  it('takes a field again, a constant for all rows, and a formula that is written with help', async () => {
    const { ada, rows } = await openAtMapping(house(), [key, name]);
    await ada.clicks('Add mapping');
    await ada.searches('account name', { in: 'Field' });
    await ada.chooses('Account Name (Name)', { in: 'Field' });
    await ada.clicks('Add new attribute');
    await ada.types('Legal name', { in: 'New attribute' });
    await applies(ada);
    await ada.sees('Account Name (Name) → legal_name new');

    await ada.clicks('Add mapping');
    await ada.chooses('Constant for all rows', { in: 'Where the value comes from' });
    await ada.types('salesforce', { in: 'Value for all rows' });
    await ada.clicks('Add new attribute');
    await ada.types('origin', { in: 'New attribute' });
    await applies(ada);
    await ada.sees('"salesforce" → origin');

    await ada.clicks('Add mapping');
    await ada.chooses('Formula', { in: 'Where the value comes from' });
    await ada.searches('upp', { in: 'Search functions' });
    await ada.chooses('UPPER(text)', { in: 'Search functions' });
    await ada.sees('Example: ');
    await ada.clicks('Insert');
    await ada.sees('UPPER()', { on: 'Formula' });
    await ada.searches('industry', { in: 'Insert a field' });
    await ada.chooses('Industry', { in: 'Insert a field' });
    await ada.sees('UPPER(Industry)', { on: 'Formula' });
    await ada.searches('today', { in: 'Search functions' });
    await ada.chooses('TODAY()', { in: 'Search functions' });
    await ada.sees('The day on which the run began.');
    await ada.clicks('Insert');
    await ada.sees('TODAY() was put at the end');
    await ada.types('UPPER(Industry)', { in: 'Formula' });
    await choosesAttribute(ada, 'industry', 'Industry (industry)');
    await applies(ada);
    await ada.sees('= UPPER(Industry) → industry formula');

    expect((await rows()).slice(2)).to.deep.equal([
      rowFrom('3', 'Name', 'legal_name', { type: 'text' }),
      { id: '4', source: { kind: 'constant', value: 'salesforce' }, target: 'origin', type: 'text' },
      { id: '5', source: { kind: 'formula', text: 'UPPER(Industry)' }, target: 'industry' },
    ]);
  });
});

/** What is wrong is met under its row, keeps from going on, and is mended; then the mapping is valid. */
async function isMended(
  ada: Person,
  { on, error, mend }: { readonly on: string; readonly error: RegExp; readonly mend: () => Promise<void> },
): Promise<void> {
  await ada.clicks('Validate mapping');
  await ada.sees(error, { on });
  await ada.sees('One error keeps this mapping from being used');
  await ada.clicks('Next');
  await ada.sees('The mapping has to be validated before you go on.');
  await mend();
  await ada.doesNotSee(error);
  await ada.clicks('Validate mapping');
  await ada.sees('The mapping is valid.');
}

describe('the mapping of a job that is', () => {
  let house: SlackHouse;
  beforeEach(async () => {
    house = await openSlackHouse('socket');
  });
  afterEach(async () => {
    const refusals = refused(house);
    await house.close();
    expect(refusals).to.deep.equal([]);
  });

  it('without one of its keys gets it by "Map this key"', async () => {
    const { ada } = await openAtMapping(house, [name]);
    await isMended(ada, {
      on: 'One error',
      error: /account_id is a key of accounts and is not mapped/,
      async mend() {
        await ada.clicks('Map this key', { on: 'account_id' });
        await ada.searches('Account ID', { in: 'Field' });
        await ada.chooses('Account ID (Id)', { in: 'Field' });
        await applies(ada);
      },
    });
  });

  it('filled twice in one attribute gets another one', async () => {
    const { ada } = await openAtMapping(house, [key, name, rowFrom('3', 'AccountNumber', 'name')]);
    await isMended(ada, {
      on: 'AccountNumber',
      error: /name.* is filled from .*Name.* already \(row 2\)/,
      async mend() {
        await editsRow(ada, 'AccountNumber');
        await ada.clicks('Add new attribute');
        await ada.types('Number at the bank', { in: 'New attribute' });
        await applies(ada);
        await ada.sees('Account Number (AccountNumber) → number_at_the_bank new');
      },
    });
  });

  it('of another type than its attribute gets one that fits', async () => {
    const { ada } = await openAtMapping(house, [key, rowFrom('2', 'Strategic__c', 'renewal_date')]);
    await isMended(ada, {
      on: 'Strategic__c',
      error: /renewal_date is a date attribute. Choose another attribute/,
      async mend() {
        await editsRow(ada, 'Strategic__c');
        await choosesAttribute(ada, 'health', 'Health (health)');
        await applies(ada);
      },
    });
  });

  it('from a field that is not there gets one that is', async () => {
    const { ada } = await openAtMapping(house, [key, rowFrom('2', 'Indutsry', 'industry')]);
    await isMended(ada, {
      on: 'Indutsry',
      error: /Account has no field "Indutsry".*Industry/,
      async mend() {
        await editsRow(ada, 'Indutsry');
        await ada.searches('industry', { in: 'Field' });
        await ada.chooses('Industry', { in: 'Field' });
        await applies(ada);
      },
    });
  });

  it('read by a format that is none gets one', async () => {
    const row = rowFrom('2', 'CloseDate__c', 'renewal_date', { formats: ['dd/MM/yyyy', 'DD.QQ'] });
    const { ada, rows } = await openAtMapping(house, [key, row]);
    await isMended(ada, {
      on: 'CloseDate__c',
      error: /The date format "DD.QQ" cannot be read/,
      async mend() {
        await editsRow(ada, 'CloseDate__c');
        await ada.types('dd/MM/yyyy\ndd.MM.yyyy', { in: 'Source formats' });
        await applies(ada);
      },
    });
    expect((await rows())[1]?.formats).to.deep.equal(['dd/MM/yyyy', 'dd.MM.yyyy']);
  });

  it('written as text where a date is wanted gets a format', async () => {
    const { ada } = await openAtMapping(house, [key, rowFrom('2', 'CloseDate__c', 'renewal_date')]);
    await isMended(ada, {
      on: 'CloseDate__c',
      error: /Give the format in which it is written, such as dd\/MM\/yyyy/,
      async mend() {
        await editsRow(ada, 'CloseDate__c');
        await ada.types('dd/MM/yyyy', { in: 'Source formats' });
        await applies(ada);
      },
    });
  });

  it('adds attributes of the types that are seldom added by hand', async () => {
    const types = [
      ['IsDeleted', 'Boolean', 'boolean'],
      ['Industry', 'List', 'list'],
      ['OwnerId', 'Foreign Key', 'foreign key'],
    ] as const;
    const { ada, rows } = await openAtMapping(house, [
      key,
      ...types.map(([path], index) => rowFrom(String(index + 2), path, '')),
    ]);
    for (const [path, label] of types) {
      await editsRow(ada, path);
      await ada.clicks('Add new attribute');
      await ada.types(`Our ${label}`, { in: 'New attribute' });
      await ada.chooses(label, { in: 'Type' });
      await applies(ada);
      await ada.sees(`our_${label.toLowerCase().replace(' ', '_')} new`);
    }
    expect((await rows()).slice(1).map(({ target, type }) => [target, type])).to.deep.equal(
      types.map(([, label, type]) => [`our_${label.toLowerCase().replace(' ', '_')}`, type]),
    );
  });

  it('computed by a formula that is wrong is shown where, and rewritten', async () => {
    const { ada } = await openAtMapping(house, [key, formulaRow('2', 'UPPER(Indutsry)', 'industry')]);
    await isMended(ada, {
      on: 'UPPER',
      error: /At character 7 of the formula: .*Industry/,
      async mend() {
        await ada.sees('UPPER( ▸ Indutsry)');
        await editsRow(ada, 'UPPER');
        await ada.types('UPPER(Industry)', { in: 'Formula' });
        await applies(ada);
      },
    });
  });

  it('of several values at once gets an attribute that takes a list', async () => {
    const { ada } = await openAtMapping(house, [key, rowFrom('2', 'Modules__c', 'status')]);
    await isMended(ada, {
      on: 'Modules__c',
      error: /has several values at once.*Map it to a list attribute/,
      async mend() {
        await editsRow(ada, 'Modules__c');
        await ada.clicks('Add new attribute');
        await ada.types('Modules', { in: 'New attribute' });
        await ada.chooses('List', { in: 'Type' });
        await applies(ada);
        await ada.sees('Modules (Modules__c) → modules new');
      },
    });
  });

  it('to people by their full names warns of it, and may be used all the same', async () => {
    const mapping = [
      rowFrom('1', 'AccountId', 'account_id'),
      rowFrom('2', 'TeamMemberRole', 'role'),
      rowFrom('3', 'User.Name', 'user_name'),
    ];
    const from = { object: 'AccountTeamMember', target: 'account_assignments' } as const;
    const { ada } = await openAtMapping(house, mapping, from);
    await ada.sees('People are found by their full name', { on: 'User.Name' });
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid.');
    await ada.sees('where two have the same one, the row is rejected. Map user_email if you can.');
  });

  it('valid has to be validated again after a change, whatever it is', async () => {
    const fax = rowFrom('3', 'Fax', 'fax', { type: 'text' });
    const { ada, stored } = await openAtMapping(house, [key, name, fax]);
    const validates = async (): Promise<void> => {
      await ada.clicks('Validate mapping');
      await ada.sees('The mapping is valid.');
    };
    const changes: readonly (() => Promise<void>)[] = [
      () => ada.clicks('Skip field', { on: 'Fax' }),
      () => ada.clicks('Undo skip', { on: 'Fax' }),
      async () => {
        await editsRow(ada, 'Fax');
        await ada.clicks('Choose an existing attribute');
        await choosesAttribute(ada, 'phone', 'Phone (phone)');
        await applies(ada);
      },
      () => ada.clicks('Remove', { on: 'Fax' }),
    ];
    for (const change of changes) {
      await validates();
      await change();
      await ada.doesNotSee('The mapping is valid.');
      expect((await stored()).draft.validated).to.equal(false);
    }
  });

  it('read by formats shows what values of records become, in the order of the formats', async () => {
    house.sandbox.org.insert('Account', [
      { Name: 'Ada', CloseDate__c: '31/12/2026' },
      { Name: 'Bob', CloseDate__c: '2026-03-01' },
      { Name: 'Cy', CloseDate__c: 'soon' },
    ]);
    const { ada } = await openAtMapping(house, [key, rowFrom('2', 'CloseDate__c', 'renewal_date')]);
    await editsRow(ada, 'CloseDate__c');
    await ada.sees('Give the format in which it is written');
    await ada.types('dd/MM/yyyy', { in: 'Source formats' });
    await ada.sees('31/12/2026 → 2026-12-31');
    await ada.sees(/2026-03-01 → ❌ .*not written as dd\/MM\/yyyy/);
    await ada.types('dd/MM/yyyy\nISO 8601', { in: 'Source formats' });
    await ada.sees('2026-03-01 → 2026-03-01');
    await ada.sees(/soon → ❌ .*in none of the formats/);
    await ada.types('dd/MM/yyyy\nQQ', { in: 'Source formats' });
    await ada.sees('The date format "QQ" cannot be read');
    await ada.doesNotSee('31/12/2026 → 2026-12-31');
  });

  it('without a row that was removed by mistake gets it back, in its place', async () => {
    const fax = rowFrom('3', 'Fax', 'fax', { type: 'text', note: 'for letters' });
    const phone = rowFrom('4', 'Phone', 'phone');
    const { ada, rows } = await openAtMapping(house, [key, name, fax, phone]);
    await ada.clicks('Remove', { on: 'Fax' });
    await ada.sees('Removed: Account Fax (Fax) → fax');
    expect(await rows()).to.deep.equal([key, name, phone]);
    await ada.closes();
    await ada.runs('/crosswalk new', '#crm-syncs');
    await ada.clicks('Resume');
    await ada.clicks('Undo remove');
    await ada.sees('note: for letters');
    await ada.doesNotSee('Removed:');
    expect(await rows()).to.deep.equal([key, name, fax, phone]);
    await ada.clicks('Remove', { on: 'Fax' });
    await ada.sees('Removed:');
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid.');
    await ada.clicks('Next');
    await ada.sees('· Preview');
    await ada.clicks('Back');
    await ada.sees('The mapping is valid.');
    await ada.doesNotSee('Removed:');
  });

  it('to a new attribute says how its name is stored, before it is', async () => {
    const { ada, rows } = await openAtMapping(house, [key, name]);
    await editsRow(ada, 'Account Name');
    await ada.clicks('Add new attribute');
    await ada.types('Legal name', { in: 'New attribute' });
    await ada.sees('Stored as legal_name');
    await ada.types('1st lead', { in: 'New attribute' });
    await ada.submits();
    await ada.sees('this one would be stored as st_lead', { on: 'New attribute' });
    await ada.types('first '.repeat(20), { in: 'New attribute' });
    await ada.submits();
    await ada.sees("The attribute's name has 119 characters; 100 are allowed. Shorten it.", {
      on: 'New attribute',
    });
    await ada.types('Lead 1', { in: 'New attribute' });
    await applies(ada);
    expect((await rows())[1]).to.include({ target: 'lead_1' });
  });

  it('computed by a formula shows its values while it is written, and where it is wrong', async () => {
    house.sandbox.org.insert('Account', [{ Name: 'Ada', Industry: 'Banking', NumberOfEmployees: 3 }]);
    const { ada } = await openAtMapping(house, [key]);
    await ada.clicks('Add mapping');
    await ada.chooses('Formula', { in: 'Where the value comes from' });
    await ada.types('UPPER(Industry)', { in: 'Formula' });
    await ada.sees('Banking → BANKING');
    await ada.types('UPPER(Indutsry)', { in: 'Formula' });
    await ada.sees('At character 7 of the formula: there is no field "Indutsry". Did you mean Industry?');
    await ada.sees('UPPER( ▸ Indutsry)');
    await ada.doesNotSee('BANKING');
    await ada.types('NumberOfEmployees * 2 & ', { in: 'Formula' });
    await ada.searches('account name', { in: 'Insert a field' });
    await ada.chooses('Account Name (Name)', { in: 'Insert a field' });
    await ada.sees('NumberOfEmployees * 2 & Name', { on: 'Formula' });
    await ada.sees('3, Ada → 6Ada');
  });

  it('edited while the CRM is away keeps what is entered, and says why there is no sample', async () => {
    const { ada, rows } = await openAtMapping(house, [key, name]);
    house.sandbox.disturb({ kind: 'daily limit', times: 20, match: { path: /query/ } });
    await editsRow(ada, 'Account Name');
    await ada.types('typed before', { in: 'Note' });
    await choosesAttribute(ada, 'industry', 'Industry (industry)');
    await ada.sees('There is no sample now');
    house.sandbox.calm();
    await applies(ada);
    await ada.sees('Account Name (Name) → industry note');
    expect((await rows())[1]).to.include({ target: 'industry', note: 'typed before' });
  });

  it('edited is skipped and taken back from its editor, unless it is a key', async () => {
    const { ada, rows } = await openAtMapping(house, [key, name]);
    await editsRow(ada, 'Account ID');
    await ada.sees('A key cannot be skipped');
    await ada.goesBack();
    await editsRow(ada, 'Account Name');
    await ada.clicks('Skip field');
    await ada.sees('This field is skipped.');
    expect((await rows())[1]).to.include({ skipped: true });
    await ada.clicks('Undo skip');
    await ada.sees('[Skip field]');
    await ada.goesBack();
    await ada.sees('Account Name (Name) → name');
    expect(await rows()).to.deep.equal([key, name]);
  });

  it('edited by buttons and letters at once loses neither', async () => {
    const { ada, rows } = await openAtMapping(house, [key]);
    await ada.clicks('Add mapping');
    await ada.chooses('Formula', { in: 'Where the value comes from' });
    await ada.sees('Search functions');
    const letters = Array.from('UPPER(Name)', (_, i) => 'UPPER(Name)'.slice(0, i + 1));
    const typing = async (): Promise<void> => {
      for (const text of letters) await ada.types(text, { in: 'Formula' });
    };
    await Promise.all([typing(), ada.clicks('Add new attribute')]);
    await ada.types('Loud name', { in: 'New attribute' });
    await ada.sees('UPPER(Name)', { on: 'Formula' });
    await applies(ada);
    expect((await rows())[1]).to.deep.include({
      source: { kind: 'formula', text: 'UPPER(Name)' },
      target: 'loud_name',
    });
  });

  it('kept from being shown by the CRM says why, and is shown when it is tried again', async () => {
    const { ada, rows } = await openAtMapping(house, [key, name]);
    await ada.closes();
    house.sandbox.disturb({ kind: 'daily limit', times: 20 });
    const connection = await house.store.connections.byName('Acme Salesforce');
    (await house.deps.sessions()).describeCacheOf(connection?.id ?? '').clear();
    await ada.runs('/crosswalk new', '#crm-syncs');
    await ada.clicks('Resume');
    await ada.sees(/limit/);
    house.sandbox.calm();
    await ada.clicks('Try again');
    await ada.sees('Account Name (Name) → name');
    expect(await rows()).to.deep.equal([key, name]);
  });

  it('long is turned page by page, and narrowed to what is wrong', async () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      rowFrom(String(i + 2), 'Name', `extra_${i}`, { type: 'text' }),
    );
    const { ada } = await openAtMapping(house, [key, ...many.with(33, rowFrom('99', 'Fax', ''))]);
    await ada.sees('Rows 1–15 of 41');
    await ada.clicks('More rows');
    await ada.sees('Rows 16–30 of 41');
    await ada.clicks('Previous rows');
    await ada.sees('Rows 1–15 of 41');
    await ada.clicks('Validate mapping');
    await ada.sees('Rows 31–41 of 41');
    await ada.sees('Choose the attribute that this row fills, or skip the row.', { on: 'Fax' });
    await ada.chooses('With problems', { in: 'Show rows' });
    await ada.sees('Rows 1 of 1');
    await ada.clicks('Skip field', { on: 'Fax' });
    await ada.sees('No row has a problem.');
    await ada.chooses('Skipped', { in: 'Show rows' });
    await ada.sees('skipped', { on: 'Fax' });
  });

  it('without a row that is being edited says so, and loses nothing else', async () => {
    const { ada, rows, change } = await openAtMapping(house, [key, name]);
    await editsRow(ada, 'Account Name');
    await change({ mapping: [{ change: 'remove', row: '2' }] });
    await ada.types('too late', { in: 'Note' });
    await ada.submits();
    await ada.sees('This row of the mapping is gone.');
    await ada.goesBack();
    await ada.sees('[Validate mapping]');
    expect(await rows()).to.deep.equal([key]);
  });

  it('clicked ten times gets one row, and keeps what is typed while others come', async () => {
    const { ada, rows } = await openAtMapping(house, [key, name]);
    await ada.clicks('Add mapping');
    await ada.chooses('Constant for all rows', { in: 'Where the value comes from' });
    await ada.types('crm', { in: 'Value for all rows' });
    await ada.clicks('Add new attribute');
    await ada.types('Origin', { in: 'New attribute' });
    await ada.types('for the auditors', { in: 'Note' });
    await ada.chooses('Number', { in: 'Type' });
    await ada.sees('Source formats');
    await ada.chooses('Text', { in: 'Type' });
    await ada.doesNotSee('Source formats');
    await Promise.allSettled(Array.from({ length: 10 }, () => ada.submits()));
    await ada.sees('"crm" → origin');
    expect((await rows()).slice(2)).to.deep.equal([
      {
        id: '3',
        source: { kind: 'constant', value: 'crm' },
        target: 'origin',
        type: 'text',
        note: 'for the auditors',
      },
    ]);
  });
});
