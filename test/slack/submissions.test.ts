import { App } from '@slack/bolt';
import type { Receiver } from '@slack/bolt';
import { expect } from 'chai';
import { UserError } from '../../src/domain/errors.ts';
import { modal, section } from '../../src/slack/blocks/index.ts';
import { createDeliveries } from '../../src/slack/deliveries.ts';
import type { DeliveryStore } from '../../src/slack/deliveries.ts';
import type { ClosingListener, SubmissionAnswer, SubmissionListener } from '../../src/slack/feature.ts';
import { listen } from '../../src/slack/listen.ts';
import type { Listening } from '../../src/slack/listen.ts';
import { slackLog } from '../../src/slack/slack-log.ts';
import { fixedToken } from '../../src/slack/bot-token.ts';
import { createTeamListeners } from '../../src/slack/team-listeners.ts';
import type { TeamListeners } from '../../src/slack/team-listeners.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { fakeTime } from '../support/fake-time.ts';
import type { FakeTime } from '../support/fake-time.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { until } from '../support/until.ts';
import { startSmallSlack } from './support/small-slack.ts';
import type { SmallSlack } from './support/small-slack.ts';

/** Hands requests over without a transport; what they are answered with can be seen. */
class FakeReceiver implements Receiver {
  private app: App | null = null;
  init(app: App): void {
    this.app = app;
  }
  start(): Promise<void> {
    return Promise.resolve();
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
  /** What it was answered, or undefined where it was not. */
  async send(body: object, answered: (answer: unknown) => unknown): Promise<void> {
    const ack = async (answer?: unknown): Promise<void> => void (await answered(answer ?? null));
    await this.app?.processEvent({ body: { ...body }, ack });
  }
}

/** Between two looks for what another instance answers. */
const lookMs = 200;

const answering = (answer: SubmissionAnswer) => () => Promise.resolve(answer);
const failing = () => Promise.reject(new UserError('The CRM is away.'));
const isWaiting = (answer: unknown) => JSON.stringify(answer).includes('takes longer than usual');
const inputBlock = (id: string) => ({ type: 'input', block_id: id, label: {}, element: {} });

const nextView = modal({ title: 'Next', callbackId: 'next', blocks: [section('There')] });

const refuse = (errors: Record<string, string>): SubmissionAnswer => ({
  kind: 'refuse',
  errors,
  instead: () => Promise.resolve(nextView),
});

/** As the store has them. */
function sharedDeliveries(): DeliveryStore {
  const taken = new Map<string, number>();
  const answers = new Map<string, string>();
  return {
    take(id, now, end) {
      const isFree = (taken.get(id) ?? 0) <= now.getTime();
      if (isFree) taken.set(id, end.getTime());
      return Promise.resolve(isFree);
    },
    keepAnswer: (id, answer) => Promise.resolve(void answers.set(id, answer)),
    answerTo: (id) => Promise.resolve(answers.get(id) ?? null),
    forget: () => Promise.resolve(),
  };
}

const newId = (): string => 'abcdef01-2345';

describe('a modal that is submitted', () => {
  let slack: SmallSlack;
  let time: FakeTime;
  let receiver: FakeReceiver;
  let listening: Listening;
  let handle: SubmissionListener['handle'];
  let closed: string[];
  let deliveries: DeliveryStore;
  /** Resolves when it is known whose a request is. */
  let found: () => Promise<void>;
  const { log, lines } = recordedLog();

  beforeEach(async () => {
    slack = await startSmallSlack([]);
    time = fakeTime();
    closed = [];
    deliveries = sharedDeliveries();
    found = () => Promise.resolve();
    ({ receiver, listening } = startInstance());
  });
  afterEach(() => slack.close());

  /** Of one bot; all of them share what was taken. */
  function startInstance(): { readonly receiver: FakeReceiver; readonly listening: Listening } {
    const web = createWebClient(fixedToken('xoxb-1'), slack.apiUrl, log);
    const started = new FakeReceiver();
    const app = new App({
      receiver: started,
      authorize: () => Promise.resolve({ botToken: 'xoxb-1' }),
      logger: slackLog(log),
      convoStore: false,
    });
    const closing: ClosingListener = {
      callbackId: 'form',
      handle: ({ view }) => Promise.resolve(void closed.push(view.privateMetadata)),
    };
    const submission: SubmissionListener = { callbackId: 'form', handle: (call) => handle(call) };
    const person = {
      id: 'UADA',
      name: 'Ada',
      role: 'admin',
      timezone: 'UTC',
      isWorkspaceAdmin: true,
    } as const;
    const listeners = createTeamListeners([{ submissions: [submission], closings: [closing] }], {
      slack: web,
      people: {
        find: () => Promise.resolve(person),
        profile: () => Promise.resolve(person),
        nameOf: () => Promise.resolve(person.name),
      },
      deliveries: createDeliveries(deliveries, time.now),
      command: () => Promise.resolve(),
      notice: () => Promise.resolve(),
      self: () => Promise.resolve(null),
      onLeft: () => Promise.resolve(),
      log,
      now: time.now,
      timers: time,
      newId,
    });
    const teamOf = async (): Promise<TeamListeners> => {
      await found();
      return listeners;
    };
    const listened = listen(app, {
      teamOf,
      leavingTeam: teamOf,
      notInstalled: '',
      log,
      timers: time,
      newId,
    });
    return { receiver: started, listening: listened };
  }

  let triggers = 0;
  function bodyOf(type: string, callbackId = 'form'): object {
    const title = { type: 'plain_text', text: 'Form' };
    const view = {
      id: 'V1',
      type: 'modal',
      callback_id: callbackId,
      hash: `h${(triggers += 1)}`,
      private_metadata: 'draft-1',
      title,
      state: { values: {} },
      blocks: [{ type: 'section', block_id: 's' }, inputBlock('name'), inputBlock('note')],
    };
    return { type, user: { id: 'UADA' }, team: { id: 'T1' }, trigger_id: `t${triggers}`, view };
  }

  async function submit(body = bodyOf('view_submission')): Promise<unknown> {
    let answer: unknown;
    await receiver.send(body, (given) => (answer = given));
    await listening.idle();
    return answer;
  }

  /** Lets the second click look for the answer so many times more. */
  async function look(times: number): Promise<void> {
    for (let i = 0; i < times; i += 1) {
      await until(() => time.delays()[0] === lookMs);
      time.pass(lookMs);
    }
  }

  /** Titles of what modals were changed to. */
  const shown = () => slack.updates.map(({ view }) => (view as { title: { text: string } }).title.text);

  it('becomes what its listener says', async () => {
    handle = answering({ kind: 'close' });
    expect(await submit()).to.equal(null);
    handle = answering({ kind: 'close all' });
    expect(await submit()).to.deep.equal({ response_action: 'clear' });
    handle = answering({ kind: 'push', view: nextView });
    expect(await submit()).to.deep.equal({ response_action: 'push', view: nextView });
  });

  it('shows an error at the input that it is about, or at the first one', async () => {
    handle = () => Promise.reject(new UserError('Longer than <80> & more.', { path: ['note'] }));
    expect(await submit()).to.deep.equal({
      response_action: 'errors',
      errors: { note: 'Longer than <80> & more.' },
    });
    handle = () => Promise.reject(new UserError('No.', { path: ['elsewhere'] }));
    expect(await submit()).to.deep.equal({ response_action: 'errors', errors: { name: 'No.' } });
  });

  it('shows a number where something went wrong that is not for people', async () => {
    handle = () => Promise.reject(new Error('no such table'));
    const answer = JSON.stringify(await submit());
    expect(answer).to.contain('abcdef01').and.not.to.contain('no such table');
    expect(lines.at(-1)).to.include({ errorId: 'abcdef01' });
  });

  it('waits where its listener takes longer than Slack does, and shows what came of it', async () => {
    const finish: ((answer: SubmissionAnswer) => void)[] = [];
    handle = () => new Promise((resolve) => finish.push(resolve));
    let answer: unknown;
    const sent = receiver.send(bodyOf('view_submission'), (given) => (answer = given));
    await until(() => time.delays().length > 0);
    time.pass(2_500);
    await until(() => answer !== undefined);
    expect(JSON.stringify(answer)).to.contain('takes longer than usual');
    finish[0]?.({ kind: 'update', view: nextView });
    await sent;
    await listening.idle();
    expect(slack.updates.at(-1)).to.deep.include({ view_id: 'V1' });
    expect(JSON.stringify(slack.updates.at(-1))).to.contain('There');
  });

  describe('where it takes long to find out whose it is', () => {
    let find: () => void;
    let fail: (error: Error) => void;
    let answer: unknown;
    let sent: Promise<void>;
    beforeEach(async () => {
      const finding = new Promise<void>((resolve, reject) => {
        find = resolve;
        fail = reject;
      });
      found = () => finding;
      answer = undefined;
      sent = receiver.send(bodyOf('view_submission'), (given) => (answer = given));
      await until(() => time.delays().length > 0);
    });

    it('has that much less time for what it is about', async () => {
      const finish: ((answer: SubmissionAnswer) => void)[] = [];
      handle = () => new Promise((resolve) => finish.push(resolve));
      time.pass(1_000);
      find();
      await until(() => finish.length > 0);
      time.pass(1_400);
      await until(() => answer !== undefined);
      expect(JSON.stringify(answer)).to.contain('takes longer than usual');
      finish[0]?.({ kind: 'close' });
      await sent;
      await listening.idle();
    });

    it('stays with all that was typed, says so, and does nothing', async () => {
      let calls = 0;
      handle = () => {
        calls += 1;
        return Promise.resolve({ kind: 'close' });
      };
      time.pass(1_400);
      await until(() => answer !== undefined);
      expect(answer).to.have.property('response_action', 'errors');
      expect(JSON.stringify(answer)).to.contain('nothing was done');
      find();
      await sent;
      await listening.idle();
      expect(calls).to.equal(0);
    });

    it('stays as well where that fails in the end, of which the log has it once', async () => {
      const before = lines.length;
      time.pass(1_400);
      await until(() => answer !== undefined);
      expect(answer).to.have.property('response_action', 'errors');
      await sent;
      await listening.idle();
      const told = answer;
      fail(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
      const logged = () => lines.slice(before).filter(({ level }) => Number(level) >= 40);
      await until(() => logged().length > 1);
      expect(logged().map(({ level, msg }) => [level, msg])).to.deep.equal([
        [40, 'Slack: a submission: whose it is took too long to find'],
        [40, 'Slack: a submission: whose it is could not be found'],
      ]);
      expect(logged().at(-1)).to.have.nested.property('err.code', 'ECONNREFUSED');
      expect(answer).to.equal(told);
    });
  });

  it('stays with all that was typed where nobody knows whose it is', async () => {
    found = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
    expect(await submit()).to.have.property('response_action', 'errors');
  });

  describe('and refused by its listener', () => {
    it('stays, with an error at each input', async () => {
      handle = answering(refuse({ name: 'No name.', note: 'Too long.' }));
      expect(await submit()).to.deep.equal({
        response_action: 'errors',
        errors: { name: 'No name.', note: 'Too long.' },
      });
    });

    it('has what is about no input of it at the first one', async () => {
      handle = answering(refuse({ elsewhere: 'No schedule.', name: 'No name.' }));
      expect(await submit()).to.deep.equal({
        response_action: 'errors',
        errors: { name: 'No schedule. No name.' },
      });
    });

    it('shows what to do instead where it has no inputs', async () => {
      handle = answering(refuse({ name: 'No name.' }));
      const body = bodyOf('view_submission') as { view: { blocks: unknown[] } };
      body.view.blocks = [];
      expect(await submit(body)).to.deep.equal({ response_action: 'update', view: nextView });
    });

    it('shows what to do instead where Slack waits no longer', async () => {
      const finish: ((answer: SubmissionAnswer) => void)[] = [];
      handle = () => new Promise((resolve) => finish.push(resolve));
      let answer: unknown;
      const sent = receiver.send(bodyOf('view_submission'), (given) => (answer = given));
      await until(() => time.delays().length > 0);
      time.pass(2_500);
      await until(() => answer !== undefined);
      finish[0]?.(refuse({ name: 'No name.' }));
      await sent;
      await listening.idle();
      expect(JSON.stringify(slack.updates.at(-1)))
        .to.contain('There')
        .and.not.to.contain('No name.');
    });
  });

  it('is followed by what takes longer, and told where that goes wrong', async () => {
    handle = answering({ kind: 'close', afterwards: failing });
    expect(await submit()).to.equal(null);
    expect(slack.told.at(-1)).to.include({ user: 'UADA', text: 'The CRM is away.' });
  });

  it('is taken once, however often it is delivered', async () => {
    let times = 0;
    handle = () => {
      times += 1;
      return Promise.resolve({ kind: 'close' });
    };
    const body = bodyOf('view_submission');
    await submit(body);
    await submit(body);
    expect(times).to.equal(1);
  });

  it('is answered alike where the second of two clicks comes to another instance', async () => {
    const other = startInstance();
    let calls = 0;
    let finish: ((answer: SubmissionAnswer) => void) | undefined;
    handle = () => {
      calls += 1;
      return new Promise((resolve) => (finish = resolve));
    };
    const body = bodyOf('view_submission');
    const answers: unknown[] = [];
    const both = [
      receiver.send(body, (answer) => answers.push(answer)),
      until(() => calls === 1).then(() => other.receiver.send(body, (answer) => answers.push(answer))),
    ];
    await until(() => finish !== undefined && time.delays()[0] === lookMs);
    finish?.({ kind: 'update', view: nextView });
    await both[0];
    time.pass(lookMs);
    await Promise.all(both);
    await Promise.all([listening.idle(), other.listening.idle()]);
    expect(calls).to.equal(1);
    const answer = { response_action: 'update', view: nextView };
    expect(answers).to.deep.equal([answer, answer]);
  });

  describe('where the first of two clicks came to another instance, which takes long', () => {
    let other: ReturnType<typeof startInstance>;
    let body: object;
    let finish: (answer: SubmissionAnswer) => void;
    /** To the first click, and to the others in the order in which they were answered. */
    let answers: { first: unknown; others: unknown[] };
    let sent: Promise<void>[];
    beforeEach(async () => {
      let calls = 0;
      handle = () => {
        calls += 1;
        return new Promise((resolve) => (finish = resolve));
      };
      other = startInstance();
      body = bodyOf('view_submission');
      answers = { first: undefined, others: [] };
      sent = [other.receiver.send(body, (given) => void (answers.first = given))];
      await until(() => calls === 1);
    });

    /** In the instance that the first one did not come to. */
    function clickAgain(answered: (answer: unknown) => unknown = () => undefined): void {
      const noting = async (given: unknown): Promise<void> => {
        await answered(given);
        answers.others.push(given);
      };
      sent.push(receiver.send(body, noting));
    }

    async function ended(): Promise<void> {
      await Promise.all(sent);
      await Promise.all([listening.idle(), other.listening.idle()]);
    }

    it('waits, however often it is clicked, and is shown by the other one what came of it', async () => {
      clickAgain();
      await look(1);
      clickAgain();
      await look(9);
      await until(() => answers.others.length === 2);
      expect(answers.others.every(isWaiting)).to.equal(true);
      time.pass(300);
      await until(() => answers.first !== undefined);
      expect(isWaiting(answers.first)).to.equal(true);
      await Promise.all(sent.slice(1));
      await listening.idle();
      expect(shown()).to.deep.equal([]);
      finish({ kind: 'update', view: nextView });
      await ended();
      expect(shown()).to.deep.equal(['Next']);
    });

    describe('and is found late whose the second one is, and a third', () => {
      beforeEach(async () => {
        const finds: (() => void)[] = [];
        found = () => new Promise<void>((resolve) => finds.push(resolve));
        clickAgain();
        clickAgain();
        await until(() => finds.length === 2);
        time.pass(1_000);
        for (const find of finds) find();
        await look(6);
        await until(() => time.delays()[0] === 100);
        time.pass(100);
        await until(() => answers.others.length === 2);
        expect(answers.others.every(isWaiting)).to.equal(true);
      });

      it('is shown what the first one was answered, as soon as that is known', async () => {
        finish({ kind: 'update', view: nextView });
        await Promise.all([sent[0], other.listening.idle()]);
        expect(shown()).to.deep.equal(['Next']);
        time.pass(100);
        await ended();
        expect(shown()).to.deep.equal(['Next', 'Next', 'Next']);
      });

      it('leaves it to the other one where that takes longer still', async () => {
        await until(() => time.delays()[0] === 100);
        time.pass(100);
        await look(3);
        await Promise.all(sent.slice(1));
        await listening.idle();
        expect(shown()).to.deep.equal([]);
        finish({ kind: 'update', view: nextView });
        await ended();
        expect(shown()).to.deep.equal(['Next']);
      });
    });

    it('keeps the first answer where it cannot be looked which one was the first', async () => {
      finish({ kind: 'update', view: nextView });
      await until(() => answers.first !== undefined);
      const take = deliveries.take.bind(deliveries);
      deliveries.take = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
      clickAgain();
      await until(() => answers.others.length === 1);
      deliveries.take = take;
      clickAgain();
      await ended();
      expect(answers.others[0]).to.have.property('response_action', 'errors');
      expect(answers.others[1]).to.deep.equal(answers.first);
      expect(answers.first).to.deep.equal({ response_action: 'update', view: nextView });
    });

    it('does not stay waiting where the first one is answered at that very moment', async () => {
      clickAgain(async () => {
        // Slack has the first answer before this one, which takes its place on the screen.
        finish({ kind: 'update', view: nextView });
        await sent[0];
      });
      await look(10);
      await ended();
      expect(answers.first).to.deep.equal({ response_action: 'update', view: nextView });
      expect(answers.others.map(isWaiting)).to.deep.equal([true]);
      expect(shown()).to.deep.equal(['Next']);
    });
  });

  it('is answered alike where it is clicked twice', async () => {
    let times = 0;
    handle = () => {
      times += 1;
      return Promise.resolve({ kind: 'refuse', errors: { name: 'No name.' }, instead: failing });
    };
    const body = bodyOf('view_submission');
    const both = [submit(body), submit({ ...body, trigger_id: 'another' })];
    for (const answer of await Promise.all(both)) {
      expect(answer).to.deep.equal({ response_action: 'errors', errors: { name: 'No name.' } });
    }
    expect(times).to.equal(1);
  });

  it('of another version says so', async () => {
    expect(JSON.stringify(await submit(bodyOf('view_submission', 'gone')))).to.contain('older version');
  });

  it('or closed instead is told to who asked for it', async () => {
    await submit(bodyOf('view_closed'));
    expect(closed).to.deep.equal(['draft-1']);
  });
});
