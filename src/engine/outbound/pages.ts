/** The hub's pages, one after the other, some of them selected before they are asked for. */
import type { OutboundRecord, SelectedPage } from '../../hub/selection.ts';

/**
 * Records of one page: some pages make a batch that is loaded in bulk. What a page is made of lives until it is on its way,
 * and is in the collectors' way meanwhile: with four times as many a run takes a tenth more of the processor.
 */
const mostPageRows = 500;
const fewestPageRows = 100;
/** Values of one page: records of many attributes come fewer at a time. */
const maxPageCells = 40_000;

/** @param columns how many values a record has */
export function pageRows(columns: number): number {
  const fitting = Math.floor(maxPageCells / Math.max(columns, 1));
  return Math.min(Math.max(fitting, fewestPageRows), mostPageRows);
}

export type Page = SelectedPage<OutboundRecord>;

export interface Pages {
  /** null after the last one. @throws what selecting it failed with. */
  take(): Promise<Page | null>;
}

/**
 * @param after the record after which the first page begins; null = at the first
 * @param ahead most pages that are selected and not taken, at least one
 */
export function openPages(
  select: (after: number | null) => Promise<Page>,
  after: number | null,
  ahead: number,
): Pages {
  const waiting: Promise<Page>[] = [];
  /** Where the page begins that there was no room for; undefined where one is being selected, or none is left. */
  let held: number | undefined;

  function request(from: number | null): void {
    const page = select(from);
    waiting.push(page);
    page.then(goOn, () => {
      // It is seen by whoever takes the page; there is none after it.
    });
  }

  function goOn({ next }: Page): void {
    held = next ?? undefined;
    fill();
  }

  function fill(): void {
    if (held === undefined || waiting.length >= ahead) return;
    const from = held;
    held = undefined;
    request(from);
  }

  request(after);
  return {
    async take() {
      const [page] = waiting;
      if (page === undefined) return null;
      const taken = await page;
      void waiting.shift();
      fill();
      return taken;
    },
  };
}
