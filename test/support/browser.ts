import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** Where systems keep it. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Null where this machine has none. */
const chromiumPath: string | null = places.find((path) => existsSync(path)) ?? null;

/** A suite that needs a browser; where there is none it says so, and what would be needed. */
export function describeInBrowser(title: string, body: (launch: () => Promise<Browser>) => void): void {
  if (chromiumPath === null) {
    describe(title, () => {
      it('LEFT OUT: this machine has no Chromium. Install one (apt-get install chromium) to run it.');
    });
    return;
  }
  describe(title, function () {
    this.timeout(180_000);
    body(launchChromium);
  });
}

/** In its own profile, without a screen, and without asking anybody outside. @throws where there is none. */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('This machine has no Chromium.');
  return await chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
