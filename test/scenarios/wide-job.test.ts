/** A job on an object of 300 fields, from nothing to its first run, while the bot is killed between two steps. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { connectionYaml, openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import type { Person } from '../support/person.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { TestPlayground } from '../support/playground.ts';
import { untilSlowly } from '../support/until-slowly.ts';
import { defineWideObject } from '../support/wide-object.ts';

const fields = 300;
const records = 40;
const waitMs = 60_000;

describe('a job on an object of 300 fields', () => {
  let playground: TestPlayground;
  let house: House;
  let bot: ChildProcess | null = null;
  let ada: Person;

  before(async () => {
    playground = await startTestPlayground({ waitMs });
    house = await openHouse();
    defineWideObject(house.sandbox.org, { name: 'Wide__c', fields, records, picklistValues: 50 });
    await house.apply(connectionYaml);
    const { apiUrl: SLACK_API_URL, botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN } = playground;
    Object.assign(house.env, { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN });
    bot = house.start('start');
    ada = await playground.person('Ada');
  });
  after(async () => {
    bot?.kill('SIGKILL');
    await house.close();
    await playground.close();
  });

  /** The modal stays open meanwhile. */
  async function diesAndComesBack(): Promise<void> {
    if (bot === null) throw new Error('There is no bot.');
    bot.kill('SIGKILL');
    await once(bot, 'close');
    bot = house.start('start');
    await connected();
  }

  /** Until it is connected, Slack would say that it did not answer. */
  async function connected(): Promise<void> {
    const url = `http://127.0.0.1:${house.env['PORT']}/ready`;
    await untilSlowly(() =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  }

  it('gets from nothing to its first finished run, although the bot is killed between two steps', async function () {
    this.timeout(4 * waitMs);
    await connected();
    await ada.opensHome();
    await ada.clicks('New integration');
    await ada.chooses('Acme Salesforce', { in: 'Connection' });
    await ada.searches('wide', { in: 'Object' });
    await ada.chooses('Wide (Wide__c)', { in: 'Object' });
    await ada.sees('Hub object');
    await ada.clicks('Next');
    await ada.sees('· Fields and filter');
    const names = house.sandbox.org.schema
      .object('Wide__c')
      .fields.map(({ name }) => name)
      .filter((name) => name.startsWith('Field_'));
    expect(names).to.have.length(fields);
    for (let from = 0; from < names.length; from += 60) {
      const some = names.slice(from, from + 60);
      await ada.types(some.join('\n'), { in: 'More fields by API name' });
      await ada.clicks('Add fields');
      await ada.doesNotSee(some.slice(0, 2).join('\n'));
    }
    await ada.sees(/30\d fields are chosen/);
    await ada.clicks('Next');
    await ada.sees('· Map and format');
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid');
    await diesAndComesBack();
    await ada.clicks('Next');
    await ada.sees('The first 10 records as they will be stored');
    await ada.clicks('Next');
    await ada.sees('· Settings and schedule');
    await ada.types('Wide records', { in: 'Name' });
    await ada.chooses(['Enable integration scheduling', 'Sync immediately after saving'], { in: 'Saving' });
    await ada.clicks('Next');
    await ada.sees('· Save');
    await ada.clicks('Save');
    await ada.sees('Wide records was created.');
    await ada.closes();
    await ada.opens('@Crosswalk');
    await ada.sees(/Wide records · full sync succeeded/);
    await ada.sees(`${records} created`);
    const [row = {}] = await house.hub<Record<string, unknown>>('SELECT * FROM collections LIMIT 1');
    expect(Object.keys(row).length).to.be.greaterThan(fields);
    const [counted] = await house.hub<{ n: number }>('SELECT count(*) AS n FROM collections');
    expect(counted?.n).to.equal(records);
  });
});
