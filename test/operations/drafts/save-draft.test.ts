import { expect } from 'chai';
import type { InboundPatch, JobPatch } from '../../../src/domain/draft-patch.ts';
import { requireInbound, toRows } from '../../../src/domain/draft.ts';
import type { Difference } from '../../../src/domain/job-difference.ts';
import type { StoredDraft } from '../../../src/domain/stored-draft.ts';
import type { SaveDraftInput, SavedDraft } from '../../../src/operations/drafts/save-draft.ts';
import { createOperations } from '../../../src/operations/index.ts';
import { constant, from } from '../../support/mapping.ts';
import { admin, aJobsFile, operationsForEach, operator } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { describeOnBothDatabases } from '../../support/postgres.ts';
import { after as later, aNewRun, noon } from '../../support/records.ts';
import { rejection } from '../../support/rejection.ts';

const olga = { ...admin, actor: 'olga', now: later(noon, 60_000) };
const page = { limit: 100, offset: 0 };
const edit = { purpose: 'edit', job: 'Customer accounts' } as const;

function kinds(saved: SavedDraft): string[] {
  return saved.kind === 'invalid' ? saved.problems.map(({ code }) => code) : [saved.kind];
}

function description(after: string): Difference {
  return { part: 'Description', before: 'Customers, every hour', after };
}

