import type { Browser } from 'playwright-core';
import { describeInBrowser } from '../support/browser.ts';
import { openedDemo } from './support/open-demo.ts';
import type { OpenedDemo } from './support/open-demo.ts';
import { createsJob } from './support/wizard-story.ts';

describeInBrowser('the wizard in a browser', (launch) => {
  let browser: Browser;
  let demo: OpenedDemo;

  before(async () => {
    browser = await launch();
    demo = await openedDemo(browser);
  });

  after(async () => {
    await browser.close();
    await demo.close();
  });

  it('creates a job from nothing to its first finished run', async () => {
    const ada = await demo.person('Ada');
    await createsJob(ada, () => Promise.resolve());
    await ada.close();
  });
});
