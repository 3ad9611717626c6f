import { expect } from 'chai';
import type { AskContext, ChatContext } from '../../../src/assistant/assistant.ts';
import { createAssistant } from '../../../src/assistant/with-model.ts';
import { createMask } from '../../../src/assistant/model/mask.ts';
import { maxAskLength } from '../../../src/assistant/built-in/limits.ts';
import { maxDataCharacters } from '../../../src/assistant/model/limits.ts';
import { promptOf } from '../../../src/assistant/model/prompt.ts';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import { schemaOf } from '../../../src/domain/schema-of.ts';
import { crmSchema } from '../../support/crm-schema.ts';
import { startScriptedModel, type ScriptedModel } from '../../support/scripted-model.ts';
import { aField, anObject, aPicklist } from '../../support/source-schema.ts';
import { aJobSummary, aWorkspace, assistantClock } from '../built-in/support/workspace.ts';

/** None of them is real. */
const secrets = [
  'xoxb-123456789012-abcdefABCDEF123456',
  'sk-proj-abcdEFGH1234abcdEFGH1234',
  'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
  'cw_abc123_ZZZZZZZZZZZZZZZZZZZZZZZZZZZZ',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcDEF123',
  '00D5g000008abcd!AQEAQNabcdefghijklmnopqrstuvwxyz.12',
  'AKIAABCDEFGHIJKLMNOP1234',
  '4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a',
  'ada.lovelace@acme.example',
];
const saidSecrets = ['password: hunter2secret', 'client_secret=Zx81-spectrum', 'Bearer abcdefgh12345678'];
/** Values of records, which no context has a place for but where somebody put them into an error. */
const rowValues = ['Grace Hopper', '+49 170 5550123', 'DE89370400440532013000'];

const spoiled = secrets.join(' ');
const context: Readonly<Record<AskContext['purpose'], AskContext>> = {
  filter: {
    purpose: 'filter',
    schema: schemaOf(
      anObject('Account', [
        aField('Name'),
        aField('Odd__c', 'string', { label: `Odd ${spoiled}` }),
        aPicklist('Industry', ['Banking', secrets[0] ?? '']),
      ]),
      new Map(),
    ),
    ...assistantClock,
  },
  mapping: {
    purpose: 'mapping',
    schema: crmSchema,
    fields: ['Name', 'Industry', 'Website'],
    target: hubObjects.accounts,
    attributes: hubObjects.accounts.attributes,
    // Constants and formulas of earlier mappings are values that somebody entered.
    earlier: [
      rowValues.map((value) => ({ source: { kind: 'constant', value }, target: 'name' }) as const),
      [{ source: { kind: 'field', path: 'Name' }, target: 'name', note: secrets[1] ?? '' }],
    ],
  },
  formula: {
    purpose: 'formula',
    fields: [{ path: 'FirstName', label: `First ${spoiled}`, type: 'text' }],
    type: 'text',
    ...assistantClock,
  },
  chat: aWorkspace({
    jobs: [aJobSummary(`Customers ${spoiled}`, { last: { status: 'failed', error: `Refused: ${spoiled}` } })],
    connections: [{ name: `Acme ${spoiled}`, connector: 'salesforce' }],
    turns: [{ user: `use ${spoiled} ${saidSecrets.join(' ')}`, intent: null, jobs: [] }],
  }),
};

describe('what leaves for a model', () => {
  let service: ScriptedModel;
  before(async () => {
    service = await startScriptedModel();
  });
  after(() => service.close());

  const ask = async (text: string, where: AskContext): Promise<string> => {
    service.script({ content: 'no JSON' });
    const assistant = createAssistant({
      model: { baseUrl: service.url, apiKey: null, name: 'm' },
      usesModel: () => Promise.resolve(true),
      // What is sent is looked at here, and not how fast this machine is.
      askMs: 120_000,
    });
    await assistant.interpret(text, where);
    expect(service.calls).to.have.length(3);
    return service.calls.map(({ body, headers, path }) => body + JSON.stringify(headers) + path).join('\n');
  };

  for (const [purpose, where] of Object.entries(context)) {
    it(`is without secrets, addresses of people and values: ${purpose}`, async () => {
      const sent = await ask(`take ${spoiled}, ${saidSecrets.join(', ')}`, where);
      for (const secret of [...secrets, ...rowValues]) expect(sent, secret).not.to.contain(secret);
      for (const secret of ['hunter2secret', 'Zx81-spectrum', 'abcdefgh12345678'])
        expect(sent, secret).not.to.contain(secret);
      expect(sent).to.contain('masked_1_');
    });
  }

  it('comes back to who wrote it', async () => {
    service.script({
      content: { kind: 'filter', filter: "Name = 'masked_1_'", question: null, choices: null },
    });
    const assistant = createAssistant({
      model: { baseUrl: service.url, apiKey: null, name: 'm' },
      usesModel: () => Promise.resolve(true),
    });
    const { proposal } = await assistant.interpret('name is ada.lovelace@acme.example', {
      purpose: 'filter',
      schema: crmSchema,
      ...assistantClock,
    });
    expect(proposal).to.include({ filter: "Name = 'ada.lovelace@acme.example'" });
  });

  it('has what people type otherwise as they typed it', () => {
    const { hide } = createMask();
    for (const text of [
      'Dana Price in 2026-03-01T10:00:00Z',
      'emails that end with @acme.com',
      'the password is empty',
      'token is missing',
      'contacts of Field_17_with_a_long_name_and_more_words__c over 1.500.000,00 €',
    ])
      expect(hide(text)).to.equal(text);
  });

  it('is bounded, however wide an object is, and has the fields that were asked for', async () => {
    const long = 'with a label that is as long as a label can be';
    const fields = Array.from({ length: 800 }, (_, at) =>
      aPicklist(
        `Custom_${at}__c`,
        Array.from({ length: 30 }, (_, value) => `Value ${value} of ${at}`),
        {
          label: `Number ${at} ${long}`,
          custom: true,
        },
      ),
    );
    const wanted = aPicklist('Churn_Risk__c', ['High', 'Low'], { label: 'Churn Risk', custom: true });
    const schema = schemaOf(anObject('Account', [...fields, wanted]), new Map());
    const sent = await ask('accounts with a high churn risk', {
      purpose: 'filter',
      schema,
      ...assistantClock,
    });
    expect(sent).to.contain('Churn_Risk__c');
    const [first] = service.calls;
    const [, data] = first?.json.messages ?? [];
    expect(data?.content.length).to.be.lessThan(maxDataCharacters + maxAskLength + 2_000);
    const chat: ChatContext = aWorkspace({
      jobs: Array.from({ length: 500 }, (_, at) => aJobSummary(`Job ${at} ${long}`)),
      objects: Array.from({ length: 50 }, () => ({ connector: 'salesforce', schema })),
    });
    await ask('which accounts have a high churn risk in job 499', chat);
    const [, told] = service.calls[0]?.json.messages ?? [];
    expect(told?.content).to.contain('Job 499').and.contain('Churn_Risk__c');
    expect(told?.content.length).to.be.lessThan(3 * maxDataCharacters);
    expect(promptOf('chat').length).to.be.lessThan(maxDataCharacters);
  });
});
