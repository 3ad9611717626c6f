import { expect } from 'chai';
import type { JobPatch } from '../../../src/domain/draft-patch.ts';
import { draftLifeMs } from '../../../src/domain/stored-draft.ts';
import { filterProposal } from '../../../src/operations/assistant/filter-proposal.ts';
import { formulaProposal } from '../../../src/operations/assistant/formula-proposal.ts';
import { mappingSuggestions } from '../../../src/operations/assistant/mapping-suggestions.ts';
import { startDataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { aJobsFile, admin, operationsForEach, operator } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { loadedAccounts } from '../../support/outbound-records.ts';
import { describeOnBothDatabases } from '../../support/postgres.ts';
import { rejection } from '../../support/rejection.ts';

const timezone = 'UTC';

describeOnBothDatabases('what the assistant writes for a draft', (fresh) => {
  let bench: OperationsBench;
  let sandbox: SalesforceSandbox;
  operationsForEach(async (opened, salesforce) => {
    bench = opened;
    sandbox = salesforce;
    await bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text: aJobsFile });
  }, fresh);

  const begun = async (patch: JobPatch, connection = 'Acme Salesforce'): Promise<string> => {
    const { draft } = await bench.operations.startDraft(admin, { purpose: 'create', startOver: true });
    const connectionId = (await bench.store.connections.byName(connection))?.id ?? '';
    await bench.operations.changeDraft(admin, { draft: draft.id, patch: { ...patch, connectionId } });
    return draft.id;
  };
  const imported = () => begun({ source: { object: 'Account' }, target: { object: 'accounts' } });
  const write = async (draft: string, text: string, context = admin) =>
    filterProposal(await bench.operations.writeFilter(context, { draft, text, timezone }));

  it('is kept, becomes the filter when it is used, and goes with another object', async () => {
    sandbox.org.insert('Account', [{ Name: 'One', Industry: 'Banking' }]);
    const draft = await imported();
    const kept = await write(draft, 'banking');
    expect(kept).to.deep.include({ kind: 'filter', filter: "Industry = 'Banking'" });
    expect((await bench.operations.showDraft(admin, draft)).draft.source.filter ?? '').to.equal('');
    const used = await bench.operations.decideFilter(admin, { draft, decision: 'use' });
    expect(used.draft.source.filter).to.equal("Industry = 'Banking'");
    expect(await rejection(bench.operations.decideFilter(admin, { draft, decision: 'use' }))).to.include({
      code: 'no_proposal',
    });
    const patch = { source: { object: 'Contact' } } as const;
    expect(filterProposal(await bench.operations.changeDraft(admin, { draft, patch }))).to.equal(null);
  });

  it("is refused to who is no admin, of others' drafts, of old ones, and by forged choices", async () => {
    const draft = await imported();
    const later = { ...admin, now: new Date(admin.now.getTime() + draftLifeMs + 1) };
    const olga = { ...admin, actor: 'olga' };
    const calls = [
      (context: typeof admin) => write(draft, 'banking', context),
      (context: typeof admin) => bench.operations.decideFilter(context, { draft, decision: 'use' }),
      (context: typeof admin) => bench.operations.suggestMappings(context, { draft }),
      (context: typeof admin) =>
        bench.operations.decideMappings(context, { draft, decision: { kind: 'accept all' } }),
      (context: typeof admin) =>
        bench.operations.writeFormula(context, { draft, row: null, text: 'x', type: null, timezone }),
      (context: typeof admin) =>
        bench.operations.decideFormula(context, { draft, row: null, decision: 'use', current: '' }),
    ];
    for (const call of calls) {
      expect(await rejection(call({ ...operator }))).to.include({ code: 'role_needed' });
      expect(await rejection(call(olga))).to.include({ code: 'not_your_draft' });
      expect(await rejection(call(later))).to.include({ code: 'draft_gone' });
    }
    for (const choice of [0, -1, NaN, 1e9]) {
      const forged = { draft, text: 'banking', timezone, choice };
      expect(await rejection(bench.operations.writeFilter(admin, forged))).to.include({
        code: 'unknown_choice',
      });
    }
    const forged = { kind: 'accept', suggestion: '7' } as const;
    expect(await rejection(bench.operations.decideMappings(admin, { draft, decision: forged }))).to.include({
      code: 'no_suggestion',
    });
  });

  it('takes an export by the attributes of the hub, and its fields the other way round', async () => {
    await loadedAccounts(bench.hub, 12);
    const draft = await begun({ direction: 'outbound', source: { object: 'accounts' } });
    const kept = await write(draft, 'health is red');
    expect(kept).to.deep.include({ kind: 'filter', filter: "health = 'red'", matches: 6 });
    const connectionId = (await bench.store.connections.list())[0]?.id ?? '';
    await bench.operations.chooseDestination(admin, { draft, connectionId, object: 'Account' });
    await bench.operations.changeDraft(admin, {
      draft,
      patch: { direction: 'outbound', mapping: [{ change: 'replace', rows: [] }] },
    });
    const suggested = mappingSuggestions(await bench.operations.suggestMappings(admin, { draft }));
    expect(suggested?.suggestions).to.deep.include.members([
      {
        ...suggested?.suggestions.find(({ source }) => source === 'industry'),
        target: 'Industry',
        row: null,
      },
    ]);
    await bench.operations.decideMappings(admin, { draft, decision: { kind: 'accept all' } });
    const { mapping } = (await bench.operations.showDraft(admin, draft)).draft;
    expect(mapping.map(({ target }) => target)).to.include.members(['Name', 'Industry']);
    const formula = await bench.operations.writeFormula(admin, {
      draft,
      row: null,
      text: 'industry in upper case',
      type: null,
      timezone,
    });
    expect(formulaProposal(formula, null)).to.deep.include({ kind: 'formula', formula: 'UPPER(industry)' });
  });

  it('is checked by what Dynamics 365 can say, and counted there', async () => {
    const dataverse = await startDataverseSandbox();
    try {
      const { url, tokenUrl, credentials } = dataverse;
      bench.environment.set('D_SECRET', credentials.clientSecret);
      const text = `connections:
  - name: Acme Dynamics
    connector: dynamics
    serverUrl: "${url}"
    auth: { grant: client-credentials, tokenUrl: "${tokenUrl}", clientId: "${credentials.clientId}", clientSecret: "\${D_SECRET}" }
`;
      await bench.operations.applyConfiguration(admin, { fileName: 'dynamics.yml', text });
      const patch = { source: { object: 'account' }, target: { object: 'accounts' } } as const;
      const draft = await begun(patch, 'Acme Dynamics');
      const kept = await write(draft, 'more than 50 employees');
      expect(kept).to.include({ kind: 'filter', filter: 'numberofemployees > 50' });
      expect(kept?.kind === 'filter' ? kept.matches : null).to.be.a('number');
      const many = Array.from({ length: 3_000 }, (_, i) => `'a long name of an account, number ${i}'`);
      const filter = `name IN (${many.join(', ')})`;
      bench.setAssistant({
        interpret: () =>
          Promise.resolve({
            proposal: { kind: 'filter', filter, words: 'names', connector: null, object: null },
            from: 'model',
            note: null,
          }),
      });
      const refused = await write(draft, 'these');
      expect(refused?.kind).to.equal('question');
      expect(refused?.kind === 'question' ? refused.text : '').to.include('cannot be used');
    } finally {
      await dataverse.close();
    }
  });
});
