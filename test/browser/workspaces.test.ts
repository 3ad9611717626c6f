import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { pageFile } from '../../src/playground/page-files.ts';
import { startTwoWorkspaces } from '../playground/support/two-workspaces.ts';
import { describeInBrowser } from '../support/browser.ts';
import { browserPerson } from '../support/browser-person.ts';
import type { BrowserPerson } from '../support/browser-person.ts';
import type { TestPlayground } from '../support/playground.ts';

describeInBrowser("the playground's page of two workspaces", (launch) => {
  let browser: Browser;
  let playground: TestPlayground;
  let ada: BrowserPerson;

  before(async () => {
    browser = await launch();
    playground = await startTwoWorkspaces({}, { page: pageFile });
    const [member] = playground.people;
    if (member === undefined) throw new Error('There is nobody in the workspace.');
    ada = await browserPerson(browser, playground.url, member);
  });

  after(async () => {
    await ada.close();
    await browser.close();
    await playground.close();
  });

  const status = () => ada.page.locator('.connection').textContent();

  it('goes from one to the other, stays there, and says who has the app', async () => {
    const { page } = ada;
    expect(await page.title()).to.equal('Crosswalk · Acme');
    await page.getByLabel('Workspace', { exact: true }).selectOption('Globex');
    await page.getByRole('button', { name: 'secret' }).waitFor();
    expect(await status()).to.equal('Crosswalk is not installed');
    expect(await page.getByRole('heading', { name: 'Apps' }).count()).to.equal(0);
    await page.reload();
    await page.getByRole('button', { name: 'secret' }).waitFor();
    expect(await page.title()).to.equal('Crosswalk · Globex');
  });

  it('is where people consent, and come back from', async () => {
    const { page } = ada;
    playground.redirectTo(playground.url);
    const query = new URLSearchParams({ client_id: playground.clientId, scope: 'chat:write', state: 'mine' });
    await page.goto(`${playground.authorizeUrl}?${query.toString()}`);
    expect(await page.getByRole('combobox').locator('option').count()).to.equal(5);
    await page.getByLabel('Install as').selectOption(playground.personId('Hank', 'Globex'));
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.locator('.workspace').waitFor();
    expect(new URL(page.url()).searchParams.get('state')).to.equal('mine');
  });

  it('lets an owner remove the app', async () => {
    const { page } = ada;
    await ada.opens('@Crosswalk');
    await page.getByRole('tab', { name: 'About' }).click();
    await page.getByRole('button', { name: 'Remove app' }).click();
    await ada.sees('Remove Crosswalk?');
    await ada.confirms();
    await page.getByText('It is not installed in Acme.').waitFor();
    expect(await status()).to.equal('Crosswalk is not installed');
    expect(playground.workspace('Acme').isInstalled).to.equal(false);
  });
});
