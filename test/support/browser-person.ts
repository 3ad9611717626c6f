import type { Browser, Locator, Page } from 'playwright-core';
import type { Member } from '../../src/playground/screen.ts';
import { NotClear, NotThere } from './person/find.ts';
import type { In, On, Person, Where } from './person.ts';
import { choose, fieldsCalled, offeredBy, openMenu, typeInto } from './browser/field.ts';
import { frontOf, holds, nearestTo, partsWith, readOut } from './browser/parts.ts';
import { nextFrame, watchActs } from './browser/settle.ts';

export interface BrowserPerson extends Person {
  /** For what no story says: pictures, keys, sizes. */
  readonly page: Page;
  close(): Promise<void>;
}

export interface BrowserPersonOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly theme?: 'light' | 'dark';
  /** Bounds each wait, in milliseconds. */
  readonly waitMs?: number;
}

const usualWaitMs = 30_000;
/** Menus that are opened one after the other to look for an entry. */
const mostMenus = 12;

/** Somebody who works on the playground's page, in a browser of their own. */
export async function browserPerson(
  browser: Browser,
  url: string,
  member: Member,
  options: BrowserPersonOptions = {},
): Promise<BrowserPerson> {
  const { viewport = { width: 1280, height: 800 }, theme = 'light', waitMs = usualWaitMs } = options;
  const context = await browser.newContext({ viewport, colorScheme: theme, acceptDownloads: true });
  context.setDefaultTimeout(waitMs);
  const page = await context.newPage();
  const acts = watchActs(page);
  await page.goto(`${url}/?as=${member.handle}`);
  await page.locator('.workspace').waitFor();

  /** Looks until it finds; what is not clear fails at once. */
  async function find<Found>(look: () => Promise<Found>): Promise<Found> {
    const deadline = Date.now() + waitMs;
    for (;;) {
      try {
        return await look();
      } catch (error) {
        const isOver = Date.now() > deadline;
        if (!(error instanceof NotThere) || isOver) throw await told(error);
      }
      await nextFrame(page);
    }
  }

  async function told(error: unknown): Promise<Error> {
    const isExpected = error instanceof NotThere || error instanceof NotClear;
    if (!isExpected) return error instanceof Error ? error : new Error(String(error));
    return new Error(`${member.name}: ${error.message}. On the screen:\n\n${await screenText()}\n`);
  }

  const screenText = async (): Promise<string> => readOut(await frontOf(page));

  async function does(act: () => Promise<unknown>): Promise<void> {
    await act();
    await acts.settled();
  }

  const field = async ({ in: name, on }: In): Promise<Locator> =>
    only(
      await nearestTo(await frontOf(page), await fieldsCalled(await frontOf(page), name), on),
      `field '${name}'`,
    );

  async function open(where: string): Promise<void> {
    const name = where.slice(1);
    const group = where.startsWith('#') ? /^Channels$/ : /^(?:Direct messages|Apps)$/;
    const entry = page
      .getByRole('navigation', { name: 'Channels and messages' })
      .getByRole('region', { name: group })
      .getByRole('button', { name, exact: true });
    await does(async () => (await find(() => only(entry, `conversation ${where}`))).click());
    const messages = page.getByRole('tab', { name: 'Messages' });
    if (await messages.isVisible()) await does(() => messages.click());
  }

  async function say(text: string, where?: string): Promise<void> {
    if (where !== undefined && where !== 'thread') await open(where);
    const pane = page.locator(where === 'thread' ? 'aside.thread' : 'main.place');
    if (where === undefined && (await pane.locator('.composer').count()) === 0) {
      const first = page.getByRole('region', { name: 'Channels' }).getByRole('button').first();
      await does(() => first.click());
    }
    const box = pane.locator('.composer textarea');
    await box.fill(text);
    await does(() => box.press('Enter'));
  }

  /** What is in sight goes before what a menu holds. */
  async function click(label: string, { in: menu, on }: Where): Promise<void> {
    if (menu === undefined) {
      const front = await frontOf(page);
      const roles = ['button', 'link', 'menuitem', 'option', 'radio', 'checkbox', 'tab'] as const;
      const [first, ...others] = roles.map((role) => front.getByRole(role, { name: label, exact: true }));
      const all = others.reduce((sum, each) => sum.or(each), first as Locator);
      const nearest = await nearestTo(front, all, on);
      if ((await nearest.count()) > 0) {
        await (await only(nearest, `'${label}'`)).click();
        return;
      }
    }
    await clickInMenu(label, { in: menu, on });
  }

  async function clickInMenu(label: string, { in: menu, on }: Where): Promise<void> {
    const front = await frontOf(page);
    const menus = front.locator('[role="combobox"], [aria-haspopup="menu"]');
    const meant = await nearestTo(front, menu === undefined ? menus : await fieldsCalled(front, menu), on);
    for (const each of (await meant.all()).slice(0, mostMenus)) {
      const entries = await openMenu(each);
      const entry = entries.and(page.locator(`[aria-label=${JSON.stringify(label)}]`)).or(
        entries.filter({
          hasText: new RegExp(`^${label.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`),
        }),
      );
      if ((await entry.count()) === 1) {
        await entry.click();
        return;
      }
      await page.keyboard.press('Escape');
    }
    throw new NotThere(`There is no '${label}'`);
  }

  const message = async (text: string): Promise<Locator> => {
    const found = partsWith(page.locator('main.place, aside.thread'), 'message', text);
    if ((await found.count()) === 0) throw new NotThere(`There is no message with '${text}'`);
    return found.last();
  };
  const modal = page.locator('dialog.modal[open]');
  const answer = page.locator('dialog.confirmation[open] .dialog-foot button');

  return {
    name: member.name,
    page,
    close: () => context.close(),
    says: (where, text) => say(text, where),
    runs: (command, where) => say(command, where),
    opens: open,
    async opensHome() {
      const app = page.getByRole('region', { name: 'Apps' }).getByRole('button').first();
      await does(() => app.click());
      await does(() => page.getByRole('tab', { name: 'Home' }).click());
    },
    async opensThread(text) {
      const found = await find(() => message(text));
      await found.hover();
      await does(() => found.getByRole('button', { name: 'Reply in thread' }).click());
    },
    clicks: (label, where = {}) => does(() => find(() => click(label, where))),
    async chooses(option, where) {
      await does(async () => choose(await find(() => field(where)), option, acts));
    },
    async types(text, where) {
      await does(async () => typeInto(await find(() => field(where)), text));
    },
    async searches(query, where) {
      const found = await find(() => field(where));
      await openMenu(found);
      await does(() => found.fill(query));
    },
    submits: () => does(() => modal.locator('button[type="submit"]').click()),
    goesBack: () => does(() => modal.locator('.dialog-foot button[type="button"]').click()),
    closes: () => does(() => modal.getByRole('button', { name: 'Close all windows' }).click()),
    confirms: () => does(() => answer.last().click()),
    declines: () => does(() => answer.first().click()),
    async reacts(emoji, { on = '' }) {
      const found = await find(() => message(on));
      await found.hover();
      await found.getByRole('button', { name: 'Add reaction' }).click();
      const name = emoji.replaceAll(':', '');
      await does(() => found.getByRole('button', { name, exact: true }).click());
    },
    async invitesApp(channel) {
      await open(channel);
      const add = page.locator('.place-head').getByRole('button', { name: /^Add / });
      if (await add.isVisible()) await does(() => add.click());
    },
    sees: (text, where = {}) => seen(text, where, true),
    doesNotSee: (text, where = {}) => seen(text, where, false),
    async options(where) {
      const found = await find(() => field(where));
      const labels = await offeredBy(found);
      await page.keyboard.press('Escape');
      return labels;
    },
    async downloads(file) {
      const card = await find(async () => {
        const found = partsWith(page.locator('main.place, aside.thread'), 'file', file);
        if ((await found.count()) === 0) throw new NotThere(`There is no file ${file}`);
        return found.last();
      });
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        card.getByRole('link', { name: 'Download' }).click(),
      ]);
      const parts: Buffer[] = [];
      for await (const part of await download.createReadStream()) parts.push(part as Buffer);
      return Buffer.concat(parts);
    },
    screenText,
  };

  async function seen(text: string | RegExp, { on }: On, isThere: boolean): Promise<void> {
    await find(async () => {
      const front = await frontOf(page);
      if ((await holds(front, text, on)) === isThere) return;
      const said = typeof text === 'string' ? `'${text}'` : String(text);
      throw new NotThere(
        `${isThere ? 'does not see' : 'still sees'} ${said}${on === undefined ? '' : ` with '${on}'`}`,
      );
    });
  }
}

async function only(found: Locator, what: string): Promise<Locator> {
  const count = await found.count();
  if (count === 0) throw new NotThere(`There is no ${what}`);
  if (count > 1) throw new NotClear(`There are ${count} of ${what}; say which by 'on' or 'in'`);
  return found;
}
