import { expect } from 'chai';
import type { StoredDraft } from '../../../src/domain/stored-draft.ts';
import { admin, aJobsFile, operationsForEach, operator } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { rejection } from '../../support/rejection.ts';

const mapped = ({ draft }: StoredDraft): Record<string, string> =>
  Object.fromEntries(
    draft.mapping.flatMap(({ source, target, skipped }) =>
      source.kind === 'field' && skipped !== true ? [[source.path, target]] : [],
    ),
  );

describe('the source of a draft', () => {
  let bench: OperationsBench;
  let sandbox: SalesforceSandbox;
  let connectionId: string;
  operationsForEach(async (opened, salesforce) => {
    bench = opened;
    sandbox = salesforce;
    await bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text: aJobsFile });
    connectionId = (await bench.store.connections.list())[0]?.id ?? '';
  });
  afterEach(() => sandbox.calm());

  const begun = async (): Promise<StoredDraft> =>
    (await bench.operations.startDraft(admin, { purpose: 'create', startOver: true })).draft;
  const choose = async (object: string, given: object = {}): Promise<StoredDraft> => {
    const { id } = await begun();
    return await bench.operations.chooseSource(admin, { draft: id, connectionId, object, ...given });
  };
  it('lists what can be read, the likely ones first', async () => {
    const names = async (typed: string): Promise<string[]> =>
      (await bench.operations.listSourceObjects(admin, { connectionId, typed })).map(({ name }) => name);
    expect((await names('')).slice(0, 4).sort()).to.include.members(['Account', 'Contact']);
    expect((await names('account'))[0]).to.equal('Account');
    expect((await names('acount'))[0]).to.equal('Account');
    expect((await names('team'))[0]).to.equal('AccountTeamMember');
    expect(await names('no such thing')).to.deep.equal([]);
    const error = await rejection(bench.operations.listSourceObjects(operator, { connectionId, typed: '' }));
    expect(error).to.include({ code: 'role_needed' });
  });

  it('brings the usual fields, mapped to what is obvious', async () => {
    const stored = await choose('account');
    expect(stored.draft.source).to.deep.equal({ object: 'Account' });
    expect(stored.draft.target).to.deep.equal({ object: 'accounts' });
    expect(mapped(stored)).to.deep.include({
      Id: 'account_id',
      Name: 'name',
      'Owner.Name': 'success_manager',
      Industry: 'industry',
    });
    expect(stored.draft.mapping[0]?.target).to.equal('account_id');
  });

  it('changes with the target what nobody has decided on', async () => {
    const { id } = await choose('Account');
    const stored = await bench.operations.chooseSource(admin, {
      draft: id,
      connectionId,
      object: 'Account',
      target: 'collections',
    });
    expect(stored.draft.target).to.deep.equal({ object: 'collections' });
    expect(mapped(stored)).to.deep.include({ Id: 'collection_id' });
    expect(stored.draft.mapping.map(({ target }) => target)).to.include('collection_type');
  });

  it('begins afresh with another object', async () => {
    const { id } = await choose('Account');
    await bench.operations.changeDraft(admin, { draft: id, patch: { source: { filter: "Name = 'x'" } } });
    const stored = await bench.operations.chooseSource(admin, { draft: id, connectionId, object: 'Contact' });
    expect(stored.draft.source).to.deep.equal({ object: 'Contact' });
    expect(stored.draft.target).to.deep.equal({ object: 'users' });
    expect(mapped(stored)).to.deep.include({ AccountId: 'account_id', Id: 'user_id', Email: 'email' });
  });

  it('is refused where the CRM has no such object, with the nearest names', async () => {
    const error = await rejection(choose('Acount'));
    expect(error).to.be.instanceOf(Error);
    expect(error.message).to.contain('Account');
  });

  it('takes any field of the object and its parents, by any letter case', async () => {
    const { id } = await choose('Account');
    const paths = ['id', 'name', 'owner.manager.email', 'Parent.Owner.Name'];
    const stored = await bench.operations.chooseFields(admin, { draft: id, paths });
    expect(Object.keys(mapped(stored)).sort()).to.deep.equal([
      'Id',
      'Name',
      'Owner.Manager.Email',
      'Parent.Owner.Name',
    ]);
  });

  it('refuses a field that is not there, and says which, where and what is near', async () => {
    const { id } = await choose('Account');
    const paths = ['Id', 'Industri', 'Owner.Nam'];
    const error = await rejection(bench.operations.chooseFields(admin, { draft: id, paths }));
    expect(error).to.include({ code: 'unknown_field' });
    expect(error.message).to.contain('Account has no field "Industri"').and.to.contain('Industry');
    expect(error.message).to.contain('User has no field "Nam"').and.to.contain('Name');
    expect((await bench.operations.showDraft(admin, id)).draft.mapping.length).to.be.greaterThan(2);
  });

  it('refuses what cannot be read as one value, and says what can', async () => {
    const { id } = await choose('Account');
    const paths = ['Id', 'BillingAddress'];
    const error = await rejection(bench.operations.chooseFields(admin, { draft: id, paths }));
    expect(error).to.include({ code: 'compound_field' });
    expect(error.message).to.contain('BillingCity');
  });

  it('keeps fields that the CRM has no more, until they are chosen no longer', async () => {
    const { id } = await choose('Account');
    const row = { id: 'gone', source: { kind: 'field', path: 'Gone__c' }, target: 'industry' } as const;
    await bench.operations.changeDraft(admin, {
      draft: id,
      patch: { mapping: [{ change: 'replace', rows: [row] }] },
    });
    const kept = await bench.operations.chooseFields(admin, { draft: id, paths: ['gone__C', 'Id'] });
    expect(mapped(kept)).to.deep.equal({ Gone__c: 'industry', Id: 'account_id' });
    const without = await bench.operations.chooseFields(admin, { draft: id, paths: ['Id'] });
    expect(mapped(without)).to.deep.equal({ Id: 'account_id' });
  });
});
