import { expect } from 'chai';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AskContext, Interpretation } from '../../../src/assistant/assistant.ts';
import { createAssistant, type AskReport } from '../../../src/assistant/with-model.ts';
import { maxBodyBytes } from '../../../src/assistant/model/limits.ts';
import { crmSchema } from '../../support/crm-schema.ts';
import { rejection } from '../../support/rejection.ts';
import {
  event,
  startScriptedModel,
  type ScriptedAnswer,
  type ScriptedModel,
  chatAnswer,
} from '../../support/scripted-model.ts';
import { aWorkspace, assistantClock } from '../built-in/support/workspace.ts';

const filterContext: AskContext = { purpose: 'filter', schema: crmSchema, ...assistantClock };
const energy = { kind: 'filter', filter: "Industry = 'Energy'", question: null, choices: null };
const askedFor = 'energy accounts';

function endless(response: ServerResponse, piece: string): void {
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}

describe('the assistant with a model', () => {
  let service: ScriptedModel;
  let reports: AskReport[];
  before(async () => {
    service = await startScriptedModel();
  });
  after(() => service.close());
  beforeEach(() => {
    reports = [];
  });

  interface Asking {
    readonly text?: string;
    readonly context?: AskContext;
    readonly askMs?: number;
    readonly apiKey?: string | null;
    readonly url?: string;
    readonly isOn?: boolean;
  }
  const assistantOf = ({ askMs = 5_000, apiKey = 'sk-test', url = service.url, isOn = true }: Asking = {}) =>
    createAssistant({
      model: { baseUrl: url, apiKey, name: 'test-model' },
      usesModel: () => Promise.resolve(isOn),
      onAsked: (report) => void reports.push(report),
      askMs,
    });
  const ask = ({
    text = askedFor,
    context = filterContext,
    ...asking
  }: Asking = {}): Promise<Interpretation> => assistantOf(asking).interpret(text, context);

  const chat = (output: object, changes: Parameters<typeof aWorkspace>[0] = {}, text = 'do it') => {
    service.script({ content: chatAnswer(output) });
    return ask({ text, context: aWorkspace(changes) });
  };

  it('proposes what the model answers, checked and said in words made of it', async () => {
    service.script({ content: { ...energy, filter: "industry = 'energy' and NumberOfEmployees > 5" } });
    const { proposal, from, note } = await ask();
    expect({ from, note }).to.deep.equal({ from: 'model', note: null });
    expect(proposal).to.deep.equal({
      kind: 'filter',
      filter: "Industry = 'Energy' AND NumberOfEmployees > 5",
      words: 'Industry is Energy and Employees is more than 5',
      connector: null,
      object: null,
    });
    const [call] = service.calls;
    expect(call?.path).to.equal('/v1/chat/completions');
    expect(call?.headers.authorization).to.equal('Bearer sk-test');
    expect(call?.json).to.deep.include({ model: 'test-model', stream: false });
    expect(call?.json['response_format']).to.have.nested.property('json_schema.strict', true);
    const [report] = reports;
    expect(report).to.deep.include({ purpose: 'filter', from: 'model', outcome: 'answered' });
    expect(report?.tokens).to.deep.equal({ sent: 100, received: 20 });
  });

  it('sends no key where none is configured', async () => {
    service.script({ content: energy });
    await ask({ apiKey: null });
    expect(service.calls[0]?.headers.authorization).to.equal(undefined);
  });

  describe('mends with the model', () => {
    const mended: readonly (readonly [string, ScriptedAnswer])[] = [
      ['an unknown field', { content: { ...energy, filter: "Loyalty__c = 'Gold'" } }],
      ['a filter that does not parse', { content: { ...energy, filter: 'Industry = = 5' } }],
      ['a whole query', { content: { ...energy, filter: 'SELECT Id FROM Account' } }],
      ['a broken JSON', { content: '{"kind": "filter", "filter": "Indus' }],
      ['an answer without JSON', { content: 'You could filter by industry.' }],
      ['an answer of another form', { content: { query: "Industry = 'Energy'" } }],
      ['a kind that there is not', { content: { ...energy, kind: 'delete' } }],
      ['an empty answer', { content: '' }],
      ['no answer at all', { content: null }],
      ['an answer that was cut', { content: energy, finish: 'length' }],
      ['an empty filter', { content: { ...energy, filter: '' } }],
    ];
    for (const [title, wrong] of mended) {
      it(title, async () => {
        service.script(wrong, { content: energy });
        const { proposal, from } = await ask();
        expect(from).to.equal('model');
        expect(proposal).to.include({ filter: "Industry = 'Energy'" });
        expect(service.calls).to.have.length(2);
      });
    }

    it('at most twice', async () => {
      service.script({ content: { ...energy, filter: "Loyalty__c = 'Gold'" } });
      const { proposal, from, note } = await ask();
      expect(service.calls).to.have.length(3);
      expect(service.calls[2]?.json.messages.at(-1)?.content).to.contain('Loyalty__c');
      expect(from).to.equal('built-in');
      expect(note).to.contain('no answer that holds');
      expect(proposal).to.include({ filter: "Industry = 'Energy'" });
    });
  });

  describe('reads an answer', () => {
    const read: readonly (readonly [string, ScriptedAnswer])[] = [
      [
        'in a code fence',
        { content: `Here you are:\n\`\`\`json\n${JSON.stringify(energy)}\n\`\`\`\nGood luck!` },
      ],
      ['with prose that has braces', { content: `I {think} of ${JSON.stringify(energy)} {so}` }],
      ['with more keys than were asked for', { content: { ...energy, thought: 'hm' } }],
      ['that is streamed where nobody asked for it', { content: energy, stream: true }],
      [
        'of another content type',
        {
          status: 200,
          headers: { 'content-type': 'text/plain' },
          body: JSON.stringify({ choices: [{ message: { content: JSON.stringify(energy) } }] }),
        },
      ],
    ];
    for (const [title, answer] of read) {
      it(title, async () => {
        service.script(answer);
        const { proposal, from } = await ask();
        expect(from).to.equal('model');
        expect(proposal).to.include({ filter: "Industry = 'Energy'" });
        expect(service.calls).to.have.length(1);
      });
    }

    it('of a service that knows no schemas, and no temperature', async () => {
      service.script({ status: 400 }, { status: 422 }, { content: energy });
      const assistant = assistantOf();
      expect((await assistant.interpret(askedFor, filterContext)).from).to.equal('model');
      expect(service.calls[1]?.json).to.not.have.property('temperature');
      expect(service.calls[2]?.json).to.not.have.property('response_format');
      expect(service.calls[2]?.json).to.have.property('max_tokens');
      await assistant.interpret(askedFor, filterContext);
      expect(service.calls, 'what it takes is kept in mind').to.have.length(4);
    });
  });

  describe('has the built-in translator answer, and says so, where the service', () => {
    const failing: readonly (readonly [string, string, ScriptedAnswer, number?])[] = [
      ['is busy', 'busy', { status: 429, headers: { 'retry-after': '0' } }, 3],
      [
        'is busy for longer than the ask may take',
        'busy',
        { status: 429, headers: { 'retry-after': '3600' } },
        1,
      ],
      ['is out of order', 'out of order', { status: 500, headers: { 'retry-after-ms': '1' } }, 3],
      ['refuses the key', 'refused by service', { status: 401 }, 1],
      ['does not know the model', 'refused by service', { status: 404 }, 1],
      ['takes no form of the call', 'refused by service', { status: 400 }, 3],
      [
        'answers with a page',
        'unusable',
        { status: 200, body: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } },
      ],
      ['answers with JSON of another kind', 'unusable', { status: 200, body: '{"ok":true}' }],
      [
        'answers with a redirect',
        'refused by service',
        { status: 307, headers: { location: 'http://127.0.0.1:9/' } },
        1,
      ],
      ['has the model refuse', 'declined', { content: null, refusal: 'I cannot help with that.' }, 1],
      ['filters the answer', 'declined', { content: '', finish: 'content_filter' }, 1],
      ['never answers', 'slow', { behave: () => {} }],
      [
        'begins to answer and stops',
        'slow',
        {
          behave: (response) =>
            void response.writeHead(200, { 'content-type': 'application/json' }).write('{"choices":'),
        },
      ],
      [
        'answers without an end',
        'unusable',
        {
          behave(response) {
            response.writeHead(200, { 'content-type': 'application/json' });
            endless(response, ' '.repeat(10_000));
          },
        },
        1,
      ],
      [
        'streams without an end',
        'unusable',
        {
          behave(response) {
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            endless(response, event({ content: 'x'.repeat(1_000) }, null));
          },
        },
        1,
      ],
      [
        'streams what is no stream',
        'unusable',
        {
          behave: (response) =>
            void response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"no": 1}\n\n'),
        },
      ],
      [
        'streams no JSON',
        'unusable',
        {
          behave: (response) =>
            void response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {no\n\n'),
        },
      ],
      ['fails without an end', 'refused by service', { status: 401, body: 'no '.repeat(maxBodyBytes) }, 1],
      ['hangs up', 'unreachable', { behave: (response) => void response.destroy() }, 3],
      [
        'hangs up within its answer',
        'unreachable',
        {
          behave(response) {
            response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
            response.write('{"choices":', () => response.destroy());
          },
        },
        3,
      ],
    ];
    for (const [title, outcome, answer, calls] of failing) {
      it(title, async () => {
        service.script(answer);
        const { proposal, from, note } = await ask({ askMs: outcome === 'slow' ? 150 : 5_000 });
        expect(reports.map((report) => report.outcome)).to.deep.equal([outcome]);
        expect(from).to.equal('built-in');
        expect(note).to.be.a('string').that.contains('built-in translator');
        expect(proposal).to.include({ kind: 'filter', filter: "Industry = 'Energy'" });
        if (calls !== undefined) expect(service.calls).to.have.length(calls);
      });
    }

    it('is not there', async () => {
      const gone = await startScriptedModel();
      await gone.close();
      const { proposal, note } = await ask({ url: gone.url });
      expect(reports[0]?.outcome).to.equal('unreachable');
      expect(note).to.contain('could not be reached');
      expect(proposal.kind).to.equal('filter');
    });
  });

  it('follows no redirect, with or without its key', async () => {
    const asked: string[] = [];
    const other = createServer((request, response) => {
      asked.push(request.headers.authorization ?? 'no key');
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    for (const status of [301, 302, 303, 307, 308]) {
      service.script({ status, headers: { location: `http://127.0.0.1:${port}/v1/chat/completions` } });
      expect((await ask()).from).to.equal('built-in');
    }
    other.close();
    expect(asked).to.deep.equal([]);
  });

  it('tries again after as long as the service asks for', async () => {
    service.script({ status: 503, headers: { 'retry-after-ms': '5' } }, { content: energy });
    expect((await ask()).from).to.equal('model');
    expect(service.calls).to.have.length(2);
  });

  it('leaves the model alone for a while after failures in a row', async () => {
    service.script({ status: 401 });
    const assistant = assistantOf();
    for (let asks = 0; asks < 4; asks++) await assistant.interpret(askedFor, filterContext);
    expect(service.calls).to.have.length(3);
    expect(reports.at(-1)?.outcome).to.equal('resting');
    const { from, note } = await assistant.interpret(askedFor, filterContext);
    expect(from).to.equal('built-in');
    expect(note).to.contain('for the next minute');
  });

  it('is asked nothing where an admin has switched it off, and nothing is said of that', async () => {
    service.script({ content: energy });
    const { from, note } = await ask({ isOn: false });
    expect({ from, note }).to.deep.equal({ from: 'built-in', note: null });
    expect(service.calls).to.have.length(0);
  });

  it('stops when whoever asked waits no longer', async () => {
    const leaving = new AbortController();
    service.script({ behave: () => leaving.abort(new Error('gone')) });
    const asked = assistantOf().interpret(askedFor, filterContext, { signal: leaving.signal });
    expect(await rejection(asked)).to.include({ message: 'gone' });
    expect(reports.map(({ outcome }) => outcome)).to.deep.equal(['cancelled']);
  });

  describe('in chat', () => {
    it('has a button stand before every write', async () => {
      const { proposal } = await chat({
        kind: 'command',
        intent: 'run',
        jobs: ['customers'],
        confirm: false,
      });
      expect(proposal).to.deep.include({
        kind: 'command',
        intent: 'run',
        jobs: ['Customers'],
        confirm: true,
      });
    });

    it('goes by the role of who asks, whatever the model says', async () => {
      const { proposal } = await chat(
        { kind: 'command', intent: 'run', jobs: ['Customers'] },
        { role: 'viewer' },
      );
      expect(proposal).to.deep.include({ kind: 'answer', topic: 'refused', needs: 'operator' });
      const draft = {
        kind: 'job draft',
        direction: 'inbound',
        connector: 'salesforce',
        object: 'Account',
        hub: 'accounts',
      };
      expect((await chat(draft, { role: 'operator' })).proposal).to.deep.include({
        topic: 'refused',
        needs: 'admin',
      });
    });

    it('takes names of jobs that there are, and no others', async () => {
      const { from, proposal } = await chat(
        { kind: 'command', intent: 'run', jobs: ['Payroll'] },
        {},
        'run payroll',
      );
      expect(from).to.equal('built-in');
      expect(proposal.kind).to.equal('question');
    });

    it('takes no intent beyond the list', async () => {
      const { from } = await chat({ kind: 'command', intent: 'delete', jobs: ['Customers'] });
      expect(from).to.equal('built-in');
    });

    it('drafts a job with its filter, checked', async () => {
      const draft = {
        kind: 'job draft',
        direction: 'inbound',
        connector: 'salesforce',
        object: 'account',
        hub: 'accounts',
        filter: "industry = 'energy'",
        schedule: { run: 'daily', at: '08:00', on: null, every: null, minute: null, day: null },
      };
      const { proposal } = await chat(draft);
      expect(proposal).to.deep.include({
        kind: 'job draft',
        connection: 'Acme',
        object: 'Account',
        filter: "Industry = 'Energy'",
        schedule: { run: 'daily', at: '08:00' },
      });
    });

    it('takes no schedule that cannot be', async () => {
      const schedule = { run: 'daily', at: '25:00', on: null, every: null, minute: null, day: null };
      const { from } = await chat({
        kind: 'command',
        intent: 'edit-schedule',
        jobs: ['Customers'],
        schedule,
      });
      expect(from).to.equal('built-in');
    });

    it('offers only choices that there are', async () => {
      const { proposal } = await chat({ kind: 'question', text: 'Which?', choices: ['Customers', 'rm -rf'] });
      expect(proposal).to.deep.equal({
        kind: 'question',
        text: 'Which?',
        choices: ['Customers'],
        about: null,
      });
    });

    it('is told what was chosen at its question', async () => {
      await chat({ kind: 'command', intent: 'run', jobs: ['Customers'] }, { chosen: 'Customers' }, 'run it');
      const data: unknown = JSON.parse(service.calls[0]?.json.messages[1]?.content ?? '');
      expect(data).to.deep.include({ ask: 'run it', chosen: 'Customers' });
    });

    it('shows no links and no mentions of a model', async () => {
      const text = 'See <https://evil.example/?q=1|this>, https://evil.example/x and <!channel>.';
      const { proposal } = await chat({ kind: 'answer', text });
      expect(proposal).to.deep.include({
        kind: 'answer',
        topic: 'explanation',
        text: 'See , (link left out) and .',
      });
    });

    it('shows the words of an answer as they come, and of a proposal nothing', async () => {
      const told: string[] = [];
      const interpret = (output: object): Promise<Interpretation> => {
        service.script({ content: chatAnswer(output) });
        return assistantOf().interpret('what is an external id?', aWorkspace(), {
          onText: (text) => void told.push(text),
        });
      };
      const words = 'An external id is a "key" of\nanother system – ✓.';
      const { proposal } = await interpret({ kind: 'answer', text: words });
      expect(service.calls[0]?.json.stream).to.equal(true);
      expect(proposal).to.deep.include({ topic: 'explanation', text: words });
      expect(told.length).to.be.greaterThan(2);
      expect(told.every((text) => words.startsWith(text))).to.equal(true);
      expect(told.at(-1)).to.equal(words);
      told.length = 0;
      await interpret({ kind: 'command', text: 'Done!', intent: 'run', jobs: ['Customers'] });
      await interpret({ kind: 'question', text: 'Which one?' });
      expect(told).to.deep.equal([]);
    });

    it('that is gone in the middle of its words gives way to the built-in translator, and says so', async () => {
      const told: string[] = [];
      const words = 'An external id is a key of another system.';
      const whole = JSON.stringify(chatAnswer({ kind: 'answer', text: words }));
      service.script({
        behave(response) {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          const half = whole.slice(0, whole.indexOf('of another'));
          response.write(event({ content: half }, null), () => response.destroy());
        },
      });
      const { proposal, from, note } = await assistantOf().interpret('run Customers', aWorkspace(), {
        onText: (text) => void told.push(text),
      });
      expect(told.every((text) => words.startsWith(text))).to.equal(true);
      expect(from).to.equal('built-in');
      expect(note).to.equal('The model could not be reached, so this is from the built-in translator.');
      expect(proposal).to.include({ kind: 'command', intent: 'run' });
      expect(reports.at(-1)).to.include({ outcome: 'unreachable' });
    });
  });
});
