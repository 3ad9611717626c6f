import type { Page, Response } from 'playwright-core';

export interface WatchedActs {
  /** Done once nothing is on its way and the page shows what was done at once. */
  settled(): Promise<void>;
}

/** Of the page: tests are compiled without the browser's own types. */
declare const requestAnimationFrame: (call: () => void) => number;
declare const document: {
  querySelector(selector: string): { readonly dataset: { version?: string } } | null;
};

/** Counts what the page asks of the playground: like a person, a driver waits until something happened. */
export function watchActs(page: Page): WatchedActs {
  const onTheirWay = new Set<Promise<unknown>>();
  let version = 0;

  async function followed(answer: Promise<Response | null>): Promise<void> {
    const response = await answer;
    if (response === null || !response.ok()) return;
    const body = (await response.json()) as { readonly version: number };
    version = Math.max(version, body.version);
  }

  page.on('request', (request) => {
    if (!request.url().endsWith('/acts')) return;
    // What is refused, or ends with the page, is told by the page and changes nothing.
    const done: Promise<unknown> = followed(request.response())
      .catch(() => undefined)
      .finally(() => onTheirWay.delete(done));
    onTheirWay.add(done);
  });

  return {
    async settled() {
      // What a click or a key causes leaves within the turn that follows it.
      await nextFrame(page);
      while (onTheirWay.size > 0) {
        await Promise.all(onTheirWay);
        await nextFrame(page);
      }
      await page.waitForFunction(
        (least) => Number(document.querySelector('.workspace')?.dataset.version) >= least,
        version,
      );
    },
  };
}

export async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        requestAnimationFrame(() => done());
      }),
  );
}
