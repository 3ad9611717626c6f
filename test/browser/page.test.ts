import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { pageFile } from '../../src/playground/page-files.ts';
import { describeInBrowser } from '../support/browser.ts';
import { browserPerson } from '../support/browser-person.ts';
import type { BrowserPerson } from '../support/browser-person.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { TestPlayground } from '../support/playground.ts';
import { until } from '../support/until.ts';
import { startTestBot } from '../playground/support/test-bot.ts';
import type { TestBot } from '../playground/support/test-bot.ts';
import { listenWithForms } from './support/form-bot.ts';

/** For the page: where the last part of it ends, in pixels, and whether its messages are at their end. */
const rightmost = `Math.max(...[...document.querySelectorAll('main.place *')].map((each) => each.getBoundingClientRect().right))`;
const isAtEnd = `(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 1)(document.querySelector('main .messages'))`;

describeInBrowser("the playground's page", (launch) => {
  let browser: Browser;
  let playground: TestPlayground;
  let bot: TestBot;
  let ada: BrowserPerson;
  let problems: string[];

  before(async () => {
    browser = await launch();
  });

  after(() => browser.close());

  async function person(name: string): Promise<BrowserPerson> {
    const member = playground.people.find((each) => each.name.startsWith(name));
    if (member === undefined) throw new Error(`Nobody is called ${name}.`);
    const made = await browserPerson(browser, playground.url, member);
    made.page.on('pageerror', ({ message }) => problems.push(message));
    made.page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    return made;
  }

  beforeEach(async () => {
    problems = [];
    playground = await startTestPlayground({ page: pageFile });
    bot = await startTestBot(playground, 'http', listenWithForms);
    ada = await person('Ada');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await ada.page.screenshot({
        path: `dist/failed-${this.currentTest.title.slice(0, 40).replaceAll(/\W+/g, '-')}.png`,
      });
    }
    await ada.close();
    await bot.stop();
    await playground.close();
    expect(problems).to.deep.equal([]);
  });

  it('shows what a command answers to the person alone, and replaces it when its button is pressed', async () => {
    await ada.runs('/crosswalk list', '#crm-syncs');
    await ada.sees('You said list', { on: 'Only visible to you' });
    await ada.clicks('Press');
    await ada.sees('It was pressed');
    await ada.doesNotSee('You said list');
  });

  it('says that an app did not respond', async () => {
    await ada.runs('/crosswalk list', '#crm-syncs');
    await ada.clicks('Never answers');
    await ada.sees(/respond/i);
  });

  it('brings what was put into every kind of input to the app', async () => {
    await ada.runs('/crosswalk form', '#crm-syncs');
    await ada.types('Customer accounts', { in: 'Name' });
    await ada.types('Line one\nLine two', { in: 'Description' });
    await ada.chooses('Daily', { in: 'Run' });
    await ada.chooses(['Id', 'Owner'], { in: 'Fields' });
    await ada.searches('ap', { in: 'Fruit' });
    await ada.clicks('Apricot');
    await ada.chooses(['Banana'], { in: 'Basket' });
    await ada.chooses('Otto Weber', { in: 'Who' });
    await ada.chooses('#crm-syncs', { in: 'Channel' });
    await ada.chooses(['Vera Lind', 'Ada Lovelace'], { in: 'Watchers' });
    await ada.chooses(['Resolve conflicts'], { in: 'Options' });
    await ada.chooses('Export data', { in: 'Direction' });
    await ada.chooses('2026-03-01', { in: 'Day' });
    await ada.chooses('09:30', { in: 'Time' });
    await ada.chooses('2026-03-01T08:30:00Z', { in: 'Moment' });
    await ada.types('12', { in: 'Rows' });
    await ada.types('https://example.com', { in: 'Address' });
    await ada.types('ada@example.com', { in: 'E-mail' });
    await ada.submits();
    await ada.opens('@Crosswalk');
    const held = [
      'Customer accounts',
      String.raw`Line one\nLine two`,
      'daily',
      'owner',
      'apricot',
      'banana',
      'resolve conflicts',
      'export data',
      '2026-03-01',
      '09:30',
      String(Date.parse('2026-03-01T08:30:00Z') / 1000),
      '"12"',
      'https://example.com',
      'ada@example.com',
      playground.channelId('crm-syncs'),
      ...playground.people.map(({ id }) => id),
    ];
    for (const each of held) await ada.sees(each, { on: 'plain_text_input' });
  });

  it('shows errors under their inputs and keeps what was typed', async () => {
    await ada.runs('/crosswalk form', '#crm-syncs');
    await ada.types('taken', { in: 'Name' });
    await ada.submits();
    await ada.sees('A job of this name exists.', { on: 'Name' });
    await ada.types('free', { in: 'Name' });
    await ada.submits();
    await ada.doesNotSee('New Accounts integration');
  });

  it('submits once where somebody presses twice, and says nothing of it', async () => {
    await ada.runs('/crosswalk form', '#crm-syncs');
    await ada.types('taken', { in: 'Name' });
    await ada.page.getByRole('button', { name: 'Save', exact: true }).dblclick();
    await ada.sees('A job of this name exists.', { on: 'Name' });
    await ada.doesNotSee('submitted already');
    expect(playground.traffic.filter(({ name }) => name === 'view_submission')).to.have.length(1);
  });

  it('shows Home, opens menus by their job, and lays one window on another', async () => {
    await ada.opensHome();
    await ada.clicks('History', { on: 'People' });
    await ada.sees('You chose History for People');
    await ada.clicks('Go deeper');
    await ada.sees('Second floor');
    await ada.goesBack();
    await ada.sees('You chose History');
    await ada.closes();
    await ada.sees('Integrations');
  });

  it('asks before what an app wants confirmed', async () => {
    await ada.opensHome();
    await ada.clicks('Delete all');
    await ada.sees('Their history goes, too.');
    await ada.declines();
    await ada.doesNotSee('It is gone');
    await ada.clicks('Delete all');
    await ada.confirms();
    await ada.sees('It is gone');
  });

  it('gives a file out as it is', async () => {
    await ada.says('@Crosswalk', 'a file, please');
    await ada.sees('Rows of the run');
    const bytes = await ada.downloads('rows.csv');
    expect(Buffer.from(bytes).toString()).to.equal('id,name\n1,Ada\n');
  });

  it('talks in threads and reacts', async () => {
    await ada.says('#crm-syncs', 'Has it run?');
    await ada.opensThread('Has it run?');
    await ada.says('thread', 'It has.');
    await ada.sees('1 reply');
    await ada.reacts(':tada:', { on: 'Has it run?' });
    await ada.sees(/🎉\s*1/);
  });

  it('shows the messages of one conversation at a time, also when one goes to and fro', async () => {
    await ada.says('#crm-syncs', 'Said in one');
    await ada.says('#general', 'Said in the other');
    await ada.opens('#crm-syncs');
    await ada.sees('Said in one');
    await ada.doesNotSee('Said in the other');
    await ada.opens('#general');
    await ada.doesNotSee('Said in one');
    expect(await ada.page.getByRole('log').count()).to.equal(1);
  });

  it('opens an app at its Home, and at its messages where one is unread', async () => {
    const app = ada.page.getByRole('region', { name: 'Apps' }).getByRole('button');
    await app.click();
    await ada.sees('Integrations');
    await ada.opens('#general');
    await bot.app.client.chat.postMessage({ channel: playground.personId('Ada'), text: 'It has run.' });
    await ada.page.getByRole('region', { name: 'Apps' }).getByText('1', { exact: true }).waitFor();
    await app.click();
    await ada.sees('It has run.');
  });

  it('follows a link to App Home', async () => {
    const text = '<slack://app?team=T1&amp;id=A1&amp;tab=home|Open App Home> to see all.';
    await bot.app.client.chat.postMessage({ channel: playground.personId('Ada'), text });
    await ada.opens('@Crosswalk');
    await ada.clicks('Open App Home');
    await ada.sees('Integrations');
  });

  it('sends the files that one attached', async () => {
    await ada.opens('#crm-syncs');
    await ada.page
      .getByLabel('Attach files')
      .setInputFiles({ name: 'names.csv', mimeType: 'text/csv', buffer: Buffer.from('name\nZoë\n') });
    await ada.sees('names.csv');
    await ada.clicks('Send');
    expect((await ada.downloads('names.csv')).toString()).to.equal('name\nZoë\n');
  });

  it('keeps the latest message in sight when the list gets lower', async () => {
    await ada.says('#crm-syncs', Array.from({ length: 40 }, (_, line) => `Line ${line}`).join('\n'));
    await ada.page.getByRole('button', { name: 'Traffic', exact: true }).click();
    await ada.page.getByRole('region', { name: 'Traffic' }).waitFor();
    await until(() => ada.page.evaluate<boolean>(isAtEnd));
  });

  it('fits into a narrow window, with long words too', async () => {
    const { page } = ada;
    await page.setViewportSize({ width: 400, height: 760 });
    await page.getByRole('button', { name: 'Channels and messages' }).click();
    await ada.says('#crm-syncs', `https://example.com/${'a'.repeat(600)}`);
    await ada.sees('aaa');
    expect(await page.evaluate<number>(rightmost)).to.be.at.most(400);
    await page.getByRole('button', { name: 'Channels and messages' }).click();
    await ada.opensHome();
    await ada.sees('Integrations');
    expect(await page.evaluate<number>(rightmost)).to.be.at.most(400);
    const words = page.locator('.section-words').filter({ hasText: 'Tasks' });
    expect((await words.boundingBox())?.width).to.be.above(300);
  });

  it('lets one be somebody else, each with a screen of their own', async () => {
    await ada.runs('/crosswalk list', '#crm-syncs');
    await ada.sees('You said list');
    await ada.page.getByLabel('You are').selectOption({ label: 'Otto Weber' });
    await ada.opens('#crm-syncs');
    await ada.doesNotSee('You said list');
    expect(ada.page.url()).to.match(/as=otto/);
  });

  it('goes on after the playground was away', async () => {
    const { port } = new URL(playground.url);
    await bot.stop();
    await playground.close();
    await ada.sees('The playground does not answer.');
    playground = await startTestPlayground({ page: pageFile, port: Number(port) });
    bot = await startTestBot(playground, 'http', listenWithForms);
    await ada.doesNotSee('The playground does not answer.');
    await ada.says('#crm-syncs', 'Back again');
    await ada.sees('Back again');
    // What could not be reached meanwhile, the browser reports itself.
    problems = problems.filter((each) => !each.startsWith('Failed to load resource'));
  });

  it('shows what passes between the app and the workspace', async () => {
    await ada.page.getByRole('button', { name: 'Traffic' }).click();
    await ada.runs('/crosswalk list', '#crm-syncs');
    const traffic = ada.page.getByRole('region', { name: 'Traffic' });
    await traffic.getByRole('button', { name: 'slash_commands' }).first().click();
    await traffic.getByText('"text": "list"').waitFor();
  });

  it('is usable by the keyboard alone', async () => {
    const { page } = ada;
    const { keyboard } = page;
    // A key goes to what has the focus: it is waited for, as a person does who looks.
    const hasFocus = (role: 'combobox' | 'textbox', name: string): Promise<void> =>
      page.getByRole(role, { name }).and(page.locator(':focus')).waitFor();
    await ada.opens('#crm-syncs');
    await page.getByRole('textbox', { name: 'Message #crm-syncs' }).focus();
    await keyboard.type('/cro');
    await page.getByRole('option', { name: /crosswalk/ }).waitFor();
    await keyboard.press('Enter');
    await keyboard.type('form');
    await keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'New Accounts integration' }).waitFor();
    await hasFocus('textbox', 'Name');
    await keyboard.type('By keys');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await hasFocus('combobox', 'Run');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    const run = page.getByRole('combobox', { name: 'Run' });
    await page.locator('input:focus[value="Daily"]').waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('Escape');
    expect(await run.isVisible()).to.equal(true);
    await page.getByRole('textbox', { name: 'Name' }).focus();
    await keyboard.press('Enter');
    await ada.doesNotSee('New Accounts integration');
    await ada.opens('@Crosswalk');
    await ada.sees('By keys');
    await ada.runs('/crosswalk form', '#crm-syncs');
    await ada.sees('New Accounts integration');
    await keyboard.press('Escape');
    await ada.doesNotSee('New Accounts integration');
  });

  it('closes a menu by Escape, and not the modal in which it stands', async () => {
    const { page } = ada;
    await ada.runs('/crosswalk steps', '#crm-syncs');
    await page.getByRole('button', { name: 'More options' }).first().click();
    await page.getByRole('menuitem', { name: 'Edit' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await ada.sees('Step 1 of 2');
    await page.keyboard.press('Escape');
    await ada.doesNotSee('Step 1 of 2');
  });

  it('shows the next step of a long modal from its beginning', async () => {
    const { page } = ada;
    await ada.runs('/crosswalk steps', '#crm-syncs');
    const body = page.locator('.dialog-body');
    await body.evaluate((element) => element.scrollTo({ top: 500 }));
    await ada.clicks('Next');
    await ada.sees('Step 2 of 2');
    await until(async () => (await body.evaluate(({ scrollTop }) => scrollTop)) === 0);
  });

  it('stays where it is scrolled to, and at what is focused, when an app updates a modal', async () => {
    const { page } = ada;
    await ada.runs('/crosswalk steps', '#crm-syncs');
    const body = page.locator('.dialog-body');
    const scrolled = (): Promise<number> => body.evaluate(({ scrollTop }) => scrollTop);
    const load = page.getByRole('button', { name: 'Load preview' });
    await load.scrollIntoViewIfNeeded();
    const before = await scrolled();
    expect(before).to.be.above(500);
    await load.click();
    await ada.sees('Ten rows');
    await load.and(page.locator(':focus')).waitFor();
    expect(await scrolled()).to.be.within(before - 100, before + 100);
    await page.keyboard.press('Escape');
    await ada.doesNotSee('Step 1 of 2');
  });

  it('shows the first error of a modal that was refused, and closes it by Escape from anywhere', async () => {
    const { page } = ada;
    await ada.runs('/crosswalk form', '#crm-syncs');
    await ada.types('taken', { in: 'Name' });
    const body = page.locator('.dialog-body');
    await body.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await ada.submits();
    await ada.sees('A job of this name exists.', { on: 'Name' });
    await until(async () => (await body.evaluate(({ scrollTop }) => scrollTop)) < 100);
    await page.getByRole('heading', { name: 'New Accounts integration' }).click();
    await page.keyboard.press('Escape');
    await ada.doesNotSee('New Accounts integration');
  });

  it('wears the theme that one chooses, and keeps it', async () => {
    const theme = (): Promise<string | null> => ada.page.locator('html').getAttribute('data-theme');
    expect(await theme()).to.equal('light');
    await ada.page.getByLabel('Theme').selectOption('Dark');
    expect(await theme()).to.equal('dark');
    await ada.page.reload();
    await ada.page.locator('.workspace').waitFor();
    expect(await theme()).to.equal('dark');
  });
});
