import { expect } from 'chai';
import { describeOnBothDatabases } from '../../support/postgres.ts';
import { openMailRoom } from '../support/mail-room.ts';
import type { MailRoom } from '../support/mail-room.ts';

const channels = ['crm-syncs', 'general', 'sales', 'support', 'ops'];
const workspace = {
  channels: [
    ...channels.map((name) => ({ name })),
    { name: 'secret', isPrivate: true },
    { name: 'old', isArchived: true },
  ],
};

const expected = (count: number): string[][] =>
  channels.map((_, at) =>
    Array.from({ length: count }, (_, i) => i)
      .filter((i) => i % channels.length === at)
      .map((i) => `Run ${i}`),
  );

describeOnBothDatabases('what is sent to Slack', (fresh) => {
  let room: MailRoom;
  beforeEach(async () => {
    room = await openMailRoom(await fresh(), { workspace });
  });
  afterEach(() => room.close());

  /** Run 0, 1, 2 … to one channel after the other. */
  async function addMany(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await room.add(String(i), `#${channels[i % channels.length]}`);
  }

  async function arrived(): Promise<string[][]> {
    const found: string[][] = [];
    for (const name of channels) found.push(await textsIn(name));
    return found;
  }

  async function textsIn(name: string): Promise<string[]> {
    const id = await room.channel(name);
    // The bot reads where it is a member, which it becomes with its first message.
    return await room.texts(id).catch(() => []);
  }

  const posted = () => room.calls('chat.postMessage').filter(({ outcome }) => outcome === 'ok');

  /** What owners were told about channels. */
  const told = () =>
    posted()
      .map(({ sent }) => JSON.stringify(sent))
      .filter((each) => each.includes('is closed'));

  it('arrives in order in each channel, one a second, and in others meanwhile', async () => {
    await addMany(15);
    await room.sender();
    const begun = room.time.now().getTime();
    await room.passUntil(() => posted().length === 15);
    expect(await arrived()).to.deep.equal(expected(15));
    expect(room.calls('chat.postMessage').map(({ outcome }) => outcome)).not.to.include('ratelimited');
    const atMs = posted()
      .filter(({ sent }) => JSON.stringify(sent).includes('Run 0') || JSON.stringify(sent).includes('Run 5"'))
      .map((each) => each.atMs);
    expect((atMs[1] ?? 0) - (atMs[0] ?? 0)).to.be.at.least(1_000);
    expect(room.time.now().getTime() - begun).to.be.below(20_000);
  });

  it('arrives once where the process dies in the middle of fifty, between being taken and being written down', async () => {
    await addMany(50);
    await room.sender({ diesAfterPosts: 18 });
    await room.passUntil(() => posted().length >= 18);
    await room.sender();
    await room.passUntil(() => posted().length >= 50);
    await room.pass(70_000);
    expect(await arrived()).to.deep.equal(expected(50));
    expect(posted()).to.have.length(50);
  });

  it('arrives once, in order, where Slack asks to slow down at every third call', async () => {
    room.playground.disturb({
      kind: 'too many requests',
      every: 3,
      times: 1_000,
      retryAfter: 7,
      of: ['chat.postMessage'],
    });
    await addMany(15);
    await room.sender();
    await room.passUntil(() => posted().length === 15);
    await room.pass(15_000);
    expect(await arrived()).to.deep.equal(expected(15));
  });

  it('arrives, all two hundred of it, once and in order, where every third call is one too many for a minute', async () => {
    await addMany(200);
    room.playground.disturb({
      kind: 'too many requests',
      every: 3,
      times: 1_000,
      retryAfter: 2,
      of: ['chat.postMessage'],
    });
    const begun = room.time.now().getTime();
    await room.sender();
    await room.passUntil(() => room.time.now().getTime() - begun >= 60_000);
    const outcomes = room.calls('chat.postMessage').map(({ outcome }) => outcome);
    expect(outcomes.filter((each) => each === 'ratelimited').length).to.be.greaterThan(10);
    expect(posted().length).to.be.greaterThan(0).and.below(200);
    room.playground.calm();
    await room.passUntil(() => posted().length >= 200);
    await room.pass(70_000);
    expect(await arrived()).to.deep.equal(expected(200));
    expect(posted()).to.have.length(200);
  }).timeout(180_000);

  it('waits for as long as Slack asks', async () => {
    room.playground.disturb({ kind: 'too many requests', retryAfter: 30, of: ['chat.postMessage'] });
    await room.add('1', '#general');
    await room.sender();
    await room.passUntil(() => posted().length === 1);
    const [refused, next] = room.calls('chat.postMessage');
    expect((next?.atMs ?? 0) - (refused?.atMs ?? 0)).to.be.at.least(30_000);
  });

  for (const kind of ['lost answer', 'reset', 'unavailable'] as const) {
    it(`arrives once where a call ends as "${kind}"`, async () => {
      await room.add('0', '#general');
      await room.sender();
      await room.passUntil(() => posted().length === 1);
      room.playground.disturb({ kind, of: ['chat.postMessage'] });
      await room.add('1', '#general');
      await room.add('2', '#general');
      await room.passUntil(async () => (await textsIn('general')).length >= 3);
      await room.pass(15_000);
      expect(await textsIn('general')).to.deep.equal(['Run 0', 'Run 1', 'Run 2']);
    });
  }

  it('is sent by one of several processes', async () => {
    await addMany(15);
    await Promise.all([room.sender(), room.sender(), room.sender()]);
    await room.passUntil(() => posted().length >= 15);
    await room.pass(10_000);
    expect(await arrived()).to.deep.equal(expected(15));
  });

  it('reaches a person in direct messages', async () => {
    const ada = await room.playground.person('Ada');
    const id = room.playground.people.find(({ name }) => name === 'Ada Lovelace')?.id ?? '';
    await room.add('1', id);
    await room.sender();
    await room.passUntil(() => posted().length === 1);
    await ada.opens('@Crosswalk');
    await ada.sees('Run 1');
  });

  describe('about something that goes on', () => {
    const live = { content: { kind: 'run progress', runId: 'r' } } as const;

    it('is edited in place, at most once in two seconds, until it is over', async () => {
      room.words.set('r', 'one …');
      await room.add('r', '#general', live);
      await room.sender();
      await room.passUntil(() => posted().length === 1);
      for (let i = 0; i < 40; i += 1) {
        room.words.set('r', `${i} …`);
        await room.pass(500);
      }
      room.words.set('r', 'over');
      await room.pass(10_000);
      expect(await textsIn('general')).to.deep.equal(['over']);
      const edits = room.calls('chat.update').map(({ atMs }) => atMs);
      expect(edits.length).to.be.at.least(8);
      for (const [i, atMs] of edits.entries()) {
        if (i > 0) expect(atMs - (edits[i - 1] ?? 0)).to.be.at.least(2_000);
      }
    });

    it('is not edited while it reads the same', async () => {
      room.words.set('r', 'one …');
      await room.add('r', '#general', live);
      await room.sender();
      await room.pass(30_000);
      expect(room.calls('chat.update')).to.have.length(0);
    });

    it('is taken up again and brought to its end by another process', async () => {
      room.words.set('r', 'one …');
      await room.add('r', '#general', live);
      const first = await room.sender();
      await room.passUntil(() => posted().length === 1);
      await first.stop();
      room.words.set('r', 'over');
      await room.sender();
      await room.passUntil(() => room.calls('chat.update').length === 1);
      expect(await textsIn('general')).to.deep.equal(['over']);
    });

    it('holds nothing else up where Slack takes no edits', async () => {
      room.words.set('r', 'one …');
      await room.add('r', '#general', live);
      await room.sender();
      await room.passUntil(() => posted().length === 1);
      room.playground.disturb({
        kind: 'too many requests',
        times: 1_000,
        retryAfter: 5,
        of: ['chat.update'],
      });
      room.words.set('r', 'two …');
      await room.add('1', '#general');
      await room.passUntil(() => posted().length === 2);
      room.playground.calm();
      room.words.set('r', 'over');
      await room.passUntil(async () => (await textsIn('general')).includes('over'));
    });
  });

  describe('to a channel that takes no messages', () => {
    for (const [name, reason] of [
      ['secret', 'private'],
      ['old', 'archived'],
      ['nowhere', 'no such channel'],
    ] as const) {
      it(`(${name}) is told to the owner of the job once, and not tried for ever`, async () => {
        for (let i = 0; i < 4; i += 1) await room.add(String(i), `#${name}`, { jobId: 'job-1' });
        await room.sender();
        await room.passUntil(() => told().length === 1);
        const calls = room.calls('chat.postMessage').length;
        await room.pass(120_000);
        expect(told()).to.have.length(1);
        expect(told()[0]).to.contain(reason);
        expect(room.calls('chat.postMessage')).to.have.length(calls);
      });
    }

    it('is told to the owner when Slack can be asked again who that is', async () => {
      room.playground.disturb({ kind: 'unavailable', times: 5, of: ['users.list'] });
      await room.add('1', '#old', { jobId: 'job-1' });
      await room.sender();
      await room.passUntil(() => told().length === 1);
    });

    it('reaches the person that it falls back to', async () => {
      const otto = room.playground.people.find(({ name }) => name === 'Otto Weber')?.id ?? '';
      await room.add('1', '#old', { jobId: 'job-1', fallback: otto });
      await room.sender();
      const person = await room.playground.person('Otto');
      await room.passUntil(() => posted().length === 2);
      await person.opens('@Crosswalk');
      await person.sees('Run 1');
      await person.doesNotSee('is closed');
    });

    it('does not make the bot join a channel where somebody happened to ask', async () => {
      const otto = room.playground.people.find(({ name }) => name === 'Otto Weber')?.id ?? '';
      await room.add('1', await room.channel('sales'), { fallback: otto });
      await room.sender();
      await room.passUntil(() => posted().length === 1);
      expect(room.calls('conversations.join')).to.have.length(0);
      const person = await room.playground.person('Otto');
      await person.opens('@Crosswalk');
      await person.sees('Run 1');
    });
  });

  it('is said in plain words where Slack refuses its form, so that it is not lost', async () => {
    await room.add('0', '#general');
    await room.sender();
    await room.passUntil(() => posted().length === 1);
    const before = room.calls('chat.postMessage').length;
    room.lengths.set('1', 20_000);
    await room.add('1', '#general');
    await room.add('2', '#general');
    await room.passUntil(() => posted().length === 3);
    expect(await textsIn('general')).to.deep.equal(['Run 0', 'Run 1', 'Run 2']);
    const outcomes = room.calls('chat.postMessage').map(({ outcome }) => outcome);
    expect(outcomes.slice(before)).to.deep.equal(['msg_blocks_too_long', 'ok', 'ok']);
    expect(room.log.messages(50)).to.include(
      'Slack refused the form of a message: it is said in plain words',
    );
  });

  it('is brought to its end in plain words where Slack refuses the form of an edit', async () => {
    room.words.set('r', 'one …');
    await room.add('r', '#general', { content: { kind: 'run progress', runId: 'r' } });
    await room.sender();
    await room.passUntil(() => posted().length === 1);
    room.words.set('r', `over ${'x'.repeat(5_000)}`);
    await room.passUntil(() => room.calls('chat.update').length === 2);
    const [text = ''] = await textsIn('general');
    expect(text).to.match(/^over x+…$/);
    await room.pass(10_000);
    expect(room.calls('chat.update')).to.have.length(2);
  });

  it('is kept while Slack refuses the token, which is asked about once a minute, and sent afterwards', async () => {
    await room.add('1', '#general');
    const refused = await room.sender({ token: 'xoxb-of-yesterday' });
    await room.pass(150_000);
    await refused.stop();
    expect(room.log.messages(50).length).to.be.within(2, 3);
    expect(room.log.messages(50)[0]).to.contain('look at SLACK_BOT_TOKEN');
    await room.sender();
    await room.passUntil(() => posted().length === 1);
    expect(await textsIn('general')).to.deep.equal(['Run 1']);
  });

  it('is kept while Slack is not there, and sent afterwards', async () => {
    await room.add('1', '#general');
    await room.sender();
    room.playground.disturb({ kind: 'unavailable', times: 5 });
    await room.passUntil(() => posted().length === 1);
    expect(await textsIn('general')).to.deep.equal(['Run 1']);
  });

  it('is kept where it cannot be worded once, however often Slack did not take it', async () => {
    room.playground.disturb({ kind: 'unavailable', times: 4, of: ['chat.postMessage'] });
    await room.add('1', '#general');
    await room.sender();
    await room.passUntil(() => room.calls('chat.postMessage').length === 4);
    room.hiccups.set('1', 1);
    await room.passUntil(() => posted().length === 1);
    expect(await textsIn('general')).to.deep.equal(['Run 1']);
  });

  it('makes way for what comes after it where it can never be worded', async () => {
    room.hiccups.set('1', Infinity);
    await room.add('1', '#general', { jobId: 'job-1' });
    await room.add('2', '#general', { jobId: 'job-1' });
    await room.sender();
    await room.passUntil(() => posted().length === 1);
    expect(await textsIn('general')).to.deep.equal(['Run 2']);
  });

  it('is given up after a day, so that nothing old is told as news', async () => {
    await room.add('1', '#general');
    room.time.jump(25 * 3_600_000);
    await room.sender();
    await room.pass(10_000);
    expect(posted()).to.have.length(0);
    expect(room.log.messages(50)).to.deep.equal([
      'a message was not taken by Slack for a day, and is given up',
    ]);
  });
});
