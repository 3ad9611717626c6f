/** A CRM is connected by a person who consents in their browser; a job on it runs, stops when that is taken back, and goes on. */
import type { Page } from 'playwright-core';
import type { BrowserPerson } from '../../support/browser-person.ts';

/** Of the person's page in Slack where no other one is given. */
export type PagePicture = (name: string, page?: Page) => Promise<void>;

const maxTries = 4;

export interface ToConnect {
  /** "Salesforce", as the page for connecting calls it. */
  readonly crm: string;
  /** What the button that consents says. */
  readonly allow: string;
  readonly name: string;
  readonly object: { readonly search: string; readonly choice: string };
  readonly job: string;
  /** The way to log in by a key that is tried first, and mistyped; null where there is none. */
  readonly key: { readonly way: string; readonly app: string } | null;
}

export const toSalesforce: ToConnect = {
  crm: 'Salesforce',
  allow: 'Allow',
  name: 'Acme Salesforce',
  object: { search: 'acc', choice: 'Account' },
  job: 'Accounts of Acme',
  key: { way: 'Salesforce: Signed login (JWT bearer)', app: '3MVG9-some-app' },
};

export const toDynamics: ToConnect = {
  crm: 'Dynamics 365',
  allow: 'Accept',
  name: 'Acme Dynamics',
  object: { search: 'contact', choice: 'Contact (contact)' },
  job: 'People of Acme',
  key: null,
};

/** From "Connect" in App Home to the connection in the list. */
export async function connects(ada: BrowserPerson, to: ToConnect, picture: PagePicture): Promise<void> {
  await ada.opensHome();
  await presses(ada, 'Connect', 'The link is for you alone.');
  await picture('connect');
  const page = await followsLink(ada);
  await page.getByRole('heading', { name: 'Connect a CRM' }).waitFor();
  await picture('connect-choice', page);
  if (to.key !== null) await mistypesKey(page, to.key, picture);
  await page.getByRole('link', { name: `${to.crm}: Sign in with your browser` }).click();
  await page.getByLabel('Name').fill(to.name);
  await picture('connect-form', page);
  await page.getByRole('button', { name: `Continue to ${to.crm}` }).click();
  await consents(page, to, picture);
  await ada.sees(`${to.name} · ${to.crm} · connected`);
  await ada.clicks('Connections');
  await ada.sees(/seen today/, { on: to.name });
  await picture('connections');
  await ada.closes();
}

/** A job on the connection, from nothing to the end of its first run. */
export async function runsJobOn(ada: BrowserPerson, { name, object, job }: ToConnect): Promise<void> {
  await ada.opensHome();
  await ada.clicks('New integration');
  await ada.chooses(name, { in: 'Connection' });
  await ada.searches(object.search, { in: 'Object' });
  await ada.chooses(object.choice, { in: 'Object' });
  await ada.sees('Hub object');
  await ada.clicks('Next');
  await ada.sees('Step 2 of 6');
  await ada.clicks('Next');
  await ada.sees('Step 3 of 6');
  await ada.clicks('Validate mapping');
  await ada.sees('The mapping is valid.');
  await ada.clicks('Next');
  await ada.sees('Step 4 of 6');
  await ada.clicks('Next');
  await ada.sees('Step 5 of 6');
  await ada.types(job, { in: 'Name' });
  // Not hourly: it would run by itself in the middle of a story that is told at a full hour.
  await ada.chooses('Daily', { in: 'Run' });
  await ada.sees('Next runs on your clock');
  await ada.chooses('Sync immediately after saving', { in: 'Saving' });
  await ada.chooses('#crm-syncs', { in: 'Channel for notifications' });
  await ada.clicks('Next');
  await ada.sees('Step 6 of 6');
  await ada.clicks('Save');
  await ada.sees(`${job} was created`);
  await ada.closes();
  await ada.opens('#crm-syncs');
  await ada.sees(new RegExp(`${job} · full sync (?:partly )?succeeded`));
}

/** The consent was taken back: the next run says so, the job waits, and "Reconnect" has it run again. */
export async function renews(ada: BrowserPerson, to: ToConnect, picture: PagePicture): Promise<void> {
  await ada.opensHome();
  await ada.chooses('Run now', { in: 'Manage', on: to.job });
  await ada.opens('#crm-syncs');
  await ada.sees(`The login to ${to.crm} has expired`);
  await ada.opensHome();
  await ada.sees(`Waits for ${to.name}, whose login has expired.`);
  await ada.sees(`${to.name} · ${to.crm} · expired · its jobs wait`);
  await picture('expired');
  await ada.chooses('Run now', { in: 'Manage', on: to.job });
  await ada.sees(`"${to.job}" cannot run`);
  await ada.opens('@Crosswalk');
  await ada.sees(`The login of ${to.name} has expired.`);
  await ada.clicks('Reconnect', { on: `The login of ${to.name} has expired.` });
  await ada.sees(`Connect ${to.name} again in your browser`);
  const page = await followsLink(ada);
  await page.getByRole('heading', { name: `Reconnect ${to.name}` }).waitFor();
  await picture('reconnect', page);
  await page.getByRole('button', { name: `Continue to ${to.crm}` }).click();
  await consents(page, to, () => Promise.resolve());
  await ada.opens('@Crosswalk');
  await ada.sees(`${to.name} is connected again`);
  await ada.opensHome();
  await ada.sees(`${to.name} · ${to.crm} · connected`);
  await ada.chooses('Run now', { in: 'Manage', on: to.job });
  await ada.opens('#crm-syncs');
  await ada.sees(new RegExp(`${to.job} · incremental sync (?:partly )?succeeded`));
}

/** App Home shows what changes: who presses a button just then is told that it is gone, and presses the new one. */
async function presses(ada: BrowserPerson, label: string, then: string): Promise<void> {
  const shown = ada.page.getByText(then).first();
  const gone = ada.page.getByText('That is not there any more').first();
  for (let tries = 1; tries < maxTries; tries += 1) {
    await ada.clicks(label);
    await shown.or(gone).first().waitFor();
    if (await shown.isVisible()) break;
    await ada.page.getByRole('button', { name: 'Dismiss' }).first().click();
  }
  await ada.sees(then);
}

/** The link opens beside Slack. */
async function followsLink(ada: BrowserPerson): Promise<Page> {
  const [page] = await Promise.all([ada.page.waitForEvent('popup'), ada.clicks('Open in browser')]);
  await ada.closes();
  return page;
}

/** What is wrong is said at the field, and the link is good all the same. */
async function mistypesKey(
  page: Page,
  { way, app }: NonNullable<ToConnect['key']>,
  picture: PagePicture,
): Promise<void> {
  await page.getByRole('link', { name: way }).click();
  await page.getByLabel('Login address').fill('https://acme.my.salesforce.com');
  await page.getByLabel('Consumer key').fill(app);
  await page.getByLabel('User name').fill('sync@acme.com');
  await page.getByLabel('Private key').fill('-----BEGIN PRIVATE KEY-----');
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('alert').getByText('"Private key"').waitFor();
  await picture('connect-key', page);
  await page.getByRole('link', { name: 'Log in another way' }).click();
}

/** From the CRM's own page to the one that says that it worked, and back to Slack. */
async function consents(page: Page, { allow, name }: ToConnect, picture: PagePicture): Promise<void> {
  await page.getByRole('heading', { name: 'Allow access?' }).waitFor();
  await picture('consent', page);
  await page.getByRole('button', { name: allow, exact: true }).click();
  await page.getByRole('heading', { name: `It worked: ${name} is connected` }).waitFor();
  await picture('worked', page);
  await page.close();
}
