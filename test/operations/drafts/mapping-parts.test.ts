import { expect } from 'chai';
import { toRows } from '../../../src/domain/draft.ts';
import { formula, from } from '../../support/mapping.ts';
import { admin, aJobsFile, operationsForEach, operator } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { rejection } from '../../support/rejection.ts';

describe('what a mapping is made of', () => {
  let bench: OperationsBench;
  let draft = '';
  operationsForEach(async (opened) => {
    bench = opened;
    await bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text: aJobsFile });
    const started = await bench.operations.startDraft(admin, { purpose: 'edit', job: 'Customer accounts' });
    draft = started.draft.id;
  });

  const fieldsOf = async (more: readonly string[] = []) =>
    await bench.operations.mappedFields(admin, { draft, more });

  describe('the attributes of its target', () => {
    it('are keys first, and those that jobs have added last', async () => {
      const names = (await bench.operations.hubAttributes(admin, { draft })).map(({ name }) => name);
      expect(names[0]).to.equal('account_id');
      expect(names.at(-1)).to.equal('origin');
    });

    it('are none where it has no target yet', async () => {
      const { draft: empty } = await bench.operations.startDraft(admin, { purpose: 'create' });
      expect(await bench.operations.hubAttributes(admin, { draft: empty.id })).to.deep.equal([]);
    });

    it('are shown to admins, and each their own', async () => {
      const refused = await rejection(bench.operations.hubAttributes(operator, { draft }));
      expect(refused).to.include({ code: 'role_needed' });
      const others = { ...admin, actor: 'olga' };
      expect(await rejection(bench.operations.hubAttributes(others, { draft }))).to.include({
        code: 'not_your_draft',
      });
    });
  });

  describe('its fields', () => {
    it('have the labels of the CRM, over parents and in formulas too', async () => {
      expect(await fieldsOf()).to.deep.include.members([
        { path: 'Name', label: 'Account Name', type: 'string' },
        { path: 'Owner.Name', label: 'Owner · Full Name', type: 'string' },
        { path: 'Industry', label: 'Industry', type: 'picklist' },
      ]);
    });

    it('are known when they are skipped, and before a row reads them', async () => {
      const skipped = { ...from('Phone', 'phone'), id: '1', skipped: true };
      const mapping = [{ change: 'replace', rows: [skipped] } as const];
      await bench.operations.changeDraft(admin, { draft, patch: { mapping } });
      expect((await fieldsOf(['Website'])).map(({ path }) => path)).to.deep.equal(['Phone', 'Website']);
    });

    it('leave out what leads nowhere, and formulas that cannot be read', async () => {
      const rows = toRows([from('Nmae', 'name'), formula('UPPER(', 'industry'), from('', 'phone')]);
      await bench.operations.changeDraft(admin, { draft, patch: { mapping: [{ change: 'replace', rows }] } });
      expect(await fieldsOf(['Owner.Nmae', 'Ownr.Name', ''])).to.deep.equal([]);
    });

    it('are none where no object is chosen yet', async () => {
      const { draft: empty } = await bench.operations.startDraft(admin, { purpose: 'create' });
      expect(await bench.operations.mappedFields(admin, { draft: empty.id })).to.deep.equal([]);
    });

    it('are shown to admins, and each their own', async () => {
      const refused = await rejection(bench.operations.mappedFields(operator, { draft }));
      expect(refused).to.include({ code: 'role_needed' });
      const others = { ...admin, actor: 'olga' };
      expect(await rejection(bench.operations.mappedFields(others, { draft }))).to.include({
        code: 'not_your_draft',
      });
    });

    it('say what keeps the CRM from being asked', async () => {
      await bench.operations.changeDraft(admin, { draft, patch: { source: { object: 'Acount' } } });
      const refused = await rejection(fieldsOf(['Id']));
      expect(refused).to.include({ name: 'UserError' });
      expect(refused.message).to.include('Account');
    });
  });
});
