import { expect } from 'chai';
import type { OutboundJob } from '../../../src/domain/job.ts';
import { loaded } from '../../support/hub.ts';
import { from } from '../../support/mapping.ts';
import type { Person } from '../../support/person.ts';
import { applied } from '../support/drafted.ts';
import { describeOnBoth } from '../support/slack-house.ts';

describeOnBoth('A job that exports data', (house) => {
  let ada: Person;
  beforeEach(async () => {
    await applied(house());
    await loaded(
      house().hub,
      Array.from({ length: 12 }, (_, i) => ({
        crmId: `001${String(i).padStart(12, '0')}`,
        values: { name: `Company ${i}`, health: i < 4 ? 'red' : 'green', industry: "O'Banking" },
      })),
      { attributes: ['name', 'health', 'industry'] },
    );
    ada = await house().person('Ada');
  });
  // Who is quick submits an editor before it shows what they chose: it is closed by then, and no mistake.
  afterEach(() =>
    expect(
      house()
        .refusals()
        .filter((call) => !/"name":"views.update","outcome":"not_found"/.test(call)),
    ).to.deep.equal([]),
  );

  async function beginsExport(hubObject = 'Accounts'): Promise<void> {
    await ada.runs('/crosswalk new', '#crm-syncs');
    await ada.chooses('Export data', { in: 'Direction' });
    await ada.sees('Whose records are sent');
    await ada.chooses('Acme Salesforce', { in: 'Connection' });
    await ada.chooses(hubObject, { in: 'Hub object' });
    await ada.clicks('Next');
    await ada.sees('Step 2 of 7 · Filter and preview');
  }

  async function connects(): Promise<void> {
    await ada.clicks('Next');
    await ada.sees('· Destination');
    await ada.searches('acc', { in: 'Object' });
    await ada.chooses('Account', { in: 'Object' });
    await ada.clicks('Connect');
    await ada.sees('Connected to Account');
  }

  const stored = async (name: string): Promise<OutboundJob> => {
    const job = await house().store.jobs.byName(name);
    if (job?.direction !== 'outbound') throw new Error(`${name} is no job that exports data.`);
    return job;
  };

  it('is created from the hub object to the confirmation', async () => {
    await beginsExport();
    await ada.sees('12 records match, of which these are the first 10');
    await ada.sees('Company 0');
    await ada.clicks('More filters');
    await ada.searches('health', { in: 'Attribute' });
    await ada.chooses('Health (health)', { in: 'Attribute' });
    await ada.chooses('is one of', { in: 'Condition' });
    await ada.types('red, yellow', { in: 'Value' });
    await ada.submits();
    await ada.sees("health IN ('red', 'yellow')", { on: 'Query filter' });
    await ada.sees('4 records match');
    await ada.clicks('More filters');
    await ada.searches('industry', { in: 'Attribute' });
    await ada.chooses('Industry (industry)', { in: 'Attribute' });
    await ada.chooses('starts with', { in: 'Condition' });
    await ada.types("O'B", { in: 'Value' });
    await ada.submits();
    await ada.sees("health IN ('red', 'yellow') AND industry STARTS WITH 'O\\'B'", { on: 'Query filter' });
    await ada.types("health = 'green'", { in: 'Query filter' });
    await ada.clicks('Refresh preview');
    await ada.sees('8 records match');

    await connects();
    await ada.chooses('Legacy Id (LegacyId__c)', { in: 'Match records by' });
    await ada.clicks('Next');
    await ada.sees('· Map and format');
    await ada.sees('Account name (name) → Account Name (Name)');
    await ada.clicks('Add mapping');
    await ada.searches('account id', { in: 'Attribute' });
    await ada.chooses('Account ID (account_id)', { in: 'Attribute' });
    await ada.searches('legacy', { in: 'Field' });
    await ada.chooses('Legacy Id (LegacyId__c)', { in: 'Field' });
    await ada.types('our id in their words', { in: 'Note' });
    await ada.submits();
    await ada.sees('Account ID (account_id) → Legacy Id (LegacyId__c) key note');
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid.');
    await ada.clicks('Next');
    await ada.sees('as they will be sent, before → after');
    await ada.clicks('Next');
    await ada.sees('· Settings and schedule');
    await ada.sees('Accounts to Account in Acme Salesforce', { on: 'Name' });
    await ada.doesNotSee('Run a full sync');
    await ada.doesNotSee('matching conflicts');
    await ada.types('Health back', { in: 'Name' });
    await ada.chooses(['Allow new Account creation', 'Update existing Account'], {
      in: 'When records are sent',
    });
    await ada.chooses('Daily', { in: 'Run' });
    await ada.sees('Next runs on your clock');
    await ada.clicks('Next');
    await ada.sees('Export data: Acme Salesforce · Accounts → Account');
    await ada.clicks('Save');
    await ada.sees('Health back was created.');
    const job = await stored('Health back');
    expect(job).to.deep.include({
      source: { object: 'accounts', filter: "health = 'green'" },
      target: { object: 'Account', matchOn: 'LegacyId__c' },
      settings: { allowCreate: true, updateExisting: true, emptyValues: 'leave' },
    });
    expect(job.mapping.map(({ target }) => target)).to.include.members(['Name', 'LegacyId__c']);
  });

  it('says at the object that there is none to connect to, and goes on with one', async () => {
    await beginsExport();
    await ada.clicks('Next');
    await ada.sees('· Destination');
    await ada.clicks('Connect');
    await ada.sees('Choose the object first');
    await ada.searches('acc', { in: 'Object' });
    await ada.chooses('Account', { in: 'Object' });
    await ada.sees('Connected to Account');
    await ada.doesNotSee('Choose the object first');
  });

  it('says which value a picklist does not take, and goes on without the field', async () => {
    await loaded(house().hub, [{ crmId: '001000000000099', values: { name: 'Odd one', health: 'orange' } }], {
      attributes: ['name', 'health'],
      jobId: 'another',
    });
    await beginsExport();
    await ada.types("health = 'orange'", { in: 'Query filter' });
    await connects();
    await ada.clicks('Next');
    await ada.sees('· Map and format');
    // By itself it is not mapped: every record would be rejected.
    await ada.doesNotSee('Health (health) → Health (Health__c)');
    await ada.clicks('Add mapping');
    await ada.searches('health', { in: 'Attribute' });
    await ada.chooses('Health (health)', { in: 'Attribute' });
    await ada.searches('health', { in: 'Field' });
    await ada.chooses('Health (Health__c)', { in: 'Field' });
    await ada.submits();
    await ada.sees('Health (health) → Health (Health__c)');
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid.');
    await ada.sees('It does not fit every record');
    await ada.sees('The only record would be rejected. Health__c: the value of attribute health');
    await ada.doesNotSee('orange');
    await ada.clicks('Next');
    await ada.sees('All of them would be rejected');
    await ada.sees('the picklist takes: red, yellow, green. Here it is "orange".');
    await ada.sees('One record is rejected for Health__c');
    await ada.clicks('Skip field');
    await ada.doesNotSee('would be rejected');
    await ada.sees('Odd one');
    await ada.clicks('Back');
    await ada.sees('The mapping is valid.');
    await ada.doesNotSee('It does not fit every record');
    await ada.clicks('Next');
    await ada.sees('Odd one');
    await ada.clicks('Next');
    await ada.sees('· Settings and schedule');
  });

  it('is shown and valid where its records cannot be looked at, and says so', async () => {
    await beginsExport();
    await connects();
    await ada.clicks('Next');
    await ada.sees('· Map and format');
    // What the CRM describes is known by now.
    house().sandbox.disturb({ kind: 'daily limit', times: 20 });
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid.');
    await ada.sees('The records could not be held against it: ');
    await ada.sees('Account name (name) → Account Name (Name)');
    house().sandbox.calm();
    await ada.clicks('Validate mapping');
    await ada.doesNotSee('could not be held against it');
    await ada.sees('The mapping is valid.');
  });

  it('shows the row that some records do not fit, on whichever page it is', async () => {
    await loaded(house().hub, [{ crmId: '001000000000099', values: { name: 'Odd one', health: 'orange' } }], {
      attributes: ['name', 'health'],
      jobId: 'another',
    });
    await beginsExport();
    await connects();
    await ada.clicks('Next');
    await ada.sees('· Map and format');
    const by = {
      actor: house().playground.personId('Ada'),
      role: 'admin',
      door: 'slack',
      now: new Date(),
    } as const;
    const { draft } = await house().operations.startDraft(by, { purpose: 'create' });
    const texts = ['Name', 'Website', 'Phone', 'Fax', 'Description', 'AccountNumber', 'Site', 'TickerSymbol'];
    const places = ['Street', 'City', 'State', 'PostalCode', 'Country'];
    const targets = [...texts, ...places.flatMap((place) => [`Billing${place}`, `Shipping${place}`])];
    const rows = targets.map((target, index) => ({ id: `${index}`, ...from('name', target) }));
    await house().operations.changeDraft(by, {
      draft: draft.id,
      patch: {
        mapping: [{ change: 'replace', rows: [...rows, { id: 'last', ...from('health', 'Health__c') }] }],
      },
    });
    await ada.clicks('Validate mapping');
    await ada.sees('Rows 16–19 of 19');
    await ada.sees('1 of 13 records would be rejected. Health__c');
    await ada.doesNotSee('Account Name (Name)');
  });

  it('has its filter written from plain English', async () => {
    await beginsExport();
    await ada.sees('12 records match');
    await ada.types('health is red', { in: 'Describe it in plain English' });
    await ada.clicks('Write filter');
    await ada.sees("health = 'red'");
    await ada.clicks('Use this filter');
    await ada.sees('There was no filter before.');
    await ada.sees('4 records match');
    await ada.clicks('More filters');
    await ada.searches('industry', { in: 'Attribute' });
    await ada.chooses('Industry (industry)', { in: 'Attribute' });
    await ada.chooses('is not empty', { in: 'Condition' });
    await ada.doesNotSee('Value');
    await ada.submits();
    await ada.sees("health = 'red' AND industry != null", { on: 'Query filter' });
  });

  it('says of a condition what its attribute takes, however the value is typed', async () => {
    await beginsExport();
    await ada.clicks('More filters');
    await ada.searches('employees', { in: 'Attribute' });
    await ada.chooses('Employees (employees)', { in: 'Attribute' });
    for (const typed of ['many', "'many'", '1,500']) {
      await ada.types(typed, { in: 'Value' });
      await ada.submits();
      await ada.sees('employees is a number field: write a number, such as 1500.50.', { on: 'Value' });
    }
    await ada.searches('renew', { in: 'Attribute' });
    await ada.chooses('Renewal date (renewal_date)', { in: 'Attribute' });
    for (const typed of ['many', "'many'"]) {
      await ada.types(typed, { in: 'Value' });
      await ada.submits();
      await ada.sees('write a date such as 2026-03-01', { on: 'Value' });
    }
    await ada.types("'today'", { in: 'Value' });
    await ada.submits();
    await ada.sees('write today without quotes', { on: 'Value' });
    await ada.types('today', { in: 'Value' });
    await ada.submits();
    await ada.sees('renewal_date = today', { on: 'Query filter' });
  });

  it('has a formula written before its field is chosen, and sees then what it makes', async () => {
    await beginsExport();
    await connects();
    await ada.clicks('Next');
    await ada.sees('· Map and format');
    await ada.clicks('Add mapping');
    await ada.chooses('Formula', { in: 'Where the value comes from' });
    await ada.types('name in capital letters', { in: 'Describe it in plain English' });
    await ada.clicks('Write formula');
    await ada.sees('UPPER(name)');
    await ada.sees('Choose the field below, and see here what it makes of some records.');
    await ada.doesNotSee('❌');
    await ada.searches('description', { in: 'Field' });
    await ada.chooses('Account Description (Description)', { in: 'Field' });
    await ada.sees('COMPANY 0');
  });

  it('takes a condition that needs no value before the modal has taken that input away', async () => {
    await beginsExport();
    await ada.clicks('More filters');
    await ada.searches('industry', { in: 'Attribute' });
    await ada.chooses('Industry (industry)', { in: 'Attribute' });
    await ada.sees('Value');
    await ada.submits();
    await ada.sees('Write what it is compared with.', { on: 'Value' });
    house().playground.disturb({ kind: 'slow', of: ['views.update'], delayMs: 500 });
    await ada.chooses('is not empty', { in: 'Condition' });
    await ada.submits();
    await ada.sees('industry != null', { on: 'Query filter' });
  });

  it('says at its inputs what is wrong with filter and settings', async () => {
    await beginsExport();
    await ada.types("helth = 'red'", { in: 'Query filter' });
    await ada.clicks('Refresh preview');
    await ada.sees('⚠️ At character 1 of the filter');
    await ada.clicks('Next');
    await ada.sees('Did you mean health', { on: 'Query filter' });
    await ada.types('', { in: 'Query filter' });
    await connects();
    await ada.clicks('Next');
    await ada.sees('· Map and format');
    await ada.clicks('Add mapping');
    await ada.sees('Where the value comes from');
    await ada.submits();
    await ada.sees('Please complete this required field.', { on: 'Attribute' });
    await ada.goesBack();
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid.');
    await ada.clicks('Next');
    await ada.sees('· Preview');
    await ada.clicks('Next');
    await ada.sees('· Settings and schedule');
    await ada.chooses([], { in: 'When records are sent' });
    await ada.clicks('Next');
    await ada.sees('a job that does nothing', { on: 'When records are sent' });
    await ada.chooses(['Update existing Account'], { in: 'When records are sent' });
    await ada.clicks('Next');
    await ada.sees('· Save');
  });

  it('is edited and duplicated as others are, and goes the way it went', async () => {
    await beginsExport();
    await connects();
    await ada.clicks('Next');
    await ada.sees('· Map and format');
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid.');
    for (const step of ['Preview', 'Settings and schedule', 'Save']) {
      await ada.clicks('Next');
      await ada.sees(`· ${step}`);
    }
    await ada.clicks('Save');
    const name = 'Accounts to Account in Acme Salesforce';
    await ada.sees(`${name} was created.`);
    await ada.closes();
    await ada.runs(`/crosswalk duplicate ${name}`, '#crm-syncs');
    await ada.sees(`Copy of ${name} was created.`);
    await ada.closes();
    await ada.runs(`/crosswalk edit ${name}`, '#crm-syncs');
    await ada.sees('Export data');
    await ada.doesNotSee('Import data');
    await ada.clicks('Next');
    await ada.sees('· Filter and preview');
    await ada.types("health = 'red'", { in: 'Query filter' });
    await ada.clicks('Next');
    await ada.sees('· Destination');
    await ada.clicks('Next');
    await ada.sees('· Map and format');
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid.');
    for (const step of ['Preview', 'Settings and schedule', 'Save']) {
      await ada.clicks('Next');
      await ada.sees(`· ${step}`);
    }
    await ada.sees('What changes');
    await ada.clicks('Save');
    await ada.sees('was saved, as version 2.');
    expect((await stored(name)).source.filter).to.equal("health = 'red'");
  });

  it('turns back into one that imports, and nothing is asked twice', async () => {
    await beginsExport();
    await ada.clicks('Back');
    await ada.sees('· Source');
    await ada.chooses('Import data', { in: 'Direction' });
    await ada.sees('Object');
    await ada.doesNotSee('Whose records are sent');
    await ada.sees('Acme Salesforce', { on: 'Connection' });
    await ada.searches('contact', { in: 'Object' });
    await ada.chooses('Contact', { in: 'Object' });
    await ada.sees('Users', { on: 'Hub object' });
    await ada.clicks('Next');
    await ada.sees('Step 2 of 6 · Fields and filter');
  });
});
