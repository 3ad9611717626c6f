import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { setUp } from '../../../src/cli/demo/set-up.ts';
import { openDemo } from '../../../src/demo.ts';
import { openStore } from '../../support/open-store.ts';
import type { Store } from '../../support/open-store.ts';
import { createLog } from '../../../src/log.ts';
import { describeInBrowser } from '../../support/browser.ts';
import { browserPerson } from '../../support/browser-person.ts';
import type { BrowserPerson, BrowserPersonOptions } from '../../support/browser-person.ts';

export interface OpenedDemo {
  /** By the first name. */
  person(name: string, options?: BrowserPersonOptions): Promise<BrowserPerson>;
  /** Its state, opened beside it. */
  store(): Promise<Store>;
  /** People go back on what they allowed in the CRMs. */
  takeBackConsents(): void;
  close(): Promise<void>;
}

/** The demo as it is after its start, on a port and in a folder of its own; no job has run. */
export async function openedDemo(browser: Browser): Promise<OpenedDemo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'crosswalk-demo-'));
  const demo = await openDemo({ port: 0, log: createLog({ level: 'silent' }), dataDir });
  await setUp(demo);
  demo.app.scheduler.start();
  return {
    async person(name, options) {
      const member = demo.workspace.people.find((each) => each.name.startsWith(name));
      if (member === undefined) throw new Error(`Nobody in the demo is called ${name}.`);
      return await browserPerson(browser, demo.workspace.url, member, options);
    },
    store: () => openStore({ url: demo.folder.environment['DATABASE_URL'] ?? '' }),
    takeBackConsents: () => demo.org.takeBackConsents(),
    async close() {
      await demo.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Stories in one demo, in Chromium. */
export function describeInDemo(title: string, stories: (demo: () => OpenedDemo) => void): void {
  describeInBrowser(title, (launch) => {
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
    stories(() => demo);
  });
}
