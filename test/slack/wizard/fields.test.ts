import { expect } from 'chai';
import type { StoredDraft } from '../../../src/domain/stored-draft.ts';
import { defineWideObject } from '../../support/wide-object.ts';
import { describeOnBoth } from '../support/slack-house.ts';
import { applied, beginsWith } from './at-source.ts';

describeOnBoth('"Fields and filter"', (house) => {
  beforeEach(() => applied(house()));
  afterEach(() => expect(house().refusals()).to.deep.equal([]));

  /** Of Ada, the only one. */
  const stored = async (): Promise<StoredDraft | undefined> => {
    const { playground, operations } = house();
    const actor = playground.people.find(({ name }) => name.startsWith('Ada'))?.id ?? '';
    const context = { actor, role: 'admin', door: 'slack', now: new Date() } as const;
    return (await operations.startDraft(context, { purpose: 'create' })).draft;
  };
  const mapped = async (): Promise<string[]> =>
    (await stored())?.draft.mapping.map(({ source }) =>
      source.kind === 'field' ? source.path : source.kind,
    ) ?? [];

  it('has the usual fields chosen, finds others by label, API name and dots, and keeps what is chosen', async () => {
    const ada = await house().person('Ada');
    await beginsWith(ada, 'Account');
    await ada.sees('Account Name (Name)', { on: 'Fields' });
    await ada.sees('Owner · Full Name (Owner.Name)', { on: 'Fields' });
    const usual = (await stored())?.draft.mapping.length ?? 0;
    await ada.searches('owner.manager.ema', { in: 'Fields' });
    expect((await ada.options({ in: 'Fields' }))[0]).to.equal(
      'Owner · Manager · Email (Owner.Manager.Email)',
    );
    await ada.chooses(['Owner · Manager · Email (Owner.Manager.Email)'], { in: 'Fields' });
    await ada.clicks('Next');
    await ada.sees('Step 3');
    await ada.clicks('Back');
    await ada.sees('Fields and filter');
    await ada.sees('Owner · Manager · Email (Owner.Manager.Email)', { on: 'Fields' });
    expect(usual).to.be.greaterThan(5);
  });

  it('takes API names that are typed, checks them, and maps one that stands twice twice', async () => {
    const ada = await house().person('Ada');
    await beginsWith(ada, 'Account');
    await ada.types('AnnualRevenu, Owner.Nmae', { in: 'More fields by API name' });
    await ada.clicks('Next');
    await ada.sees('Account has no field "AnnualRevenu"', { on: 'More fields by API name' });
    await ada.sees('AnnualRevenue', { on: 'More fields by API name' });
    await ada.sees('Owner.Name', { on: 'More fields by API name' });
    await ada.types('AnnualRevenue, Parent.Owner.Email; Fax\nfax', { in: 'More fields by API name' });
    await ada.clicks('Add fields');
    await ada.sees('Parent Account · Owner · Email (Parent.Owner.Email)', { on: 'Fields' });
    await ada.doesNotSee('Parent.Owner.Email;');
    expect(await mapped()).to.include.members(['AnnualRevenue', 'Parent.Owner.Email']);
    expect((await mapped()).filter((path) => path === 'Fax')).to.have.length(2);
    await ada.types('Nmae', { in: 'More fields by API name' });
    await ada.clicks('Add fields');
    await ada.sees('Did you mean Name');
  });

  it('says at the filter what is wrong with it, where, and what is near', async () => {
    const ada = await house().person('Ada');
    await beginsWith(ada, 'Account');
    await ada.types(`Industri = 'Banking'`, { in: 'Query filter' });
    await ada.clicks('Next');
    await ada.sees('At character 1 of the filter', { on: 'Query filter' });
    await ada.sees('Did you mean Industry', { on: 'Query filter' });
    await ada.types(`Industry = = 'Banking'`, { in: 'Query filter' });
    await ada.clicks('Load preview');
    await ada.sees('⚠️ At character 12 of the filter');
    await ada.sees(`Industry = = 'Banking'`, { on: 'Query filter' });
    await ada.types(`WHERE Industry = "banking"`, { in: 'Query filter' });
    await ada.clicks('Next');
    await ada.sees('Step 3');
    expect((await stored())?.draft.source.filter).to.equal(`WHERE Industry = "banking"`);
  });

  it('says of a filter that matches nothing which value its picklist does not list', async () => {
    const ada = await house().person('Ada');
    await beginsWith(ada, 'Account');
    await ada.types(`Industry = 'Bankng'`, { in: 'Query filter' });
    await ada.clicks('Load preview');
    await ada.sees('0 records match');
    await ada.sees('⚠️ At character 12 of the filter: Industry does not list "Bankng" among its values');
    await ada.sees(`Did you mean 'Banking'?`);
    await ada.types(`Industry = 'Banking'`, { in: 'Query filter' });
    await ada.clicks('Load preview');
    await ada.doesNotSee('does not list');
  });

  it('shows the first ten records and how many there are, a page of fields at a time', async () => {
    const { sandbox, person } = house();
    const awkward = [
      'Söhne & "Co" <x>',
      '*bold* `code` ~',
      'two\nlines\u0007',
      '\u202edrawkcab',
      '<!channel>',
    ];
    sandbox.org.insert(
      'Account',
      Array.from({ length: 12 }, (_, i) => ({
        Name: awkward[i] ?? `Company ${i}`,
        Industry: i < 11 ? 'Banking' : 'Energy',
        Description: i === 0 ? 'long '.repeat(2_000) : null,
      })),
    );
    const ada = await person('Ada');
    await beginsWith(ada, 'Account');
    await ada.types('Description', { in: 'More fields by API name' });
    await ada.types(`Industry = 'Banking'`, { in: 'Query filter' });
    await ada.clicks('Load preview');
    await ada.sees('11 records match, of which these are the first 10');
    await ada.sees('Söhne & "Co" <x>');
    await ada.sees('two ⏎ lines␇');
    await ada.sees('�drawkcab');
    await ada.sees('<!channel>');
    await ada.sees(/Fields 1–10 of \d+/);
    await ada.clicks('Next fields');
    await ada.sees(/Fields 11–\d+ of \d+/);
    await ada.clicks('Previous fields');
    await ada.sees(/Fields 1–10 of \d+/);
    await ada.sees('Account Description (Description)', { on: 'Fields' });
    await ada.types(`Industry = 'Energy'`, { in: 'Query filter' });
    await ada.clicks('Load preview');
    await ada.sees('1 record matches');
    await ada.types(`Industry = 'Retail'`, { in: 'Query filter' });
    await ada.clicks('Load preview');
    await ada.sees('0 records match');
  });

  it('keeps the inputs where the CRM cannot answer, and tries again', async () => {
    const { sandbox, person } = house();
    const ada = await person('Ada');
    await beginsWith(ada, 'Account');
    await ada.types(`Industry = 'Banking'`, { in: 'Query filter' });
    sandbox.disturb({ kind: 'daily limit', times: 2, match: { path: /\/query/ } });
    await ada.clicks('Load preview');
    await ada.sees(/⚠️ .*limit/i);
    sandbox.calm();
    await ada.sees(`Industry = 'Banking'`, { on: 'Query filter' });
    await ada.clicks('Load preview');
    await ada.sees('0 records match');
  });

  it('keeps what was chosen and typed when it is closed', async () => {
    const ada = await house().person('Ada');
    await beginsWith(ada, 'Account');
    await ada.searches('AnnualRevenue', { in: 'Fields' });
    await ada.chooses(['Annual Revenue (AnnualRevenue)'], { in: 'Fields' });
    await ada.types('Owner.Manager.Name', { in: 'More fields by API name' });
    await ada.types(`Industry = 'Bank`, { in: 'Query filter' });
    await ada.closes();
    await ada.runs('/crosswalk new', '#crm-syncs');
    await ada.clicks('Resume');
    await ada.sees('Fields and filter');
    await ada.sees('Annual Revenue (AnnualRevenue)', { on: 'Fields' });
    await ada.sees('Owner.Manager.Name', { on: 'More fields by API name' });
    await ada.sees(`Industry = 'Bank`, { on: 'Query filter' });
  });

  it('stays usable with more fields than a select takes, and loses none', async () => {
    const { sandbox, person } = house();
    defineWideObject(sandbox.org, { name: 'Wide__c', fields: 300, records: 3, picklistValues: 10 });
    const ada = await person('Ada');
    await beginsWith(ada, 'Wide__c', 'Wide (Wide__c)');
    const usual = (await mapped()).length;
    const paths = sandbox.org.schema
      .object('Wide__c')
      .fields.filter(({ name }) => name.startsWith('Field_'))
      .map(({ name }) => name);
    for (const some of [paths.slice(0, 60), paths.slice(60, 120), paths.slice(120, 180)]) {
      await ada.types(some.join('\n'), { in: 'More fields by API name' });
      await ada.clicks('Add fields');
      await ada.doesNotSee(some.slice(0, 2).join('\n'));
    }
    await ada.sees(/1\d\d fields are chosen. Here stand 100 of them/);
    const all = await mapped();
    expect(all.length).to.be.greaterThan(usual + 100);
    expect(all).to.include.members(paths.slice(0, 180));
    await ada.clicks('Load preview');
    await ada.sees('3 records match');
    await ada.clicks('Next');
    await ada.sees('Step 3');
    expect(await mapped()).to.have.members(all);
  });

  it('takes a field away again, and its row with it', async () => {
    const ada = await house().person('Ada');
    await beginsWith(ada, 'Account');
    await ada.chooses(['Account ID (Id)'], { in: 'Fields' });
    await ada.clicks('Load preview');
    await ada.sees('0 records match');
    expect(await mapped()).to.deep.equal(['Id']);
    await ada.sees('Account ID (Id)', { on: 'Fields' });
    await ada.doesNotSee('Industry', { on: 'Fields' });
  });

  it('does one thing for ten impatient clicks, and goes on after the session ended', async () => {
    const { sandbox, person } = house();
    sandbox.org.insert('Account', [{ Name: 'Acme' }]);
    const ada = await person('Ada');
    await beginsWith(ada, 'Account');
    await ada.types('Owner.Manager.Name', { in: 'More fields by API name' });
    sandbox.expireSessions();
    await Promise.allSettled(Array.from({ length: 10 }, () => ada.clicks('Load preview')));
    await ada.sees('1 record matches');
    expect((await mapped()).filter((path) => path === 'Owner.Manager.Name')).to.have.length(1);
    await ada.clicks('Next');
    await ada.sees('Step 3');
  });

  it('finds a field of eight hundred while it is typed, whatever their picklists hold', async () => {
    const { sandbox, person } = house();
    defineWideObject(sandbox.org, { name: 'Wide__c', fields: 800, records: 1, picklistValues: 1_000 });
    const ada = await person('Ada');
    await beginsWith(ada, 'Wide__c', 'Wide (Wide__c)');
    await ada.searches('', { in: 'Fields' });
    expect(await ada.options({ in: 'Fields' })).to.have.length(100);
    await ada.searches('field 777', { in: 'Fields' });
    expect((await ada.options({ in: 'Fields' }))[0]).to.match(/Field_777_/);
  });

  it('keeps all that is entered while a slow CRM is waited for', async () => {
    const { sandbox, person } = house();
    sandbox.org.insert('Account', [{ Name: 'Acme' }]);
    const ada = await person('Ada');
    await beginsWith(ada, 'Account');
    await ada.types('Fax', { in: 'More fields by API name' });
    await ada.types(`Name = 'Acme'`, { in: 'Query filter' });
    sandbox.disturb({ kind: 'slow', times: 2, delayMs: 1_200, match: { path: /\/query/ } });
    await ada.clicks('Load preview');
    await ada.sees('Loading the preview…');
    await ada.sees('Query filter');
    await ada.sees('1 record matches');
    await ada.sees(`Name = 'Acme'`, { on: 'Query filter' });
    await ada.sees('Account Fax (Fax)', { on: 'Fields' });
    await ada.clicks('Next');
    await ada.sees('Step 3');
    expect(await mapped()).to.include.members(['Id', 'Fax']);
  });
});
