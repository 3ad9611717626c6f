import { expect } from 'chai';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { admin, aJobsFile, operationsForEach, operator } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { rejection } from '../../support/rejection.ts';

describe('the search for fields of a draft', () => {
  let bench: OperationsBench;
  let sandbox: SalesforceSandbox;
  let draft: string;
  operationsForEach(async (opened, salesforce) => {
    bench = opened;
    sandbox = salesforce;
    await bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text: aJobsFile });
    const started = await bench.operations.startDraft(admin, { purpose: 'edit', job: 'Customer accounts' });
    draft = started.draft.id;
  });
  afterEach(() => sandbox.calm());

  const search = async (typed: string, context = admin): Promise<string[]> => {
    const found = await bench.operations.searchFields(context, { draft, typed, limit: 20 });
    return found.map(({ path }) => path);
  };

  it('knows the object and, as they are needed, its parents five levels deep', async () => {
    expect((await search('annual rev'))[0]).to.equal('AnnualRevenue');
    expect((await search('owner.em'))[0]).to.equal('Owner.Email');
    expect((await search('parent.parent.parent.owner.manager.ema'))[0]).to.equal(
      'Parent.Parent.Parent.Owner.Manager.Email',
    );
    expect(await search('')).to.have.lengthOf(20);
  });

  it('leaves out parents that are not there in time', async () => {
    sandbox.disturb({ kind: 'silent', match: { path: /sobjects\/User\// } });
    const found = await search('owner email');
    expect(found).not.to.include('Owner.Email');
    sandbox.calm();
  });

  it('is for admins, once there is an object', async () => {
    expect(await rejection(search('name', { ...operator, actor: 'ada' }))).to.include({
      code: 'role_needed',
    });
    const { id } = (await bench.operations.startDraft(admin, { purpose: 'create' })).draft;
    const asked = bench.operations.searchFields(admin, { draft: id, typed: '', limit: 1 });
    expect(await rejection(asked)).to.include({ code: 'source_missing' });
  });
});
