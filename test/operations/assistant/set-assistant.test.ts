import { expect } from 'chai';
import { createOperations } from '../../../src/operations/index.ts';
import { admin, operationsForEach, operator, viewer } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { describeOnBothDatabases } from '../../support/postgres.ts';
import { rejection } from '../../support/rejection.ts';

describeOnBothDatabases("the assistant's model", (fresh) => {
  let bench: OperationsBench;
  operationsForEach((opened) => {
    bench = opened;
  }, fresh);

  it('is asked until an admin switches it off, and again once it is on', async () => {
    const { operations } = bench;
    expect(await operations.showAssistant(viewer)).to.deep.equal({
      model: 'test-model',
      usesModel: true,
      switched: null,
    });
    const off = await operations.setAssistant(admin, { usesModel: false });
    expect(off.usesModel).to.equal(false);
    expect(off.switched).to.deep.equal({ isOn: false, at: admin.now, by: 'ada' });
    expect((await operations.setAssistant(admin, { usesModel: true })).usesModel).to.equal(true);
  });

  it('is switched by admins only, and each switch is written down once', async () => {
    const { operations, store } = bench;
    expect(await rejection(operations.setAssistant(operator, { usesModel: false }))).to.include({
      code: 'role_needed',
    });
    await operations.setAssistant(admin, { usesModel: false });
    await operations.setAssistant(admin, { usesModel: false });
    const entries = await store.audit.list({ limit: 10, offset: 0 });
    expect(entries.map(({ operation, before, after }) => ({ operation, before, after }))).to.deep.equal([
      { operation: 'set-assistant', before: { usesModel: true }, after: { usesModel: false } },
    ]);
  });

  it('cannot be switched on where none is configured', async () => {
    const operations = createOperations({ ...bench.deps, modelName: null });
    expect((await operations.showAssistant(viewer)).usesModel).to.equal(false);
    const refused = await rejection(operations.setAssistant(admin, { usesModel: true }));
    expect(refused).to.include({ code: 'no_model' });
    expect((await operations.setAssistant(admin, { usesModel: false })).usesModel).to.equal(false);
  });
});
