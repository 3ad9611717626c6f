import { expect } from 'chai';
import { withJobs } from '../support/records.ts';
import {
  ada,
  bob,
  clickBody,
  commandBody,
  eve,
  eventBody,
  openSmallDoor,
  zoe,
} from './support/small-door.ts';
import type { SmallDoor } from './support/small-door.ts';

const minute = 60_000;
const opened = { type: 'app_home_opened', user: ada.id, tab: 'home' };

describe('requests to the Slack door over HTTP', () => {
  let door: SmallDoor;
  beforeEach(async () => {
    door = await openSmallDoor();
  });
  afterEach(() => door.close());

  const help = () => commandBody(ada.id, 'help', door.slack.responseUrl);
  const timesTold = () => door.slack.told.length;

  it('are taken when signed, within five minutes of the clock', async () => {
    for (const shiftMs of [-4 * minute, 0, 4 * minute]) {
      expect(await door.post(help(), { shiftMs })).to.include({ status: 200 });
    }
    await door.settled();
    expect(timesTold()).to.equal(3);
  });

  it('are refused where the signature is missing, wrong or from another secret', async () => {
    expect(await door.post(help(), { secret: 'guessed' })).to.include({ status: 401 });
    expect(await door.post(help(), { headers: { 'x-slack-signature': '' } })).to.include({ status: 401 });
    expect(await door.post(help(), { headers: { 'x-slack-signature': 'v1=00' } })).to.include({
      status: 401,
    });
    await door.settled();
    expect(timesTold()).to.equal(0);
  });

  it('are refused when stale, from the future, or without a time', async () => {
    for (const shiftMs of [-6 * minute, 6 * minute, 24 * 60 * minute]) {
      expect(await door.post(help(), { shiftMs })).to.include({ status: 401 });
    }
    const timeless = { headers: { 'x-slack-request-timestamp': 'now' } };
    expect(await door.post(help(), timeless)).to.include({ status: 401 });
    await door.settled();
    expect(timesTold()).to.equal(0);
  });

  it('are refused when somebody sends them again', async () => {
    const body = help();
    expect(await door.post(body)).to.include({ status: 200 });
    expect(await door.post(body)).to.include({ status: 409 });
    await door.settled();
    expect(timesTold()).to.equal(1);
  });

  it('may ask twice within a second for the same options: that does nothing twice', async () => {
    const payload = JSON.stringify({
      type: 'block_suggestion',
      user: { id: ada.id },
      team: { id: 'T1' },
      action_id: 'wizard-zone',
      block_id: 'timezone',
      value: 'berl',
    });
    const body = new URLSearchParams({ payload }).toString();
    for (const answer of [await door.post(body), await door.post(body)]) {
      expect(answer.status).to.equal(200);
      expect(answer.body).to.contain('Europe/Berlin');
    }
  });

  it('are acted on once when signed anew, and when another process is sent them again', async () => {
    const body = help();
    await door.post(body);
    await door.post(body, { shiftMs: 1_000 });
    await door.settled();
    await door.restart();
    await door.post(body);
    await door.settled();
    expect(timesTold()).to.equal(1);
  });

  it('are refused when they are larger than anything that Slack sends', async () => {
    const body = `${help()}&more=${'x'.repeat(3_000_000)}`;
    expect(await door.post(body)).to.include({ status: 413 });
  });

  for (const event of [{ type: 'app_uninstalled' }, { type: 'tokens_revoked', tokens: { bot: ['UBOT'] } }]) {
    it(`end what goes on by itself when the workspace takes the app back: ${event.type}`, async () => {
      const { teams } = door.store.state;
      const leftAt = async () => (await teams.list(1))[0]?.leftAt ?? null;
      expect(await teams.list(1)).to.have.nested.property('[0].workspace', 'T1');
      await door.event({ type: 'tokens_revoked', tokens: { oauth: ['UADA'] } });
      expect(await leftAt()).to.equal(null);
      await door.event(event);
      expect(await leftAt()).to.deep.equal(door.time.now());
    });
  }

  it('act once when Slack delivers an event again, on whichever process', async () => {
    const body = eventBody(opened, 'Ev1');
    const again = {
      shiftMs: 1_000,
      headers: { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' },
    };
    expect(await door.post(body)).to.include({ status: 200 });
    expect(await door.post(body, again)).to.include({ status: 200 });
    await door.settled();
    await door.restart();
    expect(await door.post(body, again)).to.include({ status: 200 });
    await door.settled();
    const published = door.slack.calls.filter((each) => each === 'views.publish');
    expect(published).to.have.length(1);
  });

  it('take two clicks at once for one, and two that are apart for two', async () => {
    await withJobs(door.store, 1);
    await door.store.roles.grant(
      { person: bob.id, role: 'operator', grantedAt: new Date(), grantedBy: ada.id },
      {
        mayBeLast: true,
        audit: () => ({
          at: new Date(),
          actor: '',
          door: '',
          operation: '',
          subject: '',
          before: 0,
          after: 0,
        }),
      },
    );
    const disable = { actionId: 'job-menu', value: 'disable-scheduling job-1' };
    const enable = { actionId: 'job-menu', value: 'enable-scheduling job-1' };
    const atMs = 1_700_000_000_000;
    await Promise.all([
      door.post(clickBody(bob.id, { ...disable, atMs })),
      door.post(clickBody(bob.id, { ...disable, atMs: atMs + 100 })),
    ]);
    await door.settled();
    expect(door.slack.calls.filter((each) => each === 'views.publish')).to.have.length(1);
    await door.click(bob.id, { ...enable, atMs: atMs + 200 });
    await door.click(bob.id, { ...disable, atMs: atMs + 2_000 });
    expect((await door.store.jobs.byId('job-1'))?.schedule.enabled).to.equal(false);
    expect((await door.store.jobs.byId('job-1'))?.version).to.equal(4);
  });

  it('of a viewer are refused by what they ask for, also where the value is forged', async () => {
    await withJobs(door.store, 1);
    await door.event({ ...opened, user: eve.id });
    expect(JSON.stringify(door.slack.homes.get(eve.id))).not.to.contain('disable-scheduling');
    await door.click(eve.id, { actionId: 'job-menu', value: 'disable-scheduling job-1' });
    expect((await door.store.jobs.byId('job-1'))?.schedule.enabled).to.equal(true);
    expect(door.slack.told.at(-1))
      .to.include({ user: eve.id })
      .and.to.have.property('text')
      .that.contains('operator');
    expect(JSON.stringify(door.slack.homes.get(eve.id))).to.contain('you need the role operator');
    await door.click(eve.id, { actionId: 'new-integration' });
    expect(door.slack.modals).to.deep.equal([]);
    expect(door.slack.told.at(-1)).to.have.property('text').that.contains('admin');
    await door.command(eve.id, `role <@${eve.id}|eve> admin`);
    expect(door.slack.told.at(-1)).to.have.property('text').that.contains('admin');
    expect(await door.store.roles.of(eve.id)).to.equal(null);
  });

  it('that nobody can make sense of are answered with a number that stands in the log', async () => {
    door.slack.troubles.set('views.open', 'fatal_error');
    await door.command(ada.id, 'new');
    const text = String(door.slack.told.at(-1)?.['text']);
    const [number] = /[0-9a-f]{8}$/.exec(text) ?? [];
    expect(door.log.lines.find((line) => line['errorId'] === number)).to.include({ level: 50 });
    expect(text).not.to.contain('fatal_error');
  });

  it('that came too late for a window are answered with what to do', async () => {
    door.slack.troubles.set('views.open', 'expired_trigger_id');
    await door.command(ada.id, 'new');
    expect(door.slack.told.at(-1)).to.have.property('text').that.contains('Try again.');
    expect(door.log.messages(50)).to.deep.equal([]);
  });

  it('of people in a zone that nobody here knows are answered in UTC', async () => {
    await withJobs(door.store, 1);
    await door.event({ ...opened, user: zoe.id });
    expect(JSON.stringify(door.slack.homes.get(zoe.id))).to.contain('Times are in UTC');
  });

  it('of an admin count as those of nobody in particular when Slack has not told of them for long', async () => {
    await door.command(ada.id, 'help');
    door.slack.troubles.set('users.info', 'internal_error');
    door.time.pass(10 * minute);
    await door.command(ada.id, 'new');
    expect(door.slack.modals).to.have.length(1);
    door.time.pass(60 * minute);
    await door.command(ada.id, 'new');
    expect(door.slack.modals).to.have.length(1);
    expect(door.slack.told.at(-1)).to.have.property('text').that.contains('you are viewer');
  });

  it('of people whom Slack does not tell about count as those of nobody in particular', async () => {
    door.slack.troubles.set('users.info', 'internal_error');
    await door.command(ada.id, 'new');
    expect(door.slack.modals).to.deep.equal([]);
    expect(door.slack.told.at(-1)).to.have.property('text').that.contains('you are viewer');
  });

  it('of one person are limited in number, with words, and keep nobody else waiting', async () => {
    for (let i = 0; i < 241; i += 1) await door.command(eve.id, `help ${i}`);
    expect(timesTold()).to.equal(241);
    expect(door.slack.told.at(-1)).to.have.property('text').that.contains('Try again in 1 second.');
    await door.command(bob.id, 'help');
    expect(door.slack.told.at(-1)).to.have.property('text').that.contains('/crosswalk');
    door.time.jump(1_000);
    await door.command(eve.id, 'help');
    expect(door.slack.told.at(-1)).to.have.property('text').that.contains('/crosswalk');
  });

  it('act for people of this workspace only', async () => {
    await door.command('USTRANGER', 'list');
    expect(door.slack.told.at(-1)).to.have.property('text').that.contains('no such person');
  });
});
