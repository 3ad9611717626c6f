import { expect } from 'chai';
import * as fc from 'fast-check';
import type { AskContext, ChatContext } from '../../../src/assistant/assistant.ts';
import { translate } from '../../../src/assistant/built-in/index.ts';
import { proposalSchema } from '../../../src/assistant/proposal.ts';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { parseFilter } from '../../../src/domain/filter/parse.ts';
import { crmSchema } from '../../support/crm-schema.ts';
import { aWorkspace, assistantClock } from './support/workspace.ts';

const words =
  `customers without over between and or not in the past 30 days 50k 1.5m 20 % next quarter since March before 2024-05-01
 " ' ( ) , owner is Dana Price industry banking energy retail stage closed won lost employees website revenue contains starts with
 modules include invoices run full sync disable Contacts nightly every 15 minutes why did it fail if else upper days until 31/12/2025
 💥 é ﷽ \u0000 \\ % _ ; null TODAY LAST_N_DAYS:30 = != <= select delete drop Owner.Name AnnualRevenue`.split(
    /\s+/,
  );
const text = fc.oneof(
  fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(' ').slice(0, 2_000)),
  fc.string({ maxLength: 2_000, unit: 'binary' }),
  fc.string({ maxLength: 200, unit: 'grapheme' }),
);

const fields = [
  { path: 'FirstName', label: 'First Name', type: 'text' },
  { path: 'Amount__c', label: 'Amount', type: 'number' },
  { path: 'End__c', label: 'End Date', type: 'date' },
  { path: 'Tags__c', label: 'Tags', type: 'list' },
] as const;
const contexts: readonly AskContext[] = [
  { purpose: 'filter', schema: crmSchema, ...assistantClock },
  { purpose: 'formula', fields, type: null, ...assistantClock },
  aWorkspace({ role: 'admin' }),
  aWorkspace({ role: 'viewer' }),
];

describe('the built-in translator, whatever is written', () => {
  it('gives a proposal of the agreed form and never throws', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...contexts), (ask, context) => {
        expect(proposalSchema.safeParse(translate(ask, context)).success).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });

  it('proposes only filters that the schema takes', () => {
    fc.assert(
      fc.property(text, (ask) => {
        const proposal = translate(ask, { purpose: 'filter', schema: crmSchema, ...assistantClock });
        if (proposal.kind !== 'filter') return;
        const filter = parseFilter(proposal.filter);
        expect(filter).not.to.equal(null);
        if (filter !== null) checkFilter(filter, crmSchema);
      }),
      { numRuns: 300 },
    );
  });

  it('proposes no write without its button, and none beyond the role', () => {
    const roles = fc.constantFrom<ChatContext['role'][]>('viewer', 'operator', 'admin');
    fc.assert(
      fc.property(text, roles, (ask, role) => {
        const proposal = translate(ask, aWorkspace({ role }));
        if (proposal.kind === 'job draft') expect(role).to.equal('admin');
        if (proposal.kind !== 'command') return;
        const isWrite = ['run', 'fullsync', 'disable', 'enable', 'edit-schedule'].includes(proposal.intent);
        expect(proposal.confirm).to.equal(isWrite);
        if (isWrite) expect(role).not.to.equal('viewer');
        if (proposal.intent === 'edit-schedule') expect(role).to.equal('admin');
      }),
      { numRuns: 300 },
    );
  });

  it('asks for fewer words where a text is too long', () => {
    for (const context of contexts) {
      expect(translate('gold customers or '.repeat(200), context).kind).to.equal('question');
    }
  });

  it('looks at each word once, however often it is written', () => {
    const ask = 'owner industry stage website '.repeat(68).slice(0, 2_000);
    for (const context of contexts) expect(translate(ask, context).kind).to.be.a('string');
  });
});
