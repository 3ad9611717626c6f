/** Takes the pictures of README, docs/images/*.png, of the demo as it is: `npm run pictures`. */
import { join } from 'node:path';
import { launchChromium } from '../../support/browser.ts';
import type { BrowserPerson } from '../../support/browser-person.ts';
import { projectRoot } from '../../support/project-root.ts';
import { asksForRun, draftsJob } from '../support/chat-story.ts';
import { connects, renews, runsJobOn, toSalesforce } from '../support/connect-story.ts';
import type { PagePicture } from '../support/connect-story.ts';
import { cancelsRun, firstSteps } from '../support/demo-story.ts';
import { exportsBack } from '../support/export-story.ts';
import { openedDemo } from '../support/open-demo.ts';
import { isTold } from '../support/told-story.ts';
import { createsJob } from '../support/wizard-story.ts';

const picturesOf =
  ({ page }: BrowserPerson, ending = ''): PagePicture =>
  async (name, other) => {
    // Of a page beside Slack what stands on it, without the empty rest.
    const place = other === undefined ? page : other.locator('body');
    // Nothing half drawn, and no caret that blinks.
    await place.screenshot({
      path: join(projectRoot, 'docs', 'images', `${name}${ending}.png`),
      animations: 'disabled',
      caret: 'hide',
    });
  };

/** What README and docs/connecting.md show of the wizard, of the chat and of connecting. */
const shown = [
  'chat-proposal',
  'chat-draft',
  'connect',
  'connect-form',
  'connect-key',
  'consent',
  'worked',
  'connections',
  'expired',
  'wizard-words',
  'wizard-mapping',
  'wizard-settings',
  'export-filter',
  'export-mapping',
];
const chosen =
  (picture: PagePicture): PagePicture =>
  async (name, page) => {
    if (shown.includes(name)) await picture(name, page);
  };

const browser = await launchChromium();
try {
  const demo = await openedDemo(browser);
  try {
    const ada = await demo.person('Ada');
    await firstSteps(ada, picturesOf(ada));
    await cancelsRun(ada, picturesOf(ada));
    await createsJob(ada, chosen(picturesOf(ada)));
    await exportsBack(ada, chosen(picturesOf(ada)));
    await asksForRun(ada, chosen(picturesOf(ada)));
    await draftsJob(ada, chosen(picturesOf(ada)));
    await connects(ada, toSalesforce, chosen(picturesOf(ada)));
    await runsJobOn(ada, toSalesforce);
    demo.takeBackConsents();
    await renews(ada, toSalesforce, chosen(picturesOf(ada)));
    const dark = await demo.person('Ada', { theme: 'dark' });
    await dark.opensHome();
    await dark.sees('Prospects');
    await picturesOf(dark, '-dark')('app-home');
    const store = await demo.store();
    try {
      await isTold(ada, store, picturesOf(ada));
    } finally {
      await store.close();
    }
  } finally {
    await demo.close();
  }
} finally {
  await browser.close();
}
