import { expect } from 'chai';
import { toRows } from '../../../src/domain/draft.ts';
import type { JobPatch } from '../../../src/domain/draft-patch.ts';
import type { MappingEntry } from '../../../src/domain/job.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { constant, formula, from } from '../../support/mapping.ts';
import { admin, aJobsFile, operationsForEach, operator } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { rejection } from '../../support/rejection.ts';

const names = ['Acme', 'Bär & Söhne "AG"', 'Carl\nLine\u0007', '<!channel> *x*', 'Energy 5'];

describe('previews of a draft', () => {
  let bench: OperationsBench;
  let sandbox: SalesforceSandbox;
  let draft: string;
  operationsForEach(async (opened, salesforce) => {
    bench = opened;
    sandbox = salesforce;
    if (sandbox.org.records('Account').length === 0) {
      sandbox.org.insert(
        'Account',
        Array.from({ length: 25 }, (_, i) => ({
          Name: names[i % names.length] ?? '',
          Industry: i < 20 ? 'Banking' : null,
          CloseDate__c: i % 2 === 0 ? '31/12/2026' : 'soon',
        })),
      );
    }
    await bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text: aJobsFile });
    const started = await bench.operations.startDraft(admin, { purpose: 'edit', job: 'Customer accounts' });
    draft = started.draft.id;
    await changed({ source: { filter: '' } });
  });
  afterEach(() => sandbox.calm());

  const changed = (patch: JobPatch) => bench.operations.changeDraft(admin, { draft, patch });
  const mappedBy = (...mapping: readonly MappingEntry[]) =>
    changed({ mapping: [{ change: 'replace', rows: toRows(mapping) }] });
  const sample = (entry: MappingEntry) => bench.operations.sampleEntry(admin, { draft, entry });

  /** How often the CRM is asked for a sample of a formula. */
  const asked = async (text: string, now = admin.now): Promise<number> => {
    const before = sandbox.traffic.requests;
    const entry = formula(text, '');
    const { samples } = await bench.operations.sampleEntry({ ...admin, now }, { draft, entry });
    expect(samples).not.to.deep.equal([]);
    return sandbox.traffic.requests - before;
  };

  describe('count', () => {
    it('the records that pass the filter', async () => {
      expect(await bench.operations.countRecords(admin, { draft })).to.equal(25);
      await changed({ source: { filter: "WHERE Industry = 'banking'" } });
      expect(await bench.operations.countRecords(admin, { draft })).to.equal(20);
    });

    it('say where a filter is wrong, and what is near', async () => {
      await changed({ source: { filter: "Industri = 'Banking'" } });
      const error = await rejection(bench.operations.countRecords(admin, { draft }));
      expect(error).to.include({ code: 'unknown_field', position: 0 });
      expect(error.message).to.contain('At character 1 of the filter').and.to.contain('Industry');
    });
  });

  describe('of records', () => {
    it('show ten of them, with the chosen fields as they come', async () => {
      await mappedBy(from('Id', 'account_id'), from('Name', 'name'), from('Owner.Name', 'success_manager'));
      const { columns, rows } = await bench.operations.previewRecords(admin, { draft });
      expect(columns).to.deep.equal([
        { path: 'Id', label: 'Account ID', type: 'id' },
        { path: 'Name', label: 'Account Name', type: 'string' },
        { path: 'Owner.Name', label: 'Owner · Full Name', type: 'string' },
      ]);
      expect(rows).to.have.length(10);
      expect(rows.map(([, name]) => name)).to.include.members(names);
    });

    it('leave out what the CRM has not or cannot give as one value', async () => {
      await mappedBy(from('Id', 'account_id'), from('Gone__c', 'name'), from('BillingAddress', 'city'));
      const { columns, rows } = await bench.operations.previewRecords(admin, { draft });
      expect(columns.map(({ path }) => path)).to.deep.equal(['Id']);
      expect(rows[0]).to.have.length(1);
      await mappedBy(constant('x', 'name'));
      expect(await bench.operations.previewRecords(admin, { draft })).to.deep.equal({
        columns: [],
        rows: [],
      });
    });

    it('are told why there are none while the CRM is away', async () => {
      sandbox.disturb({ kind: 'unavailable', times: 10, match: { path: /query/ } });
      expect(await rejection(bench.operations.previewRecords(admin, { draft }))).to.include({
        name: 'RetryableError',
      });
    });
  });

  describe('of what is stored', () => {
    it('show each value before and after, and why a record is rejected', async () => {
      await mappedBy(
        from('Id', 'account_id'),
        formula('UPPER(Industry)', 'industry'),
        constant('salesforce', 'origin', { type: 'text' }),
        from('CloseDate__c', 'renewal_date', { formats: ['dd/MM/yyyy'] }),
      );
      const { attributes, records } = await bench.operations.previewMapped(admin, { draft });
      expect(attributes.map(({ name, label }) => `${name} ${label}`)).to.deep.equal([
        'account_id Account ID',
        'industry Industry',
        'origin Origin',
        'renewal_date Renewal date',
      ]);
      expect(records).to.have.length(10);
      const [first, second] = records;
      expect(first?.before.slice(1)).to.deep.equal(['Banking', 'salesforce', '31/12/2026']);
      expect(first?.after?.slice(1)).to.deep.equal(['BANKING', 'salesforce', '2026-12-31']);
      expect(first?.after?.[0]).to.match(/^001.{15}$/);
      expect(second).to.deep.include({
        after: null,
        reason: 'renewal_date: the value of field CloseDate__c is not written as dd/MM/yyyy.',
      });
    });

    it('leave out rows that are skipped', async () => {
      const rows = toRows([from('Id', 'account_id'), from('Name', 'name')]).map((row) =>
        row.target === 'name' ? { ...row, skipped: true } : row,
      );
      await changed({ mapping: [{ change: 'replace', rows }] });
      const { attributes } = await bench.operations.previewMapped(admin, { draft });
      expect(attributes.map(({ name }) => name)).to.deep.equal(['account_id']);
    });

    it('say what is wrong with the mapping instead', async () => {
      await mappedBy(from('Id', 'account_id'), from('Nmae', 'name'));
      const error = await rejection(bench.operations.previewMapped(admin, { draft }));
      expect(error).to.include({ code: 'mapping_invalid' });
      expect(error.message).to.contain('Did you mean Name');
    });
  });

  describe('of one row', () => {
    it('show what formats make of values, of records that have one', async () => {
      const entry = from('CloseDate__c', 'renewal_date', { formats: ['dd/MM/yyyy'] });
      expect(await sample(entry)).to.deep.equal({
        samples: [
          { before: '31/12/2026', after: '2026-12-31', reason: null },
          {
            before: 'soon',
            after: null,
            reason: 'renewal_date: the value of field CloseDate__c is not written as dd/MM/yyyy.',
          },
        ],
        problems: [],
      });
      await changed({ source: { filter: 'Industry = null' } });
      const { samples } = await sample(from('Industry', 'industry'));
      expect(samples, 'of all that the filter lets through, none has it').to.deep.equal([]);
    });

    it('show what a formula makes of them, before there is an attribute for it', async () => {
      const { samples, problems } = await sample(formula('UPPER(Industry) & "!"', ''));
      expect(samples).to.deep.equal([{ before: 'Banking', after: 'BANKING!', reason: null }]);
      expect(problems).to.deep.equal([]);
      expect((await sample(formula('TODAY()', ''))).samples).to.deep.equal([
        { before: null, after: '2026-03-01', reason: null },
      ]);
      expect((await sample(constant('x', 'origin', { type: 'text' }))).samples).to.deep.equal([
        { before: 'x', after: 'x', reason: null },
      ]);
    });

    it('say why a value cannot be had, without a name that nobody gave', async () => {
      const { samples } = await sample(formula('1 / 0', ''));
      expect(samples).to.deep.equal([{ before: null, after: null, reason: '/: division by zero.' }]);
    });

    it('say what is wrong, and where', async () => {
      const { samples, problems } = await sample(formula('UPPER(Industri)', ''));
      expect(samples).to.deep.equal([]);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.include({ severity: 'error', position: 6 });
      const [format] = (await sample(from('CloseDate__c', 'renewal_date', { formats: ['tt.jj'] }))).problems;
      expect(format).to.include({ code: 'bad_format' });
    });

    it('ask the CRM once while a formula is typed, and anew for another filter or after a minute', async () => {
      await changed({ source: { filter: "Industry = 'Banking' AND NumberOfEmployees = null" } });
      expect(await asked('UPPER(Industry)')).to.be.greaterThan(0);
      expect(await asked('LOWER(Industry)')).to.equal(0);
      expect(await asked('LOWER(Industry) & Industry')).to.equal(0);
      expect(await asked('LOWER(Industry) & Name')).to.be.greaterThan(0);
      expect(await asked('LOWER(Industry)', new Date(admin.now.getTime() + 60_000))).to.be.greaterThan(0);
      await changed({ source: { filter: "Industry = 'banking'" } });
      expect(await asked('LOWER(Industry)')).to.be.greaterThan(0);
    });

    it('keep no answer that was none', async () => {
      await changed({ source: { filter: "Industry != 'Retail'" } });
      sandbox.disturb({ kind: 'daily limit', times: 5, match: { path: /query/ } });
      await rejection(sample(from('Name', 'name')));
      sandbox.calm();
      expect((await sample(from('Name', 'name'))).samples).to.have.length(5);
    });

    it('do without a filter that is wrong', async () => {
      await changed({ source: { filter: 'Industry = = 1' } });
      expect((await sample(from('Industry', 'industry'))).samples).to.have.length(1);
    });
  });

  it('are for admins, and of nobody else’s draft', async () => {
    const { operations } = bench;
    for (const [context, code] of [
      [{ ...operator, actor: 'ada' }, 'role_needed'],
      [{ ...admin, actor: 'olga' }, 'not_your_draft'],
    ] as const) {
      for (const asked of [
        () => operations.countRecords(context, { draft }),
        () => operations.previewRecords(context, { draft }),
        () => operations.previewMapped(context, { draft }),
        () => operations.sampleEntry(context, { draft, entry: from('Name', 'name') }),
      ]) {
        expect(await rejection(asked())).to.include({ code });
      }
    }
  });
});
