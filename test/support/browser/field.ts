import type { Locator } from 'playwright-core';
import { clockText } from '../../../src/playground/page/text/zoned-time.ts';
import { NotThere } from '../person/find.ts';
import type { WatchedActs } from './settle.ts';

/** Inputs, selects, pickers and groups of choices that are called so: by their label, placeholder, or words beside. */
export async function fieldsCalled(front: Locator, name: string): Promise<Locator> {
  const usable = front
    .page()
    .locator('input, textarea, [role="group"], [role="radiogroup"], [aria-haspopup="menu"]');
  const labelled = front.getByLabel(name, { exact: true }).or(front.getByPlaceholder(name, { exact: true }));
  const exact = labelled.and(usable).filter({ visible: true });
  if ((await exact.count()) > 0) return exact;
  const loose = front.getByLabel(name).or(front.getByPlaceholder(name)).and(usable).filter({ visible: true });
  if ((await loose.count()) > 0) return loose;
  return front.locator('.section-row').filter({ hasText: name }).locator('.accessory').locator(usable);
}

type FieldKind = 'menu' | 'combobox' | 'choices' | 'date' | 'text';

async function kindOf(field: Locator): Promise<FieldKind> {
  const role = await field.getAttribute('role');
  if (role === 'combobox') return 'combobox';
  if (role === 'group' || role === 'radiogroup') return 'choices';
  if ((await field.getAttribute('aria-haspopup')) === 'menu') return 'menu';
  const type = await field.getAttribute('type');
  return type === 'date' || type === 'time' || type === 'datetime-local' ? 'date' : 'text';
}

/** Opens a select or a menu. @returns what it offers; complete once an app that is asked has answered. */
export async function openMenu(menu: Locator): Promise<Locator> {
  if ((await menu.getAttribute('aria-expanded')) !== 'true') await menu.click();
  const list = menu.page().locator('[role="listbox"], [role="menu"]').filter({ visible: true });
  await list.and(menu.page().locator(':not([aria-busy="true"])')).waitFor();
  return list.locator('[role="option"], [role="menuitem"]');
}

export async function offeredBy(field: Locator): Promise<string[]> {
  if ((await kindOf(field)) === 'choices') return field.locator('label').allInnerTexts();
  const entries = await openMenu(field);
  return entries.evaluateAll((all: { innerText: string; ariaLabel: string | null }[]) =>
    all.map(({ innerText, ariaLabel }) => ariaLabel ?? innerText),
  );
}

/** A text adds or takes; a list is all that is to be chosen. */
export async function choose(
  field: Locator,
  chosen: string | readonly string[],
  acts: WatchedActs,
): Promise<void> {
  const all = typeof chosen === 'string' ? [chosen] : chosen;
  switch (await kindOf(field)) {
    case 'choices': {
      if (typeof chosen !== 'string') {
        for (const box of await field.getByRole('checkbox', { checked: true }).all()) {
          if (!all.includes(await nameOf(field, box))) await box.uncheck();
          await acts.settled();
        }
      }
      for (const each of all) {
        await field.getByLabel(each, { exact: true }).check();
        await acts.settled();
      }
      return;
    }
    case 'date': {
      const [value = ''] = all;
      const isMoment = (await field.getAttribute('type')) === 'datetime-local';
      await field.fill(isMoment ? await clockOf(field, value) : value);
      return;
    }
    case 'combobox':
      if (typeof chosen !== 'string') {
        const box = field.locator('xpath=..');
        for (let left = await box.locator('.remove').count(); left > 0; left -= 1) {
          await box.locator('.remove').first().click();
          await acts.settled();
        }
      }
      for (const each of all) {
        await chooseIn(field, each);
        await acts.settled();
      }
      if (all.length > 0 && (await field.getAttribute('aria-expanded')) === 'true')
        await field.press('Escape');
      return;
    case 'menu':
      await (await openMenu(field)).filter({ hasText: all[0] ?? '' }).click();
      return;
    case 'text':
      throw new NotThere('There is nothing to choose from');
  }
}

async function chooseIn(field: Locator, label: string): Promise<void> {
  const list = field.page().getByRole('listbox').filter({ visible: true });
  const named = list.getByRole('option', { name: label, exact: true });
  await openMenu(field);
  if ((await named.count()) === 0) {
    await field.fill(label.replace(/^[#@]/, ''));
    await openMenu(field);
  }
  const found = (await named.count()) > 0 ? named : named.or(await byHandle(field, label));
  if ((await found.count()) === 0) throw new NotThere(`There is no '${label}' to choose`);
  await found.first().click();
}

async function byHandle(field: Locator, label: string): Promise<Locator> {
  return field.page().locator(`[role="option"][aria-description=${JSON.stringify(label)}]`);
}

async function nameOf(field: Locator, box: Locator): Promise<string> {
  const id = (await box.getAttribute('id')) ?? '';
  return field.locator(`label[for="${id}"]`).innerText();
}

/** A moment as the clock of the page's person shows it. */
async function clockOf(field: Locator, moment: string): Promise<string> {
  const zone = (await field.getAttribute('data-time-zone')) ?? 'UTC';
  return clockText(Date.parse(moment) / 1000, zone);
}

/** Text that ends with a line break is ended with Enter. */
export async function typeInto(field: Locator, text: string): Promise<void> {
  await field.fill(text.replace(/\n$/, ''));
  if (text.endsWith('\n')) await field.press('Enter');
}
