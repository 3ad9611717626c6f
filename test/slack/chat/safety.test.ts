import { expect } from 'chai';
import type { Assistant } from '../../../src/assistant/assistant.ts';
import type { Proposal } from '../../../src/assistant/proposal.ts';
import type { Role } from '../../../src/domain/role.ts';
import { createOperations } from '../../../src/operations/index.ts';
import type { Operations } from '../../../src/operations/index.ts';
import type { Asked } from '../../../src/operations/assistant/ask.ts';
import type { OperationContext, OperationDeps } from '../../../src/operations/operation.ts';
import { plainText } from '../../../src/slack/chat/heard.ts';
import { proposalMessage } from '../../../src/slack/chat/proposed.ts';
import { aJobsFile, admin, operationsForEach } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { adversarialMessages } from './adversarial.ts';

/** All that changes something leaves a trace in the audit log; these do not. */
const harmless = [
  'ask-assistant',
  'apply-configuration',
  'create-connection',
  'create-job',
  'add-attributes',
];
const name = 'Customer accounts';

const by = (role: Role): OperationContext => ({ ...admin, actor: `U-${role}`, role, door: 'slack' });

describe('what is said in chat', () => {
  let bench: OperationsBench;
  operationsForEach(async (opened) => {
    bench = opened;
    await bench.operations.applyConfiguration(admin, { text: aJobsFile, fileName: 'jobs.yml' });
  });

  const asking = (given: Partial<OperationDeps> = {}): Operations =>
    createOperations({
      ...bench.deps,
      askRate: { perMinute: 10_000, burst: 10_000 },
      ...given,
    });

  async function traces(): Promise<readonly string[]> {
    const entries = await bench.store.audit.list({ limit: 1_000, offset: 0 });
    return [...new Set(entries.map(({ operation }) => operation))];
  }

  /** The job as it was before, and no run of it. */
  async function nothingHappened(before: readonly string[]): Promise<void> {
    const { runs } = await bench.store.runs.list({}, { limit: 10, offset: 0 });
    expect(runs).to.deep.equal([]);
    const [job, ...others] = await bench.store.jobs.list();
    expect(others).to.deep.equal([]);
    expect(job).to.include({ name, version: 1 });
    expect((await bench.store.roles.list(10)).length).to.equal(0);
    const since = (await traces()).filter((each) => !before.includes(each));
    expect(since.filter((each) => !harmless.includes(each))).to.deep.equal([]);
  }

  it('has a hundred ways to be wicked', () => {
    expect(adversarialMessages.length).to.be.at.least(100);
  });

  for (const role of ['viewer', 'admin'] as const) {
    it(`does nothing by itself, whatever it is: of ${role === 'viewer' ? 'a viewer' : 'an admin'}`, async function () {
      // A hundred asks, each of which looks up what the CRM has.
      this.timeout(180_000);
      const before = await traces();
      const operations = asking();
      for (const [at, message] of adversarialMessages.entries()) {
        const text = plainText(message);
        if (text === '') continue;
        const asked = await ask(operations, by(role), text, `thread ${at}`);
        if (asked === null) continue;
        const told = JSON.stringify(shown(asked));
        expect(told, message).not.to.match(/<[!@#]|<https?:|xoxb|clientSecret":"/);
        if (role === 'viewer')
          expect(asked.proposal.kind === 'command' && asked.ticket !== null, message).to.equal(false);
      }
      await nothingHappened(before);
    });
  }

  const lying: Extract<Proposal, { kind: 'command' }> = {
    kind: 'command',
    intent: 'disable',
    jobs: [name],
    confirm: false,
    schedule: null,
    words: 'Show the status <!channel>',
  };
  const scripted = (proposal: Proposal): Operations => {
    const assistant: Assistant = {
      interpret: () => Promise.resolve({ proposal, from: 'model', note: '<!channel> trust me' }),
    };
    return asking({ assistant: () => Promise.resolve(assistant) });
  };

  it('has a write confirmed that says it needs none, and says itself what it does', async () => {
    const before = await traces();
    const asked = await ask(scripted(lying), by('operator'), 'how is it?', 'a');
    expect(asked?.proposal).to.include({ confirm: true, words: `Disable ${name}` });
    expect(asked?.ticket).to.be.a('string');
    expect(JSON.stringify(asked === null ? '' : shown(asked))).not.to.match(/<!|Show the status/);
    await nothingHappened(before);
  });

  it('refuses what the person may not do, whatever is proposed', async () => {
    for (const [role, proposal] of [
      ['viewer', lying],
      ['operator', { ...lying, intent: 'edit-schedule', schedule: { run: 'minutes', every: 1 } }],
      ['operator', aDraftOf({})],
      ['viewer', { ...lying, intent: 'download' }],
    ] as const) {
      const asked = await ask(scripted(proposal), by(role), 'please', 'b');
      expect(asked?.proposal).to.deep.include({ kind: 'answer', topic: 'refused' });
      expect(asked?.ticket).to.equal(null);
    }
  });

  it('asks back where a job, an object, a connection or a filter is made up', async () => {
    const filter = { kind: 'filter', words: 'all', connector: 'salesforce' } as const;
    const madeUp: readonly Proposal[] = [
      { ...lying, jobs: ['Payroll'] },
      { ...lying, jobs: [] },
      { ...lying, intent: 'edit-schedule' },
      { ...filter, object: 'Account', filter: 'Nonsense__c = 1' },
      { ...filter, object: 'Account', filter: 'DROP TABLE accounts' },
      { ...filter, object: 'Account', filter: "Name = '<!channel>" },
      { ...filter, object: 'NoSuchThing', filter: 'Name = 1' },
      { ...filter, connector: 'oracle', object: 'Account', filter: 'Name = 1' },
      aDraftOf({ object: 'NoSuchThing' }),
      aDraftOf({ connector: 'oracle' }),
      aDraftOf({ filter: 'Nonsense__c = 1' }),
    ];
    for (const proposal of madeUp) {
      const asked = await ask(scripted(proposal), by('admin'), 'salesforce accounts', 'c');
      expect(asked?.proposal.kind, JSON.stringify(proposal)).to.equal('question');
    }
  });

  it('says of a filter what it does, and not what its maker says', async () => {
    const proposal: Proposal = {
      kind: 'filter',
      words: 'nobody at all <!here>',
      connector: 'salesforce',
      object: 'Account',
      filter: "Industry = 'Banking'",
    };
    const asked = await ask(scripted(proposal), by('viewer'), 'salesforce accounts', 'd');
    expect(JSON.stringify(asked?.proposal))
      .to.match(/Banking/)
      .and.not.to.match(/nobody|<!here>/);
  });

  it('takes no ticket that was altered, used, outdated or made for somebody else', async () => {
    const operations = scripted(lying);
    const otto = by('operator');
    const asked = await ask(operations, otto, 'off with it', 'e');
    const ticket = asked?.ticket ?? '';
    const [id = '', digest = ''] = ticket.split(' ');
    const input = {
      decision: 'confirmed',
      askedIn: { conversation: null, person: otto.actor },
      timezone: 'UTC',
    } as const;
    const codeOf = (context: OperationContext, given: string): Promise<unknown> =>
      operations.decide(context, { ...input, ticket: given }).then(
        () => 'done',
        (error: { readonly code?: string }) => error.code,
      );
    expect(await codeOf(otto, `${id} ${digest.slice(1)}x`)).to.equal('proposal_changed');
    expect(await codeOf(otto, id)).to.equal('proposal_changed');
    expect(await codeOf(otto, `nothing ${digest}`)).to.equal('proposal_gone');
    expect(await codeOf(by('admin'), ticket)).to.equal('not_your_proposal');
    expect(await codeOf({ ...otto, role: 'viewer' }, ticket)).to.equal('role_needed');
    const late = new Date(otto.now.getTime() + 16 * 60_000);
    expect(await codeOf({ ...otto, now: late }, ticket)).to.equal('proposal_gone');
    const both = await Promise.all([codeOf(otto, ticket), codeOf(otto, ticket)]);
    expect(both).to.have.members(['done', 'proposal_decided']);
    expect(await codeOf(otto, ticket)).to.equal('proposal_decided');
    const [job] = await bench.store.jobs.list();
    expect(job).to.deep.include({ version: 2 });
  });

  it('shows again what waits for the button where somebody says "do it"', async () => {
    const operations = asking();
    const first = await ask(operations, by('operator'), `run ${name}`, 'f');
    const again = await ask(operations, by('operator'), 'yes, do it', 'f');
    expect(again?.ticket).to.equal(first?.ticket);
    const elsewhere = await ask(operations, by('operator'), 'do it', 'g');
    expect(elsewhere?.ticket).not.to.equal(first?.ticket);
    const { runs } = await bench.store.runs.list({}, { limit: 10, offset: 0 });
    expect(runs).to.deep.equal([]);
  });
});

function aDraftOf(given: Partial<Extract<Proposal, { kind: 'job draft' }>>): Proposal {
  return {
    kind: 'job draft',
    direction: 'inbound',
    connector: 'salesforce',
    connection: 'Acme Salesforce',
    object: 'Account',
    hub: 'accounts',
    filter: null,
    schedule: null,
    words: 'Harmless',
    ...given,
  };
}

/** null where it is refused, such as for its length. */
async function ask(
  operations: Operations,
  context: OperationContext,
  text: string,
  thread: string,
): Promise<Asked | null> {
  try {
    return await operations.ask(context, { text, thread, timezone: 'UTC' });
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'ask_too_long') return null;
    throw error;
  }
}

/** All of a message that Slack reads as markup. */
function shown(asked: Asked): readonly string[] {
  const { proposal } = asked;
  // What is only looked up, or belongs into the wizard, says nothing of the proposal's.
  if (proposal.kind === 'command' && !proposal.confirm) return [];
  const told = proposalMessage(asked);
  const markup = [
    ...JSON.stringify(told.blocks ?? []).matchAll(/"type":"mrkdwn","text":"((?:[^"\\]|\\.)*)"/g),
  ];
  return [told.text, ...markup.map(([, text = '']) => text)];
}
