/** What people are answered in Slack while the state database is away. */
import { expect } from 'chai';
import { openCutWay } from '../support/cut-way.ts';
import type { CutWay } from '../support/cut-way.ts';
import { testDatabaseUrl } from '../support/postgres.ts';
import { withJobs } from '../support/records.ts';
import { ada, clickBody, commandBody, eventBody, openSmallDoor } from './support/small-door.ts';
import type { SmallDoor } from './support/small-door.ts';

const away = /^Crosswalk cannot reach its database at the moment.*try again/;

describe('Slack while the state database is away', function () {
  this.timeout(120_000);
  let way: CutWay;
  let door: SmallDoor;
  before(async () => {
    way = await openCutWay(await testDatabaseUrl());
    door = await openSmallDoor(way.url);
    await withJobs(door.store, 1);
  });
  after(async () => {
    await way.mend();
    await door.close();
    await way.close();
  });
  beforeEach(() => way.cut());
  afterEach(() => way.mend());

  const lastTold = (): string => String(door.slack.told.at(-1)?.['text']);

  for (const text of ['', 'help', 'list', 'new', 'run Job 1', 'role', 'why did it fail?']) {
    it(`answers /crosswalk ${text} with a sentence, and as usual when it is back`, async () => {
      const before = door.slack.told.length;
      await door.command(ada.id, text);
      expect(door.slack.told).to.have.length(before + 1);
      expect(lastTold()).to.match(away);
      expect(lastTold()).not.to.match(/postgres|127\.0\.0\.1|Error/);
      await way.mend();
      await door.command(ada.id, 'help');
      expect(lastTold()).not.to.match(away);
    });
  }

  it('answers a click with a sentence, and does what it asks for once it is pressed again', async () => {
    const disable = { actionId: 'job-menu', value: 'disable-scheduling job-1', atMs: 1_700_000_000_000 };
    await door.click(ada.id, disable);
    expect(lastTold()).to.match(away);
    await way.mend();
    expect((await door.store.jobs.byId('job-1'))?.schedule.enabled).to.equal(true);
    await door.click(ada.id, { ...disable, atMs: disable.atMs + 5_000 });
    expect((await door.store.jobs.byId('job-1'))?.schedule).to.include({ enabled: false });
    expect((await door.store.jobs.byId('job-1'))?.version).to.equal(2);
  });

  it('answers Slack itself in any case, and takes a repeated delivery once it is back', async () => {
    const opened = eventBody({ type: 'app_home_opened', user: ada.id, tab: 'home' }, 'Ev1');
    const help = commandBody(ada.id, 'help', door.slack.responseUrl);
    for (const body of [opened, help, clickBody(ada.id, { actionId: 'new-integration' })]) {
      expect(await door.post(body)).to.include({ status: 200 });
    }
    await door.settled();
    await way.mend();
    const published = (): number => door.slack.calls.filter((each) => each === 'views.publish').length;
    const before = published();
    const again = { shiftMs: 1_000, headers: { 'x-slack-retry-num': '1' } };
    await door.post(opened, again);
    await door.settled();
    expect(published()).to.equal(before + 1);
  });

  it('writes down which database it was and why, with the person and without what they said', async () => {
    await door.command(ada.id, 'list of secrets');
    const line = door.log.lines.findLast(({ msg }) => String(msg).includes('a database is away'));
    expect(line).to.include({ level: 50, person: ada.id });
    expect(JSON.stringify(line?.['err'])).to.include('database_away');
  });
});
