import { WebAPIRateLimitedError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { expect } from 'chai';
import { fakeTime } from '../support/fake-time.ts';
import type { FakeTime } from '../support/fake-time.ts';
import { rejection } from '../support/rejection.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { TestPlayground } from '../support/playground.ts';
import { until } from '../support/until.ts';
import { clientOf, refusalOf } from './support/client.ts';
import { plain, section } from './support/form-bot.ts';

describe('the Web API', () => {
  let playground: TestPlayground;
  let client: WebClient;
  let time: FakeTime;
  let general: string;

  beforeEach(async () => {
    time = fakeTime(new Date());
    playground = await startTestPlayground({
      clock: time,
      workspace: {
        people: [
          { name: 'Ada Lovelace', isOwner: true, timeZone: 'Europe/London', locale: 'en-GB' },
          { name: 'Otto Weber' },
        ],
        channels: [
          { name: 'general', members: ['ada', 'otto', 'crosswalk'] },
          { name: 'elsewhere' },
          { name: 'secret', isPrivate: true },
          { name: 'old', isArchived: true, members: ['ada', 'crosswalk'] },
        ],
      },
    });
    client = clientOf(playground);
    general = playground.channelId('general');
  });

  afterEach(() => playground.close());

  const say = (text: string, channel = general) => client.chat.postMessage({ channel, text });
  const refusalIn = async (channel: string) => (await refusalOf(say('hello', channel))).error;

  describe('lets in', () => {
    it('who has the token, and tells who that is', async () => {
      const answer = await client.auth.test();
      expect(answer).to.include({
        team_id: playground.teamId,
        user_id: playground.botUserId,
        user: 'crosswalk',
      });
    });

    it('nobody else', async () => {
      expect((await refusalOf(clientOf(playground, 'xoxb-guessed').auth.test())).error).to.equal(
        'invalid_auth',
      );
      expect((await refusalOf(clientOf(playground, '').auth.test())).error).to.equal('not_authed');
      const wrongKind = clientOf(playground, playground.appToken);
      expect((await refusalOf(wrongKind.auth.test())).error).to.equal('not_allowed_token_type');
    });

    it('nobody to what the manifest did not ask for', async () => {
      const refused = await refusalOf(
        client.reactions.add({ channel: general, timestamp: '1.0', name: 'eyes' }),
      );
      expect(refused).to.include({ error: 'missing_scope', needed: 'reactions:write' });
    });

    it('no method that there is not', async () => {
      expect((await refusalOf(client.apiCall('chat.shout'))).error).to.equal('unknown_method');
    });

    it('no call without its arguments', async () => {
      const refused = await refusalOf(client.apiCall('conversations.info'));
      expect(refused.error).to.equal('invalid_arguments');
      expect(refused.response_metadata?.messages).to.deep.equal([
        '[ERROR] missing required field: channel [json-pointer:]',
      ]);
    });
  });

  describe('takes messages', () => {
    it('into channels that the app is in, by id or by name, and to people', async () => {
      expect((await say('hello', '#general')).channel).to.equal(general);
      const sent = await say('hello', playground.personId('Ada'));
      expect(sent.channel).to.match(/^D/);
      expect(sent.message).to.include({ text: 'hello', user: playground.botUserId });
    });

    it('into no channel that it is not in, that is archived, or that it cannot know', async () => {
      expect(await refusalIn(playground.channelId('elsewhere'))).to.equal('not_in_channel');
      expect(await refusalIn(playground.channelId('old'))).to.equal('is_archived');
      expect(await refusalIn(playground.channelId('secret'))).to.equal('channel_not_found');
      expect(await refusalIn('C404')).to.equal('channel_not_found');
    });

    it('once it has joined', async () => {
      const channel = playground.channelId('elsewhere');
      await client.conversations.join({ channel });
      await say('hello', channel);
      expect((await client.conversations.info({ channel })).channel).to.include({ is_member: true });
    });

    it('that say something, within the limits', async () => {
      const post = (blocks: unknown[]) => client.apiCall('chat.postMessage', { channel: general, blocks });
      expect((await refusalOf(client.apiCall('chat.postMessage', { channel: general }))).error).to.equal(
        'no_text',
      );
      const broken = await refusalOf(post([{ type: 'header', text: plain('x'.repeat(151)) }]));
      expect(broken.error).to.equal('invalid_blocks');
      expect(broken.response_metadata?.messages).to.deep.equal([
        '[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]',
      ]);
      const many = Array.from({ length: 5 }, () => section('x'.repeat(2_900)));
      expect((await refusalOf(post(many))).error).to.equal('msg_blocks_too_long');
      expect((await refusalOf(post([{ type: 'alert', text: plain('Careful') }]))).error).to.equal(
        'invalid_blocks',
      );
    });

    it('changes them, keeping blocks that are not named, and takes them back', async () => {
      const { ts = '' } = await client.chat.postMessage({
        channel: general,
        text: 'before',
        blocks: [section('The same')],
      });
      const changed = await client.chat.update({ channel: general, ts, text: 'after' });
      expect(changed.message).to.have.nested.property('blocks[0].text.text', 'The same');
      const tooLong = client.chat.update({ channel: general, ts, text: 'x'.repeat(4_001) });
      expect((await refusalOf(tooLong)).error).to.equal('msg_too_long');
      await client.chat.delete({ channel: general, ts });
      expect((await refusalOf(client.chat.update({ channel: general, ts, text: '' }))).error).to.equal(
        'message_not_found',
      );
    });

    it('for one person, who must be there', async () => {
      const ada = await playground.person('Ada');
      const user = playground.personId('Ada');
      await client.chat.postEphemeral({ channel: general, user, text: 'between us' });
      await ada.opens('#general');
      await ada.sees('between us', { on: 'only visible to you' });
      const nobody = client.chat.postEphemeral({ channel: general, user: 'U404', text: 'x' });
      expect((await refusalOf(nobody)).error).to.equal('user_not_in_channel');
    });

    it('piece by piece', async () => {
      const { ts = '' } = await say('a question');
      const user = playground.personId('Ada');
      const stream = client.chatStream({
        channel: general,
        thread_ts: ts,
        recipient_team_id: playground.teamId,
        recipient_user_id: user,
        buffer_size: 1,
      });
      const ada = await playground.person('Ada');
      await ada.opens('#general');
      await ada.opensThread('a question');
      await stream.append({ markdown_text: 'Looking **it**' });
      await ada.sees('Looking it', { on: 'writing…' });
      await stream.append({
        chunks: [{ type: 'task_update', id: 't1', title: 'Read 10 rows', status: 'complete' }],
      });
      await stream.stop({ markdown_text: ' up: done', blocks: [section('Was this good?')] });
      await ada.sees('Looking it up: done');
      await ada.sees('Read 10 rows (complete)');
      await ada.sees('Was this good?');
      await ada.doesNotSee('writing…');
      const late = client.chat.appendStream({ channel: general, ts: stream.ts ?? '', markdown_text: 'x' });
      expect((await refusalOf(late)).error).to.equal('message_not_in_streaming_state');
    });
  });

  describe('limits', () => {
    it('messages to one a second in a channel, after a few at once', async () => {
      for (let count = 0; count < 5; count += 1) await say(`message ${count}`);
      const refused = await rejection(say('one too many'));
      expect(refused).to.be.instanceOf(WebAPIRateLimitedError).with.property('retryAfter', 1);
      await say('another channel', playground.personId('Ada'));
      time.pass(1_000);
      await say('now');
    });

    it('lists to 20 a minute', async () => {
      for (let count = 0; count < 20; count += 1) await client.conversations.list();
      const refused = await rejection(client.conversations.list());
      expect(refused).to.have.property('retryAfter', 3);
    });
  });

  it('pages through lists', async () => {
    const names: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.conversations.list({ limit: 1, cursor });
      names.push(...(page.channels ?? []).map(({ name }) => name));
      cursor = page.response_metadata?.next_cursor;
    } while (cursor !== undefined && cursor !== '');
    expect(names).to.deep.equal(['general', 'elsewhere', 'old']);
  });

  it('tells about people what their settings are', async () => {
    const user = playground.personId('Ada');
    const { user: ada } = await client.users.info({ user, include_locale: true });
    expect(ada).to.include({
      real_name: 'Ada Lovelace',
      tz: 'Europe/London',
      locale: 'en-GB',
      is_owner: true,
    });
    expect(ada?.profile).not.to.have.property('email');
  });

  it('takes files and gives them to who is in the conversation', async () => {
    const otto = playground.personId('Otto');
    const { channel } = await client.conversations.open({ users: otto });
    await client.files.uploadV2({
      channel_id: channel?.id ?? '',
      filename: 'rows.csv',
      content: 'id,name\n1,Acme\n',
      initial_comment: 'The rows of the run',
    });
    const person = await playground.person('Otto');
    await person.opens('@Crosswalk');
    await person.sees('rows.csv', { on: 'The rows of the run' });
    expect(Buffer.from(await person.downloads('rows.csv')).toString()).to.equal('id,name\n1,Acme\n');
    const [path = ''] = /people\/\w+\/files\/\w+/.exec(JSON.stringify(await screenOf(otto))) ?? [];
    const adasPath = path.replace(otto, playground.personId('Ada'));
    const asAda = await fetch(`${playground.url}/playground/api/${adasPath}`);
    expect(asAda.status).to.equal(404);
  });

  async function screenOf(person: string): Promise<unknown> {
    return (await fetch(`${playground.url}/playground/api/people/${person}/screen`)).json();
  }

  describe('goes wrong on request', () => {
    it('with 429 for every third call, and as Retry-After what was asked for', async () => {
      playground.disturb({ kind: 'too many requests', of: ['auth.test'], every: 3, times: 2, retryAfter: 7 });
      const outcomes: string[] = [];
      for (let count = 0; count < 7; count += 1) {
        outcomes.push(
          await client.auth.test().then(
            () => 'ok',
            (error: WebAPIRateLimitedError) => `${error.retryAfter}`,
          ),
        );
      }
      expect(outcomes).to.deep.equal(['ok', 'ok', '7', 'ok', 'ok', '7', 'ok']);
    });

    it('before anything is done, or after it was and nobody knows', async () => {
      playground.disturb({ kind: 'reset', of: ['chat.postMessage'] });
      playground.disturb({ kind: 'lost answer', of: ['chat.postMessage'], after: 1 });
      await rejection(say('never said'));
      await rejection(say('said without an answer'));
      const ada = await playground.person('Ada');
      await ada.opens('#general');
      await ada.sees('said without an answer');
      await ada.doesNotSee('never said');
    });

    it('slowly, by the clock', async () => {
      playground.disturb({ kind: 'slow', delayMs: 20_000 });
      const answer = client.auth.test();
      await until(() => time.delays().length > 0);
      time.pass(20_000);
      expect((await answer).ok).to.equal(true);
    });

    it('no more once that is taken back', async () => {
      playground.disturb({ kind: 'unavailable', times: 10 });
      await rejection(client.auth.test());
      playground.calm();
      await client.auth.test();
    });
  });
});
