import { expect } from 'chai';
import type { AskContext } from '../../../src/assistant/assistant.ts';
import { askAssistant, maxAskLength } from '../../../src/operations/assistant/ask-assistant.ts';
import { askRate } from '../../../src/operations/assistant/ask-rate.ts';
import { assistantClock } from '../../assistant/built-in/support/workspace.ts';
import { crmSchema } from '../../support/crm-schema.ts';
import { admin, operationsForEach } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { rejection } from '../../support/rejection.ts';

describe('asking the assistant', () => {
  let bench: OperationsBench;
  operationsForEach((opened) => void (bench = opened));

  const where: AskContext = { purpose: 'filter', schema: crmSchema, ...assistantClock };
  const ask = (text: string, actor = 'U1') =>
    askAssistant(bench.deps, { ...admin, actor }, { text, where, subject: 'job-1' });

  it('says who made the proposal', async () => {
    const { proposal, from, note } = await ask('customers in Berlin');
    expect({ kind: proposal.kind, from, note }).to.deep.equal({
      kind: 'filter',
      from: 'built-in',
      note: null,
    });
  });

  it('keeps in the audit log what was asked and proposed, without the values', async () => {
    await ask('customers named "Lovelace Ltd" with revenue over 4711, owner ada@example.com');
    const [entry] = await bench.store.audit.list({ limit: 1, offset: 0 });
    expect(entry).to.deep.include({ operation: 'ask-assistant', subject: 'job-1', actor: 'U1' });
    const kept = JSON.stringify(entry);
    expect(kept).to.include('customers named');
    for (const value of ['Lovelace', '4711', 'ada@']) expect(kept).not.to.include(value);
  });

  it('lets one person ask so often and no oftener, whoever else asks', async () => {
    for (let asked = 0; asked < askRate.burst; asked += 1) await ask('customers');
    expect(await rejection(ask('customers'))).to.include({ code: 'ask_too_often' });
    expect((await ask('customers', 'U2')).from).to.equal('built-in');
  });

  it('refuses a text that is longer than anybody types', async () => {
    expect(await rejection(ask('x'.repeat(maxAskLength + 1)))).to.include({ code: 'ask_too_long' });
  });
});
