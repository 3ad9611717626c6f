import { expect } from 'chai';
import type { JobPatch } from '../../../src/domain/draft-patch.ts';
import { toRows } from '../../../src/domain/draft.ts';
import type { StoredDraft } from '../../../src/domain/stored-draft.ts';
import { draftLifeMs } from '../../../src/domain/stored-draft.ts';
import { createOperations } from '../../../src/operations/index.ts';
import { from } from '../../support/mapping.ts';
import { admin, aJobsFile, operationsForEach, operator } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { describeOnBothDatabases } from '../../support/postgres.ts';
import { aConfiguration, aConnection, after as later, noon } from '../../support/records.ts';
import { rejection } from '../../support/rejection.ts';

const create = { purpose: 'create' } as const;
const edit = { purpose: 'edit', job: 'customer ACCOUNTS' } as const;
const other = { ...admin, actor: 'olga' };

const filter = (text: string): JobPatch => ({ source: { filter: text } });
const mapped = (path: string, target: string): JobPatch => ({
  mapping: [{ change: 'replace', rows: toRows([from('Id', 'account_id'), from(path, target)]) }],
});

describeOnBothDatabases('drafts', (fresh) => {
  let bench: OperationsBench;
  operationsForEach(async (opened) => {
    bench = opened;
    await bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text: aJobsFile });
  }, fresh);

  const start = async (input: object = create, context = admin) =>
    await bench.operations.startDraft(context, { ...create, ...input });
  const codes = async (draft: StoredDraft) => {
    const problems = await bench.operations.draftProblems(admin, { draft: draft.id });
    return problems.map(({ path, code }) => `${path.join('.')} ${code}`);
  };
  const validate = (draft: StoredDraft) => bench.operations.validateDraft(admin, { draft: draft.id });
  const change = async (draft: StoredDraft, patch: JobPatch, context = admin) =>
    await bench.operations.changeDraft(context, { draft: draft.id, patch });

  describe('of a new job', () => {
    it('are empty, and begun once however often it is asked for', async () => {
      const started = await Promise.all(Array.from({ length: 10 }, () => start()));
      expect(new Set(started.map(({ draft }) => draft.id)).size).to.equal(1);
      expect(started.map(({ isResumed }) => isResumed)).not.to.include(true);
      expect(started[0]?.draft).to.deep.include({ owner: 'ada', purpose: 'create', step: '', entered: {} });
    });

    it('are resumed once something is in them', async () => {
      const { draft } = await start();
      await bench.operations.changeDraft(admin, { draft: draft.id, step: 'source' });
      expect(await start()).to.include({ isResumed: false });
      await change(draft, { name: 'Banks' });
      const again = await start();
      expect(again.isResumed).to.equal(true);
      expect(again.draft).to.deep.include({ id: draft.id, step: 'source' });
      expect(again.draft.draft).to.include({ name: 'Banks' });
    });

    it('are resumed where something was typed that is no part of them yet', async () => {
      const { draft } = await start();
      await bench.operations.changeDraft(admin, { draft: draft.id, entered: { at: '' } });
      expect(await start()).to.include({ isResumed: false });
      await bench.operations.changeDraft(admin, { draft: draft.id, entered: { at: '25:0' } });
      expect(await start()).to.include({ isResumed: true });
    });

    it('are begun anew where the person starts over', async () => {
      const { draft } = await start();
      await change(draft, { name: 'Banks' });
      const over = await start({ startOver: true });
      expect(over.isResumed).to.equal(false);
      expect(over.draft.draft).not.to.have.property('name');
      expect(await rejection(bench.operations.showDraft(admin, draft.id))).to.include({ code: 'draft_gone' });
    });

    it('are gone after two weeks', async () => {
      const { draft } = await start();
      await change(draft, { name: 'Banks' });
      const context = { ...admin, now: later(noon, draftLifeMs) };
      expect(await rejection(bench.operations.showDraft(context, draft.id))).to.include({
        code: 'draft_gone',
      });
      expect(await rejection(change(draft, { name: 'Energy' }, context))).to.include({ code: 'draft_gone' });
      expect(await start(create, context)).to.include({ isResumed: false });
    });
  });

  describe('of a job', () => {
    it('begin with what it is', async () => {
      const { draft, isResumed } = await start(edit);
      expect(isResumed).to.equal(false);
      const [job] = await bench.store.jobs.list();
      expect(draft).to.deep.include({ purpose: 'edit' });
      expect(draft.draft).to.include({ id: job?.id, version: 1, name: 'Customer accounts', validated: true });
      expect(draft.draft.mapping).to.have.length(6);
    });

    it('stand beside the one of a new job, and are resumed once they differ', async () => {
      const created = await start();
      const { draft } = await start(edit);
      expect(draft.id).not.to.equal(created.draft.id);
      expect(await start(edit)).to.include({ isResumed: false });
      await change(draft, { description: 'Other' });
      expect(await start(edit)).to.include({ isResumed: true });
      await change(draft, { description: 'Customers, every hour' });
      expect(await start(edit)).to.include({ isResumed: false });
    });

    it('begin with what it is now where nothing was done before it changed', async () => {
      const { draft } = await start(edit);
      await bench.operations.setJobEnabled(operator, { job: 'Customer accounts', enabled: false });
      const again = await start(edit);
      expect(again.isResumed).to.equal(false);
      expect(again.draft.id).not.to.equal(draft.id);
      expect(again.draft.draft).to.deep.include({ version: 2 });
    });

    it('go on from what it was where something was done', async () => {
      const { draft } = await start(edit);
      await change(draft, { description: 'Other' });
      await bench.operations.setJobEnabled(operator, { job: 'Customer accounts', enabled: false });
      const again = await start(edit);
      expect(again.isResumed).to.equal(true);
      expect(again.draft.draft).to.include({ version: 1, description: 'Other' });
    });

    it('are not begun of a job that is not there', async () => {
      expect(await rejection(start({ purpose: 'edit', job: 'Customers' }))).to.include({
        code: 'unknown_job',
      });
    });
  });

  describe('are changed', () => {
    it('by patches, and keep what was typed beside them', async () => {
      const { draft } = await start();
      await bench.operations.changeDraft(admin, { draft: draft.id, entered: { a: '1', b: '2' } });
      const changed = await bench.operations.changeDraft(
        { ...admin, now: later(noon, 1) },
        { draft: draft.id, patch: { name: ' Banks ' }, step: 'fields', entered: { a: '', c: '3' } },
      );
      expect(changed.draft.name).to.equal('Banks');
      expect(changed).to.deep.include({ step: 'fields', entered: { a: '', b: '2', c: '3' } });
      expect(changed.updatedAt).to.deep.equal(later(noon, 1));
      expect(await bench.operations.showDraft(admin, draft.id)).to.deep.equal(changed);
    });

    it('without losing anything to clicks that overlap', async () => {
      const { draft } = await start();
      const paths = Array.from({ length: 10 }, (_, i) => `Field_${i}__c`);
      await Promise.all(
        paths.map((path, i) => {
          const row = { id: String(i), ...from(path, `field_${i}`) };
          return change(draft, { mapping: [{ change: 'add', row }] });
        }),
      );
      const { mapping } = (await bench.operations.showDraft(admin, draft.id)).draft;
      expect(mapping.map(({ target }) => target)).to.have.members(paths.map((_, i) => `field_${i}`));
    });

    it('not at all by a change that is refused', async () => {
      const { draft } = await start();
      const refused = change(draft, { name: 'Banks', mapping: [{ change: 'remove', row: 'x' }] });
      expect(await rejection(refused)).to.include({ code: 'unknown_row' });
      expect(await bench.operations.showDraft(admin, draft.id)).to.deep.equal(draft);
    });

    it('and forget what was typed longest ago where there is very much of it', async () => {
      const { draft } = await start();
      const entered = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`input ${i}`, 'x']));
      const changed = await bench.operations.changeDraft(admin, { draft: draft.id, entered });
      expect(Object.keys(changed.entered)).to.have.length(200).and.to.include('input 249');
    });
  });

  it('go when they are discarded, and are nobody else’s to discard', async () => {
    const { draft } = await start();
    expect(await rejection(bench.operations.discardDraft(other, { draft: draft.id }))).to.include({
      code: 'not_your_draft',
    });
    await bench.operations.discardDraft(admin, { draft: draft.id });
    await bench.operations.discardDraft(admin, { draft: draft.id });
    expect(await rejection(bench.operations.showDraft(admin, draft.id))).to.include({ code: 'draft_gone' });
  });

  it('are nobody else’s to see, change, check or validate', async () => {
    const { id } = (await start()).draft;
    const { operations } = bench;
    for (const ask of [
      () => operations.showDraft(other, id),
      () => operations.changeDraft(other, { draft: id, patch: { name: 'Mine' } }),
      () => operations.draftProblems(other, { draft: id }),
      () => operations.validateDraft(other, { draft: id }),
    ]) {
      expect(await rejection(ask())).to.include({ code: 'not_your_draft' });
    }
    expect((await operations.showDraft(admin, id)).draft).not.to.have.property('name');
    expect((await start(create, other)).draft.id).not.to.equal(id);
  });

  it('are for admins', async () => {
    const { id } = (await start()).draft;
    const { operations } = bench;
    const context = { ...operator, actor: 'ada' };
    for (const ask of [
      () => operations.startDraft(context, create),
      () => operations.showDraft(context, id),
      () => operations.changeDraft(context, { draft: id }),
      () => operations.discardDraft(context, { draft: id }),
      () => operations.draftProblems(context, { draft: id }),
      () => operations.validateDraft(context, { draft: id }),
    ]) {
      expect(await rejection(ask())).to.include({ code: 'role_needed' });
    }
  });

  describe('are checked', () => {
    it('for what can be said before they lead to a CRM', async () => {
      const { draft } = await start();
      expect(await codes(draft)).to.deep.equal([
        'name name_missing',
        'connection connection_missing',
        'source.object source_missing',
        'target.object target_missing',
      ]);
    });

    it('against the CRM, the hub and the names of other jobs', async () => {
      const { draft } = await start();
      const [connection] = await bench.store.connections.list();
      const about = { name: 'CUSTOMER accounts', connectionId: connection?.id ?? '' };
      await change(draft, { ...about, source: { object: 'Account', filter: "Nmae = 'x'" } });
      await change(draft, mapped('Industri', 'name'));
      expect(await codes(draft)).to.deep.equal([
        'name name_taken',
        'source.filter unknown_field',
        'mapping.1.source unknown_field',
      ]);
      await change(draft, { name: 'Banks', source: { filter: '' }, ...mapped('Industry', 'origin') });
      expect(await codes(draft), 'origin was added to the hub by another job').to.deep.equal([]);
    });

    it('and may keep the name of the job that they are of', async () => {
      const { draft } = await start(edit);
      expect(await codes(draft)).to.deep.equal([]);
    });

    it('in the words that a jobs file is told', async () => {
      const { draft } = await start(edit);
      await change(draft, { source: { filter: "Nmae = 'x'" } });
      await change(draft, { mapping: [{ change: 'edit', row: '4', to: { formats: null } }] });
      const problems = await bench.operations.draftProblems(admin, { draft: draft.id });
      const text = aJobsFile
        .replace(/filter: .*/, `filter: Nmae = 'x'`)
        .replace(', formats: [ dd/MM/yyyy, yyyy-MM-dd ]', '');
      const refused = await rejection(
        bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text }),
      );
      expect(problems).to.have.length(2);
      for (const { message } of problems) expect(refused.message).to.include(message);
    });

    it('and say that their object, or their connection, is not there', async () => {
      const { draft } = await start(edit);
      await change(draft, { source: { object: 'Acount' } });
      expect((await codes(draft))[0]).to.equal('source.object not_described');
      await change(draft, { connectionId: 'gone' });
      expect((await codes(draft))[0]).to.equal('connection unknown_connection');
    });
  });

  describe('are validated', () => {
    it('when nothing of source, filter and mapping is wrong, whatever else is missing', async () => {
      const { draft } = await start();
      const [connection] = await bench.store.connections.list();
      await change(draft, {
        connectionId: connection?.id ?? '',
        source: { object: 'Account', filter: "Industry = 'Bnking'" },
        mapping: [{ change: 'replace', rows: toRows([from('Id', 'account_id'), from('Name', 'name')]) }],
      });
      const validated = await validate(draft);
      expect(validated.draft.draft.validated).to.equal(true);
      expect(validated.problems.map(({ severity, code }) => `${severity} ${code}`)).to.deep.equal([
        'warning unknown_value',
      ]);
      expect(await bench.operations.showDraft(admin, draft.id)).to.deep.equal(validated.draft);
    });

    it('not with an error, and no more once they are found to be wrong', async () => {
      const { draft } = await start(edit);
      const wrong: JobPatch = { mapping: [{ change: 'edit', row: '2', to: { target: '' } }] };
      await change(draft, { ...wrong, name: '' });
      const { draft: checked, problems } = await validate(draft);
      expect(checked.draft.validated).to.equal(false);
      expect(problems.map(({ code }) => code)).to.deep.equal(['target_missing']);
    });

    it('not by what was found out before they were changed', async () => {
      const { draft } = await start(edit);
      await change(draft, filter("Industry = 'Banking'"));
      const disturbed = createOperations({
        ...bench.deps,
        hub: async () => {
          await change(draft, filter("Nmae = 'x'"));
          return bench.hub;
        },
      });
      const { draft: now, problems } = await disturbed.validateDraft(admin, { draft: draft.id });
      expect(problems).to.deep.equal([]);
      expect(now.draft).to.deep.include({ source: { object: 'Account', filter: "Nmae = 'x'" } });
      expect(now.draft.validated).to.equal(false);
    });

    it('not where the CRM cannot be asked, which is told', async () => {
      const { draft } = await start(edit);
      await change(draft, { source: { filter: "Industry = 'Banking'" } });
      const [connection] = await bench.store.connections.list();
      const { id = '', settings = {} } = connection ?? {};
      const secrets = { 'auth.clientSecret': 'no longer the one' };
      const connections = [aConnection({ id, settings, secrets })];
      await bench.store.applyConfiguration(aConfiguration({ connections }));
      expect(await rejection(validate(draft))).to.include({ name: 'UserError' });
      expect((await bench.operations.showDraft(admin, draft.id)).draft.validated).to.equal(false);
    });
  });
});
