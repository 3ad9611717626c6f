/** What is to become of the hub's records, page by page. */
import type { OutboundRecord, SelectedPage } from '../../hub/selection.ts';
import type { RunHost } from '../run-host.ts';
import { judgeOf } from './judge.ts';
import type { JudgeRules, Verdict } from './judge.ts';
import { openPages, pageRows } from './pages.ts';
import type { PreparedOutbound } from './prepare.ts';

export interface Verdicts {
  /** Of some records, in their order; null after the last ones. @throws what selecting them failed with. */
  take(): Promise<readonly Verdict[] | null>;
}

export interface Selecting {
  readonly host: Pick<RunHost, 'selectOutbound'>;
  readonly prepared: PreparedOutbound;
  readonly rules: JudgeRules;
}

/** With a whole batch ahead, besides the one that is on its way, 300,000 records ran out of a worker's memory. */
const pagesAhead = 1;

/**
 * While one page is at work the next is selected.
 *
 * @param after the record behind which it begins; null = with the first one
 */
export function selectVerdicts({ host, prepared, rules }: Selecting, after: number | null): Verdicts {
  const { scope, selection, attributes, parentObject } = prepared;
  const judge = judgeOf(rules);
  const limit = pageRows(attributes.length);
  const select = (from: number | null): Promise<SelectedPage<OutboundRecord>> =>
    host.selectOutbound(scope, selection, { attributes, after: from, limit, parentObject });
  const pages = openPages(select, after, pagesAhead);
  return {
    async take() {
      const page = await pages.take();
      return page === null ? null : page.records.map(judge);
    },
  };
}

/** Those that are known already. */
export function allAtOnce(verdicts: readonly Verdict[]): Verdicts {
  let rest: readonly Verdict[] | null = verdicts;
  return {
    take() {
      const taken = rest;
      rest = null;
      return Promise.resolve(taken);
    },
  };
}