describeOnBothDatabases('saving a draft', (fresh) => {
  let bench: OperationsBench;
  operationsForEach(async (opened) => {
    bench = opened;
    await bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text: aJobsFile });
  }, fresh);

  const change = async (draft: StoredDraft, patch: JobPatch, context = admin) =>
    await bench.operations.changeDraft(context, { draft: draft.id, patch });
  const save = async (draft: StoredDraft, input: Partial<SaveDraftInput> = {}, context = admin) =>
    await bench.operations.saveDraft(context, { draft: draft.id, startNow: false, ...input });
  const beginEdit = async (context = admin) => (await bench.operations.startDraft(context, edit)).draft;

  /** A draft of a new job that can be saved. */
  async function aNewJob(patch: InboundPatch = {}): Promise<StoredDraft> {
    const { draft } = await bench.operations.startDraft(admin, { purpose: 'create', startOver: true });
    const [connection] = await bench.store.connections.list();
    await change(draft, {
      name: 'Banks',
      connectionId: connection?.id ?? '',
      source: { object: 'Account' },
      mapping: [
        {
          change: 'replace',
          rows: toRows([from('Id', 'account_id'), constant('x', 'tier', { type: 'text' })]),
        },
      ],
      ...patch,
    });
    return (await bench.operations.validateDraft(admin, { draft: draft.id })).draft;
  }

  it('of a new job makes it, with its attributes, schedule, audit entry and no run', async () => {
    const draft = await aNewJob({ schedule: { cadence: { run: 'hourly', minute: 5 } } });
    const saved = await save(draft);
    const job = await bench.store.jobs.byName('Banks');
    expect(saved).to.deep.equal({
      kind: 'saved',
      job,
      isNew: true,
      runId: null,
      isStarted: false,
      differences: [],
    });
    expect(job).to.include({ id: draft.draft.id, version: 1 });
    expect(await bench.store.jobs.nextRunAt(job?.id ?? '')).to.deep.equal(later(noon, 5 * 60_000));
    expect((await bench.hub.attributes('accounts')).map(({ name }) => name)).to.include('tier');
    const [entry] = await bench.store.audit.list(page);
    expect(entry).to.deep.include({ operation: 'save-job', subject: job?.id, actor: 'ada', before: null });
    expect(await bench.store.runs.activeOf(job?.id ?? '')).to.equal(null);
    expect(await rejection(save(draft))).to.include({ code: 'draft_gone' });
  });

  it('starts a run with it where that is asked for, and tells there how it gets on', async () => {
    const wakes = bench.wakes();
    const askedIn = { conversation: 'C1', person: 'ada' };
    const saved = await save(await aNewJob(), { startNow: true, askedIn });
    const job = await bench.store.jobs.byName('Banks');
    const run = await bench.store.runs.activeOf(job?.id ?? '');
    expect(saved).to.deep.include({ kind: 'saved', runId: run?.id, isStarted: true });
    expect(run).to.include({ mode: 'incremental', trigger: 'cli', startedBy: 'ada', jobVersion: 1 });
    const claim = { claim: 'c', now: noon, leaseUntil: later(noon, 1), posts: true, edits: true };
    expect(await bench.store.outbox.claim(claim)).to.deep.include({
      to: 'C1',
      content: { kind: 'run progress', runId: run?.id },
    });
    expect((await bench.store.audit.list(page)).map(({ operation }) => operation)).to.include('start-run');
    expect(bench.wakes()).to.equal(wakes + 1);
  });

  it('saves once, however often it is asked for', async () => {
    const draft = await aNewJob();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => save(draft, { startNow: true })),
    );
    const saved = outcomes.filter(({ status }) => status === 'fulfilled');
    const codes = outcomes.flatMap((each) =>
      each.status === 'rejected' ? [(each.reason as { code?: string }).code] : [],
    );
    expect(saved).to.have.length(1);
    expect(new Set(codes)).to.deep.equal(new Set(['draft_gone']));
    const job = await bench.store.jobs.byName('Banks');
    expect(job).to.include({ version: 1 });
    expect((await bench.store.runs.list({}, page)).total).to.equal(1);
  });

  describe('that is not right', () => {
    it('saves nothing, and says everything that is wrong', async () => {
      const draft = await aNewJob();
      await change(draft, { name: 'customer ACCOUNTS', schedule: { timezone: 'Europe/Berln' } });
      expect(kinds(await save(draft))).to.deep.equal(['name_taken', 'bad_schedule']);
      await change(draft, { name: 'Banks', schedule: { timezone: 'UTC' }, source: { filter: 'Nmae = 1' } });
      expect(kinds(await save(draft))).to.deep.equal(['unknown_field']);
      expect(await bench.store.jobs.byName('Banks')).to.equal(null);
      expect(await bench.operations.showDraft(admin, draft.id)).to.deep.include({ id: draft.id });
    });

    it('does not pass what was not validated', async () => {
      const draft = await aNewJob();
      await change(draft, { source: { filter: "Industry = 'Banking'" } });
      expect(kinds(await save(draft))).to.deep.equal(['not_validated']);
      await bench.operations.validateDraft(admin, { draft: draft.id });
      expect(kinds(await save(draft))).to.deep.equal(['saved']);
    });

    it('makes validation necessary again where the CRM has changed since', async () => {
      const draft = await aNewJob();
      await bench.store.drafts.change(draft.id, (stored) => ({
        ...stored,
        draft: { ...requireInbound(stored.draft), source: { object: 'Account', filter: "Gone__c = 'x'" } },
      }));
      expect(kinds(await save(draft))).to.deep.equal(['unknown_field']);
      expect((await bench.operations.showDraft(admin, draft.id)).draft.validated).to.equal(false);
    });
  });

  it('looks again at a draft that is clicked on while it is saved', async () => {
    const draft = await aNewJob();
    let clicks = 0;
    const disturbed = createOperations({
      ...bench.deps,
      hub: async () => {
        if (clicks < 1) await change(draft, { description: `click ${(clicks += 1)}` });
        return bench.hub;
      },
    });
    await disturbed.saveDraft(admin, { draft: draft.id, startNow: false });
    expect(await bench.store.jobs.byName('Banks')).to.include({ description: 'click 1' });
  });

  it('gives up where it is clicked on again and again, and loses nothing', async () => {
    const draft = await aNewJob();
    let clicks = 0;
    const disturbed = createOperations({
      ...bench.deps,
      hub: async () => {
        await change(draft, { description: `click ${(clicks += 1)}` });
        return bench.hub;
      },
    });
    const refused = disturbed.saveDraft(admin, { draft: draft.id, startNow: false });
    expect(await rejection(refused)).to.include({ code: 'draft_changed' });
    expect((await bench.operations.showDraft(admin, draft.id)).draft.description).to.equal(`click ${clicks}`);
  });

  it('is for admins, and for whoever began it', async () => {
    const draft = await aNewJob();
    const refusals = [
      ['role_needed', { ...operator, actor: 'ada' }],
      ['not_your_draft', olga],
    ] as const;
    for (const [code, context] of refusals) {
      expect(await rejection(save(draft, {}, context))).to.include({ code });
      expect(await rejection(bench.operations.draftChanges(context, { draft: draft.id }))).to.include({
        code,
      });
    }
  });

  describe('of a job', () => {
    it('shows what changes before, and says it after', async () => {
      const draft = await beginEdit();
      expect(await bench.operations.draftChanges(admin, { draft: draft.id })).to.deep.equal({
        kind: 'changed',
        differences: [],
      });
      await change(draft, { description: '', settings: { allowCreate: false } });
      const differences = [
        { part: 'Description', before: 'Customers, every hour', after: null },
        { part: 'Allow new accounts creation', before: 'On', after: 'Off' },
      ];
      expect(await bench.operations.draftChanges(admin, { draft: draft.id })).to.deep.equal({
        kind: 'changed',
        differences,
      });
      const saved = await save(draft);
      expect(saved).to.deep.include({ kind: 'saved', isNew: false, differences });
      expect(await bench.store.jobs.byName('Customer accounts')).to.include({ version: 2, description: '' });
    });

    it('leaves a schedule that stays the same where it stands, and moves one that changes', async () => {
      const job = await bench.store.jobs.byName('Customer accounts');
      const nextRunAt = () => bench.store.jobs.nextRunAt(job?.id ?? '');
      const stood = await nextRunAt();
      const late = { ...admin, now: later(noon, 7_200_000) };
      const draft = await beginEdit(late);
      await change(draft, { description: 'Other' }, late);
      await save(draft, {}, late);
      expect(await nextRunAt()).to.deep.equal(stood);
      const again = await beginEdit(late);
      await change(again, { schedule: { cadence: { run: 'hourly', minute: 30 } } }, late);
      await save(again, {}, late);
      expect(await nextRunAt()).to.deep.equal(later(late.now, 30 * 60_000));
    });

    it('is not hindered by a run, and answers with the one there is', async () => {
      const job = await bench.store.jobs.byName('Customer accounts');
      const run = await bench.store.runs.enqueue(aNewRun({ jobId: job?.id ?? '' }));
      const draft = await beginEdit();
      await change(draft, { description: 'Other' });
      expect(await save(draft, { startNow: true })).to.deep.include({
        kind: 'saved',
        runId: run.id,
        isStarted: false,
      });
      expect(await bench.store.jobs.byName('Customer accounts')).to.include({ version: 2 });
    });

    it('makes no version where nothing was changed', async () => {
      const draft = await beginEdit();
      expect(await save(draft)).to.deep.include({ kind: 'saved', differences: [] });
      expect(await bench.store.jobs.byName('Customer accounts')).to.include({ version: 1 });
    });
  });

  describe('of a job that somebody else saved meanwhile', () => {
    let mine: StoredDraft;
    beforeEach(async () => {
      mine = await beginEdit();
      await change(mine, { description: 'Mine', settings: { allowCreate: false } });
      const theirs = await beginEdit(olga);
      await change(theirs, { description: 'Theirs', source: { filter: '' } }, olga);
      await bench.operations.validateDraft(olga, { draft: theirs.id });
      await save(theirs, {}, olga);
    });

    const conflict = {
      kind: 'conflict',
      theirs: { version: 2, saved: { at: olga.now, actor: 'olga', door: 'cli' } },
      changedByThem: [
        {
          part: 'Query filter',
          before: "AccountType__c = 'customer' AND Industry IN ('Banking','Energy')",
          after: null,
        },
        description('Theirs'),
      ],
      changedByMe: [description('Mine'), { part: 'Allow new accounts creation', before: 'On', after: 'Off' }],
    };

    it('saves nothing, and shows both, before too', async () => {
      expect(await bench.operations.draftChanges(admin, { draft: mine.id })).to.deep.equal(conflict);
      expect(await save(mine)).to.deep.equal(conflict);
      expect(await bench.store.jobs.byName('Customer accounts')).to.include({ description: 'Theirs' });
    });

    it('takes its place where the person has seen it', async () => {
      const saved = await save(mine, { overwrite: 2 });
      expect(saved).to.deep.include({ kind: 'saved' });
      const job = await bench.store.jobs.byName('Customer accounts');
      expect(job).to.include({ version: 3, description: 'Mine' });
      expect(job?.source.filter).not.to.equal('');
    });

    it('does not take the place of one that the person has not seen', async () => {
      await bench.operations.setJobEnabled(olga, { job: 'Customer accounts', enabled: false });
      const saved = await save(mine, { overwrite: 2 });
      expect(saved).to.deep.include({ kind: 'conflict' });
      expect(saved.kind === 'conflict' && saved.theirs.version).to.equal(3);
    });

    it('may be another job, under a name of its own', async () => {
      expect(kinds(await save(mine, { asNew: true }))).to.deep.equal(['name_taken']);
      await change(mine, { name: 'My accounts' });
      expect(await save(mine, { asNew: true })).to.deep.include({ kind: 'saved', isNew: true });
      expect((await bench.store.jobs.list()).map(({ name, version }) => [name, version])).to.deep.equal([
        ['Customer accounts', 2],
        ['My accounts', 1],
      ]);
    });
  });

  it('of a job that somebody else deleted meanwhile says so, and may be a new one', async () => {
    const draft = await beginEdit();
    await change(draft, { description: 'Mine' });
    await bench.operations.deleteJob(olga, { job: 'Customer accounts', typed: 'Customer accounts' });
    expect(await bench.operations.draftChanges(admin, { draft: draft.id })).to.deep.equal({
      kind: 'deleted',
    });
    expect(await save(draft)).to.deep.equal({ kind: 'deleted' });
    const saved = await save(draft, { asNew: true });
    const job = await bench.store.jobs.byName('Customer accounts');
    expect(saved).to.deep.include({ kind: 'saved', isNew: true, job });
    expect(job).to.include({ version: 1, description: 'Mine' });
    expect(job?.id).not.to.equal(draft.draft.id);
    expect(await bench.store.drafts.byId(draft.id)).to.equal(null);
  });

  it('is of a new one only once somebody has begun it', async () => {
    const { draft } = await bench.operations.startDraft(admin, { purpose: 'create' });
    expect(await bench.operations.draftChanges(admin, { draft: draft.id })).to.deep.equal({ kind: 'new' });
    expect(kinds(await save(draft))).to.include('source_missing');
  });
});
