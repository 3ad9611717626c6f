import { expect } from 'chai';
import { packSent } from '../../../../src/domain/sent-records.ts';
import type { JobPatch, OutboundPatch } from '../../../../src/domain/draft-patch.ts';
import { zeroCounts } from '../../../../src/domain/run.ts';
import type { SalesforceSandbox } from '../../../../src/sandbox/salesforce/index.ts';
import type { StoredDraft } from '../../../../src/domain/stored-draft.ts';
import { aRow, loadedAccounts } from '../../../support/outbound-records.ts';
import { loaded } from '../../../support/hub.ts';
import { from, formula } from '../../../support/mapping.ts';
import { describeOnBothDatabases } from '../../../support/postgres.ts';
import { admin, anOutboundFile, operationsForEach, operator } from '../../../support/operations.ts';
import type { OperationsBench } from '../../../support/operations.ts';
import { rejection } from '../../../support/rejection.ts';

const rowsOf = ({ draft }: StoredDraft): string[] =>
  draft.mapping.map(
    ({ source, target }) => `${source.kind === 'field' ? source.path : source.kind} → ${target}`,
  );

const outbound = (patch: Omit<OutboundPatch, 'direction'>): OutboundPatch => ({
  direction: 'outbound',
  ...patch,
});

describeOnBothDatabases('a draft of an export', (fresh) => {
  let bench: OperationsBench;
  let connectionId: string;
  let sandbox: SalesforceSandbox;
  operationsForEach(async (opened, salesforce) => {
    bench = opened;
    sandbox = salesforce;
    await bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text: anOutboundFile });
    connectionId = (await bench.store.connections.list())[0]?.id ?? '';
  }, fresh);

  const change = async ({ id }: StoredDraft, patch: JobPatch) =>
    await bench.operations.changeDraft(admin, { draft: id, patch });
  const begun = async (object: 'accounts' | 'users' = 'accounts'): Promise<StoredDraft> => {
    const { draft } = await bench.operations.startDraft(admin, { purpose: 'create', startOver: true });
    return await change(draft, outbound({ source: { object } }));
  };
  const choose = async ({ id }: StoredDraft, object: string, given: object = {}) =>
    await bench.operations.chooseDestination(admin, { draft: id, connectionId, object, ...given });

  it('shows the first hub records that pass the filter, all of their attributes, and how many there are', async () => {
    await loadedAccounts(bench.hub, 12);
    const draft = await change(await begun(), outbound({ source: { filter: "health = 'RED'" } }));
    const preview = await bench.operations.previewHubRecords(admin, { draft: draft.id, timezone: 'UTC' });
    expect(preview.count).to.equal(6);
    expect(preview.columns[0]).to.deep.equal({ path: 'account_id', label: 'Account ID', type: 'string' });
    const health = preview.columns.findIndex(({ path }) => path === 'health');
    expect(preview.rows.map((row) => row[health])).to.deep.equal(Array.from({ length: 6 }, () => 'red'));
    const all = await change(draft, { source: { filter: '' } });
    const { rows, count } = await bench.operations.previewHubRecords(admin, {
      draft: all.id,
      timezone: 'UTC',
    });
    expect([rows.length, count]).to.deep.equal([10, 12]);
  });

  it('counts days of its filter in the zone of whoever looks', async () => {
    await loadedAccounts(bench.hub, 1, { renewal_date: '2026-03-02T02:00:00.000Z' });
    const { id } = await change(await begun(), outbound({ source: { filter: 'renewal_date = 2026-03-01' } }));
    const countIn = async (timezone: string) =>
      (await bench.operations.previewHubRecords(admin, { draft: id, timezone })).count;
    expect(await countIn('UTC')).to.equal(0);
    expect(await countIn('America/New_York')).to.equal(1);
  });

  it('tells what is wrong with the filter, and where', async () => {
    const { id } = await change(await begun(), outbound({ source: { filter: "helth = 'red'" } }));
    const error = await rejection(bench.operations.previewHubRecords(admin, { draft: id, timezone: 'UTC' }));
    expect(error).to.include({ code: 'unknown_field', position: 0 });
    const problems = await bench.operations.draftProblems(admin, { draft: id });
    expect(problems.find(({ path }) => path[1] === 'filter')).to.include({ code: 'unknown_field' });
  });

  it('offers destinations, the usual one first', async () => {
    const { id } = await begun('users');
    const names = async (typed: string) =>
      (await bench.operations.listDestinations(admin, { draft: id, connectionId, typed })).map(
        ({ name }) => name,
      );
    expect((await names(''))[0]).to.equal('Contact');
    expect((await names('acc'))[0]).to.equal('Account');
  });

  it('is connected with the template of the pair, by the CRM’s own letter case', async () => {
    const stored = await choose(await begun('users'), 'contact');
    expect(stored.draft.connectionId).to.equal(connectionId);
    expect(stored.draft.target).to.deep.equal({ object: 'Contact', matchOn: 'Id', parent: 'AccountId' });
    expect(rowsOf(stored)).to.include.members(['last_name → LastName', 'email → Email']);
    expect(stored.draft.mapping.every(({ auto }) => auto !== undefined)).to.equal(true);
    const { draft } = await bench.operations.validateDraft(admin, { draft: stored.id });
    expect(draft.draft.validated).to.equal(true);
  });

  it('fills a picklist by itself only where it takes what the hub has', async () => {
    await loadedAccounts(bench.hub, 3);
    expect(rowsOf(await choose(await begun(), 'Account'))).to.include('health → Health__c');
    await loadedAccounts(bench.hub, 1, { health: 'orange' }, 'odd');
    expect(rowsOf(await choose(await begun(), 'Account'))).not.to.include('health → Health__c');
    const red = await change(await begun(), outbound({ source: { filter: "health = 'red'" } }));
    expect(rowsOf(await choose(red, 'Account'))).to.include('health → Health__c');
    const wrong = await change(await begun(), outbound({ source: { filter: "helth = 'red'" } }));
    expect(rowsOf(await choose(wrong, 'Account'))).to.include('name → Name');
  });

  it('keeps what somebody decided on, and takes another field to match on or no parent', async () => {
    const first = await choose(await begun('users'), 'Contact');
    const [row] = first.draft.mapping;
    await change(first, { mapping: [{ change: 'edit', row: row?.id ?? '', to: { target: 'Description' } }] });
    const again = await choose(first, 'Contact', { matchOn: 'Email', parent: null });
    expect(again.draft.target).to.deep.equal({ object: 'Contact', matchOn: 'Email' });
    expect(rowsOf(again)).to.include('first_name → Description');
    const reloaded = await bench.operations.loadTemplate(admin, { draft: first.id });
    expect(rowsOf(reloaded)).to.include('first_name → FirstName').and.not.include('first_name → Description');
  });

  it('begins the mapping anew with another object', async () => {
    const contact = await choose(await begun('users'), 'Contact');
    const account = await choose(contact, 'Account');
    expect(account.draft.target).to.deep.equal({ object: 'Account', matchOn: 'Id' });
    expect(rowsOf(account)).to.include('name → Name').and.not.include('last_name → LastName');
  });

  it('is refused where the CRM has no such object, with the nearest names', async () => {
    const error = await rejection(choose(await begun(), 'Acount'));
    expect(error.message).to.include('Account');
  });

  it('names what records are found by, and what leads to their account', async () => {
    const { id } = await choose(await begun('users'), 'Contact');
    const { matchOn, parents } = await bench.operations.destinationFields(admin, { draft: id });
    expect(matchOn.slice(0, 2)).to.deep.equal([
      { name: 'Id', label: 'Contact ID', canCreate: false, isId: true },
      { name: 'Email', label: 'Email', canCreate: true, isId: false },
    ]);
    expect(parents[0]).to.deep.equal({ name: 'AccountId', label: 'Account ID', object: 'Account' });
  });

  it('finds the fields that can be filled, those first that a new record needs', async () => {
    const { id } = await choose(await begun('users'), 'Contact');
    const search = async (typed: string) =>
      await bench.operations.searchTargetFields(admin, { draft: id, typed, limit: 100 });
    expect((await search(''))[0]).to.include({ path: 'LastName', isRequired: true, only: null });
    expect((await search('phone')).map(({ path }) => path)).to.include('MobilePhone');
    expect((await search('created')).map(({ path }) => path)).not.to.include('CreatedDate');
    const targets = await bench.operations.mappedTargets(admin, { draft: id });
    expect(targets.find(({ path }) => path === 'LastName')).to.include({ label: 'Last Name' });
  });

  it('shows what a row makes of records that have its attribute', async () => {
    await loadedAccounts(bench.hub, 3);
    await loadedAccounts(bench.hub, 1, { health: null }, 'none');
    const { id } = await choose(await begun(), 'Account');
    const sample = async (entry: ReturnType<typeof from>) =>
      await bench.operations.sampleOutboundEntry(admin, { draft: id, entry });
    expect((await sample(from('health', 'Health__c'))).samples).to.deep.equal([
      { before: 'red', after: 'red', reason: null },
      { before: 'green', after: 'green', reason: null },
    ]);
    const rejected = await sample(from('name', 'Health__c'));
    expect(rejected.samples[0]).to.include({ after: null });
    expect(rejected.samples[0]?.reason).to.include('none of the values that the picklist takes');
    const { samples, problems } = await sample(formula('UPPER(helth)', 'Name'));
    expect(samples).to.deep.equal([]);
    expect(problems[0]).to.include({ code: 'unknown_field', position: 6 });
  });

  it('shows what a run would send, with the parent, and why records would be rejected', async () => {
    await loadedAccounts(bench.hub, 2);
    const stored = await choose(await begun(), 'Account', { parent: 'ParentId' });
    const rows = [aRow('1', from('name', 'Name')), aRow('2', from('health', 'Health__c'))];
    await change(stored, { mapping: [{ change: 'replace', rows }] });
    const preview = await bench.operations.previewOutbound(admin, { draft: stored.id });
    expect(preview.attributes.map(({ name, label }) => [name, label])).to.deep.equal([
      ['Name', 'Account Name'],
      ['Health__c', 'Health'],
      ['ParentId', 'Parent Account ID'],
    ]);
    expect(preview.records[0]).to.deep.equal({
      before: [null, null, null],
      after: ['Account 0', 'red', null],
      reason: null,
      isNew: true,
    });
    await loadedAccounts(bench.hub, 1, { health: 'orange' }, 'odd');
    const odd = (await bench.operations.previewOutbound(admin, { draft: stored.id })).records.at(-1);
    expect(odd).to.deep.equal({
      before: ['Account 0', 'orange', null],
      after: null,
      reason:
        'Health__c: the value of attribute health is none of the values that the picklist takes: red, yellow, green. ' +
        'Here it is "orange".',
      rejectedBy: ['2'],
    });
    await loadedAccounts(bench.hub, 1, { parent_account_id: 'nobody' }, 'child');
    const { records } = await bench.operations.previewOutbound(admin, { draft: stored.id });
    expect(records.at(-1)).to.deep.include({ before: ['Account 0', 'red', 'nobody'], after: null });
    expect(records.at(-1)?.reason).to.include('record of the account is not known');
    expect(records.at(-1)).not.to.have.property('rejectedBy');
    await loadedAccounts(bench.hub, 1, { health: 'orange', parent_account_id: 'nobody' }, 'both');
    const both = (await bench.operations.previewOutbound(admin, { draft: stored.id })).records.at(-1);
    expect(both?.reason).to.include('Here it is "orange".').and.include('record of the account is not known');
    expect(both?.rejectedBy).to.deep.equal(['2']);
  });

  it('is held against the first records that it would send', async () => {
    await loadedAccounts(bench.hub, 198);
    await loadedAccounts(bench.hub, 1, { health: 'orange', parent_account_id: 'nobody' }, 'both');
    const stored = await choose(await begun(), 'Account', { parent: 'ParentId' });
    const rows = [
      { ...aRow('1', from('health', 'Name')), skipped: true },
      aRow('2', from('name', 'Name')),
      aRow('3', from('health', 'Health__c')),
    ];
    await change(stored, { mapping: [{ change: 'replace', rows }] });
    const misfits = async () => await bench.operations.misfits(admin, { draft: stored.id });
    const ofHealth = 'Health__c: the value of attribute health is none of the values that the picklist takes';
    const [picklist, parent, ...others] = await misfits();
    expect(others).to.deep.equal([]);
    expect(picklist).to.deep.include({ path: ['mapping', 2, 'source'], severity: 'warning' });
    expect(picklist?.message).to.equal(
      `1 of 199 records would be rejected. ${ofHealth}: red, yellow, green.`,
    );
    expect(parent).to.deep.include({ path: ['target', 'parent'], severity: 'warning' });
    expect(parent?.message).to.include('record of the account is not known');
    await loadedAccounts(bench.hub, 1, { health: 'orange' }, 'the 200th');
    expect((await misfits())[0]?.message).to.match(/^2 of 200 records /);
    await loadedAccounts(bench.hub, 1, { health: 'orange' }, 'one more');
    expect((await misfits())[0]?.message).to.match(/^2 of the first 200 records /);
    await change(stored, { source: { filter: "health = 'red'" } });
    expect(await misfits()).to.deep.equal([]);
  });

  it('is not held against records where it, or its filter, is wrong', async () => {
    await loadedAccounts(bench.hub, 1, { health: 'orange' });
    const stored = await choose(await begun(), 'Account');
    const health = aRow('1', from('health', 'Health__c'));
    await change(stored, {
      mapping: [{ change: 'replace', rows: [health, aRow('2', from('name', 'Nmae'))] }],
    });
    const misfits = async () => await bench.operations.misfits(admin, { draft: stored.id });
    expect(await misfits()).to.deep.equal([]);
    await change(stored, { mapping: [{ change: 'replace', rows: [health] }] });
    expect(await misfits()).to.have.length(1);
    await change(stored, { source: { filter: "helth = 'red'" } });
    expect(await misfits()).to.deep.equal([]);
  });

  it('shows what the CRM has now before what would be sent, found by the id or the key', async () => {
    const [byId = ''] = sandbox.org.insert('Account', [
      { Name: 'By id', Health__c: 'green' },
      { Name: 'By key', Health__c: 'yellow', LegacyId__c: 'KEY 1' },
    ]);
    const stored = await choose(await begun(), 'Account', { matchOn: 'LegacyId__c' });
    const rows = [
      aRow('1', from('name', 'Name')),
      aRow('2', from('health', 'Health__c')),
      aRow('3', formula("IF(name = 'Account 0', 'Key 1', account_id)", 'LegacyId__c')),
    ];
    await change(stored, { mapping: [{ change: 'replace', rows }] });
    await loadedAccounts(bench.hub, 2);
    const shown = await bench.operations.previewOutbound(admin, { draft: stored.id });
    expect(shown.records.map(({ before, isNew }) => [before, isNew])).to.deep.equal([
      [['By key', 'yellow', 'KEY 1'], false],
      [[null, null, null], true],
    ]);
    const other = await choose(await begun(), 'Account');
    await change(other, {
      mapping: [{ change: 'replace', rows: [aRow('1', from('health', 'Health__c'))] }],
    });
    await loaded(bench.hub, [{ crmId: 'x', keys: [byId], values: { health: 'red' } }], {
      connectionId: 'another',
      attributes: ['health'],
    });
    const { records } = await bench.operations.previewOutbound(admin, { draft: other.id });
    expect(records.map(({ before, after, isNew }) => [before, after, isNew])).to.deep.include([
      ['green'],
      ['red'],
      false,
    ]);
  });

  it('shows as it is what an attribute without a value leaves, and as empty what it clears', async () => {
    const [id = ''] = sandbox.org.insert('Account', [{ Name: 'Kept', Phone: '+49 1', Health__c: 'green' }]);
    const stored = await choose(await begun(), 'Account');
    const rows = [aRow('1', from('health', 'Health__c')), aRow('2', from('phone', 'Phone'))];
    await change(stored, { mapping: [{ change: 'replace', rows }] });
    await loaded(bench.hub, [{ crmId: 'x', keys: [id], values: { health: 'red' } }], {
      connectionId: 'another',
      attributes: ['health'],
    });
    const preview = async () =>
      (await bench.operations.previewOutbound(admin, { draft: stored.id })).records.map(
        ({ before, after }) => [before, after],
      );
    expect(await preview()).to.deep.equal([
      [
        ['green', '+49 1'],
        ['red', '+49 1'],
      ],
    ]);
    await change(stored, outbound({ settings: { emptyValues: 'clear' } }));
    expect(await preview()).to.deep.equal([
      [
        ['green', '+49 1'],
        ['red', null],
      ],
    ]);
  });

  it('names no value where a formula is refused: what it was made of is not it', async () => {
    await loadedAccounts(bench.hub, 1);
    const stored = await choose(await begun(), 'Account');
    const rows = [aRow('1', from('name', 'Name')), aRow('2', formula('CONCAT(health, "!")', 'Health__c'))];
    await change(stored, { mapping: [{ change: 'replace', rows }] });
    const [record] = (await bench.operations.previewOutbound(admin, { draft: stored.id })).records;
    expect(record?.before).to.deep.equal(['Account 0', null]);
    expect(record?.reason)
      .to.include('Health__c: the value of the formula is none of the values')
      .and.not.include('Here it is');
    expect(record?.rejectedBy).to.deep.equal(['2']);
  });

  it('shows no preview of a mapping that is wrong', async () => {
    const stored = await choose(await begun(), 'Account');
    await change(stored, { mapping: [{ change: 'replace', rows: [aRow('1', from('name', 'Nmae'))] }] });
    expect(await rejection(bench.operations.previewOutbound(admin, { draft: stored.id }))).to.include({
      code: 'mapping_invalid',
    });
  });

  it('is validated, saved, edited, and restored like any other', async () => {
    const stored = await choose(await begun(), 'Account');
    await change(stored, outbound({ name: 'Names', settings: { updateExisting: true, allowCreate: false } }));
    await bench.operations.validateDraft(admin, { draft: stored.id });
    const saved = await bench.operations.saveDraft(admin, { draft: stored.id, startNow: false });
    expect(saved).to.include({ kind: 'saved', isNew: true });
    const { draft: edit, isResumed } = await bench.operations.startDraft(admin, {
      purpose: 'edit',
      job: 'Names',
    });
    expect(isResumed).to.equal(false);
    await change(edit, outbound({ settings: { emptyValues: 'clear' } }));
    const changes = await bench.operations.draftChanges(admin, { draft: edit.id });
    expect(changes).to.deep.equal({
      kind: 'changed',
      differences: [
        { part: 'Attributes without a value', before: 'Leave the field as it is', after: 'Clear the field' },
      ],
    });
    expect((await bench.operations.saveDraft(admin, { draft: edit.id, startNow: false })).kind).to.equal(
      'saved',
    );
    const restored = await bench.operations.restoreVersion(admin, { job: 'Names', version: 1 });
    expect(restored.kind).to.equal('restored');
    const job = await bench.store.jobs.byName('Names');
    expect(job?.settings).to.include({ emptyValues: 'leave' });
    expect(await bench.operations.duplicateJob(admin, { job: 'Names' })).to.include({
      direction: 'outbound',
    });
  });

  it('is not saved as a job that does nothing, or that could make records twice', async () => {
    const stored = await choose(await begun(), 'Account');
    await change(
      stored,
      outbound({ name: 'Names', settings: { updateExisting: false, allowCreate: false } }),
    );
    await bench.operations.validateDraft(admin, { draft: stored.id });
    const codesOf = async () => {
      const saved = await bench.operations.saveDraft(admin, { draft: stored.id, startNow: false });
      return saved.kind === 'invalid' ? saved.problems.map(({ code }) => code) : saved.kind;
    };
    expect(await codesOf()).to.deep.equal(['does_nothing']);
    await change(stored, outbound({ settings: { allowCreate: true } }));
    expect(await codesOf()).to.deep.equal(['cannot_create_by_id']);
    // The settings tell it, behind these two: who is on the way there is not kept from seeing them.
    await loadedAccounts(bench.hub, 1, { name: 'x'.repeat(300) });
    expect((await bench.operations.misfits(admin, { draft: stored.id }))[0]?.message).to.include('Name: ');
    expect((await bench.operations.previewOutbound(admin, { draft: stored.id })).records).to.have.length(1);
  });

  it('asks for what comes first', async () => {
    const { draft } = await bench.operations.startDraft(admin, { purpose: 'create', startOver: true });
    const { id } = await change(draft, { direction: 'outbound' });
    const input = { draft: id, timezone: 'UTC' };
    expect(await rejection(bench.operations.previewHubRecords(admin, input))).to.include({
      code: 'source_missing',
    });
    expect(await rejection(bench.operations.destinationFields(admin, input))).to.include({
      code: 'target_missing',
    });
    const inbound = await change(draft, { direction: 'inbound' });
    const error = await rejection(bench.operations.previewHubRecords(admin, { ...input, draft: inbound.id }));
    expect(error).to.include({ code: 'inbound_draft' });
  });

  it('becomes one of an import by its source', async () => {
    const { id } = await choose(await begun(), 'Account');
    const stored = await bench.operations.chooseSource(admin, { draft: id, connectionId, object: 'Account' });
    expect(stored.draft).to.deep.include({ direction: 'inbound', target: { object: 'accounts' } });
    expect(rowsOf(stored)[0]).to.equal('Id → account_id');
  });

  it('is for admins', async () => {
    const { id } = await begun();
    const input = { draft: id, connectionId, object: 'Account' };
    expect(await rejection(bench.operations.chooseDestination(operator, input))).to.include({
      code: 'role_needed',
    });
    expect(await rejection(bench.operations.previewOutbound(operator, input))).to.include({
      code: 'role_needed',
    });
  });

  it('once saved and deleted, leaves nothing of what it had sent', async () => {
    await loadedAccounts(bench.hub, 1);
    const job = await bench.store.jobs.byName('Health back to Salesforce');
    const jobId = job?.id ?? '';
    const scope = {
      jobId,
      connectionId,
      orgId: 'org-1',
      crmObject: 'Account',
      hubObject: 'accounts',
    } as const;
    const selected = async () =>
      await bench.hub.selectOutbound(
        scope,
        { object: 'accounts', filter: null, nowMs: 0, timezone: 'UTC' },
        { attributes: [], after: null, limit: 10, parentObject: null },
      );
    const seen = (await selected()).records.map(({ recordId, version }) => ({
      recordId,
      version,
      crmId: null,
      hash: 'all',
      ownHash: 'own',
    }));
    const records = packSent(seen);
    const target = { ...scope, runId: 'run-1', attempt: 1, dryRun: false };
    await bench.hub.noteSent(target, { sequence: 1, records, counts: zeroCounts, checkpoint: null });
    expect((await selected()).records[0]?.sent).to.deep.equal({ hash: 'all', ownHash: 'own' });
    const typed = 'Health back to Salesforce';
    await bench.operations.deleteJob(admin, { job: typed, typed });
    expect((await selected()).records[0]?.sent).to.equal(null);
  });
});
