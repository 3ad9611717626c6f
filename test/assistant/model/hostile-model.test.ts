import { expect } from 'chai';
import * as fc from 'fast-check';
import type { AskContext, ChatContext } from '../../../src/assistant/assistant.ts';
import { proposalSchema, readIntents, writeIntents, type Proposal } from '../../../src/assistant/proposal.ts';
import { extractJson } from '../../../src/assistant/model/extract-json.ts';
import { partialText } from '../../../src/assistant/model/partial-text.ts';
import { prepareTask } from '../../../src/assistant/model/prepare-task.ts';
import { UserError } from '../../../src/domain/errors.ts';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { parseFilter } from '../../../src/domain/filter/parse.ts';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import { crmSchema } from '../../support/crm-schema.ts';
import { aWorkspace, assistantClock } from '../built-in/support/workspace.ts';

const nullable = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null });
const anyText = fc.oneof(
  fc.string({ maxLength: 60, unit: 'grapheme' }),
  fc.constantFrom(
    'Customers',
    'customers',
    'Payroll',
    "Industry = 'Energy'",
    "Industry = 'Energy' OR Loyalty__c = 1",
    "Name = 'x'); DROP TABLE jobs; --",
    'DELETE FROM accounts',
    'Account',
    'salesforce',
    'hub',
    '<!channel> click https://evil.example',
    'UPPER(Name)',
    'constructor',
    '__proto__',
  ),
);
const chatOutput = fc.record({
  kind: fc.constantFrom(
    'answer',
    'question',
    'command',
    'filter',
    'job draft',
    'help',
    'mapping',
    'refused',
    'delete',
  ),
  text: nullable(anyText),
  intent: nullable(fc.constantFrom(...readIntents, ...writeIntents, 'delete', 'grant')),
  jobs: nullable(fc.array(anyText, { maxLength: 4 })),
  schedule: nullable(
    fc.record({
      run: fc.constantFrom('once', 'minutes', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'),
      at: nullable(fc.constantFrom('08:00', '24:00', 'soon')),
      on: nullable(fc.constantFrom(['mon'], [], ['xyz'])),
      every: nullable(fc.integer({ min: -5, max: 2_000 })),
      minute: nullable(fc.integer({ min: -5, max: 90 })),
      day: nullable(fc.integer({ min: -5, max: 40 })),
    }),
  ),
  connector: nullable(anyText),
  object: nullable(anyText),
  direction: nullable(fc.constantFrom('inbound', 'outbound', 'both')),
  hub: nullable(fc.constantFrom('accounts', 'users', 'secrets')),
  filter: nullable(anyText),
  choices: nullable(fc.array(anyText, { maxLength: 9 })),
  confirm: fc.boolean(),
});

/** The proposal, or what is told the model. Anything else is thrown, and fails the test. */
function proposed(context: AskContext, output: unknown): Proposal | null {
  try {
    return prepareTask('anything', context).read(output);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

describe('whatever a model answers', () => {
  it('no write is proposed without its button, beyond the role, or of a job that there is not', () => {
    const roles = fc.constantFrom<ChatContext['role'][]>('viewer', 'operator', 'admin');
    fc.assert(
      fc.property(chatOutput, roles, (output, role) => {
        const context = aWorkspace({ role });
        const proposal = proposed(context, output);
        if (proposal === null) return;
        expect(proposalSchema.safeParse(proposal).success).to.equal(true);
        if (proposal.kind === 'job draft') expect(role).to.equal('admin');
        if (proposal.kind === 'answer' || proposal.kind === 'question')
          expect(proposal.text).not.to.match(/https?:|<!/);
        if (proposal.kind !== 'command') return;
        const isWrite = (writeIntents as readonly string[]).includes(proposal.intent);
        expect(proposal.confirm).to.equal(isWrite);
        if (isWrite) expect(role).not.to.equal('viewer');
        if (proposal.intent === 'edit-schedule') expect(role).to.equal('admin');
        expect(context.jobs.map(({ name }) => name)).to.include.members(proposal.jobs);
      }),
      { numRuns: 500 },
    );
  });

  it('only filters are proposed that the schema takes', () => {
    const output = fc.record({
      kind: fc.constantFrom('filter', 'question'),
      filter: nullable(anyText),
      question: nullable(anyText),
      choices: nullable(fc.array(anyText)),
    });
    fc.assert(
      fc.property(output, (answer) => {
        const proposal = proposed({ purpose: 'filter', schema: crmSchema, ...assistantClock }, answer);
        if (proposal?.kind !== 'filter') return;
        const filter = parseFilter(proposal.filter);
        expect(filter).not.to.equal(null);
        if (filter !== null) checkFilter(filter, crmSchema);
      }),
      { numRuns: 300 },
    );
  });

  const attributes = hubObjects.accounts.attributes;
  const mapping: AskContext = {
    purpose: 'mapping',
    schema: crmSchema,
    fields: ['Id', 'Name', 'Industry', 'AnnualRevenue', 'CloseDate', 'BillingAddress'],
    target: hubObjects.accounts,
    attributes,
  };

  it('each field has one line of a mapping, and each attribute one field that fits it', () => {
    const pair = fc.record({
      source: fc.constantFrom(
        'Id',
        'name',
        'Industry',
        'AnnualRevenue',
        'CloseDate',
        'BillingAddress',
        'Nope',
      ),
      target: nullable(fc.constantFrom(...attributes.map(({ name }) => name), 'brand_new', 'Bad Name', 'id')),
      isNew: fc.boolean(),
      type: nullable(fc.constantFrom('text', 'number', 'date')),
      confidence: fc.double({ noNaN: true }),
      reason: anyText,
    });
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 5 }), (pairs) => {
        const proposal = proposed(mapping, { pairs });
        if (proposal?.kind !== 'mapping') return;
        expect(proposalSchema.safeParse(proposal).success).to.equal(true);
        expect(proposal.pairs.map(({ source }) => source).sort()).to.deep.equal([...mapping.fields].sort());
        const targets = proposal.pairs.flatMap(({ target }) => target ?? []);
        expect(new Set(targets).size).to.equal(targets.length);
      }),
      { numRuns: 60 },
    );
  });

  it('a mapping keeps what the model says nothing of, and takes what it says', () => {
    const proposal = proposed(mapping, {
      pairs: [
        {
          source: 'industry',
          target: null,
          isNew: false,
          type: null,
          confidence: 0.8,
          reason: 'Not wanted.',
        },
        {
          source: 'AnnualRevenue',
          target: 'revenue_in_books',
          isNew: true,
          type: 'currency',
          confidence: 0.7,
          reason: 'x',
        },
      ],
    });
    const pairs = proposal?.kind === 'mapping' ? proposal.pairs : [];
    const of = (path: string): unknown => pairs.find(({ source }) => source === path);
    expect(of('Name')).to.include({ target: 'name', isNew: false });
    expect(of('Industry')).to.include({ target: null, reason: 'Not wanted.' });
    expect(of('AnnualRevenue')).to.include({ target: 'revenue_in_books', isNew: true, type: 'currency' });
  });

  it('only formulas are proposed that parse, of fields that there are, of a type that fits', () => {
    const context: AskContext = {
      purpose: 'formula',
      fields: [{ path: 'Name', label: 'Name', type: 'text' }],
      type: 'number',
      ...assistantClock,
    };
    const formula = (text: string): Proposal | null =>
      proposed(context, { kind: 'formula', formula: text, question: null });
    expect(formula('NOPE(Name)')).to.equal(null);
    expect(formula('LEN(Name)')).to.deep.equal({ kind: 'formula', formula: 'LEN(Name)' });
    expect(formula('LEN(Other)')).to.equal(null);
    expect(formula('Name = "x"')).to.equal(null);
    expect(formula('process.exit()')).to.equal(null);
    expect(formula('')).to.equal(null);
  });

  it('its text is read without end or error', () => {
    const pieces = fc.array(
      fc.constantFrom('{', '}', '"', '\\', 'kind', ':', ',', 'x', '\\u00', 'answer', 'text', '\n'),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        extractJson(text);
        partialText(`{"kind":"answer","text":"${text}`);
      }),
      { numRuns: 500 },
    );
  });
});
