import { expect } from 'chai';
import * as fc from 'fast-check';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { printFilter } from '../../../src/domain/filter/print.ts';
import type { Filter } from '../../../src/domain/filter/syntax.ts';
import type { Hub } from '../../../src/hub/hub.ts';
import type { HubSelection } from '../../../src/hub/selection.ts';
import type { OpenedHub } from '../hub.ts';
import {
  accountClock,
  accountSchema,
  addedAttributes,
  anyAccount,
  anyAccountFilter,
  meantOf,
} from '../../support/any-account.ts';
import { aFilter } from '../../support/filters.ts';
import { aBatch, aTarget, loaded } from '../../support/hub.ts';
import { aPage } from '../../support/selection.ts';

const accounts = fc.sample(anyAccount, { numRuns: 250, seed: 5 });

/** Keys of the accounts that the filter means. */
function meant(filter: Filter): string[] {
  const matches = meantOf(filter);
  return accounts.flatMap((account, index) => (matches(account) ? [String(index)] : []));
}

function selectionOf(filter: Filter): HubSelection {
  return { object: 'accounts', filter, ...accountClock };
}

function numbered(count: number, write: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join(',');
}

export function describeSelectedValues(hubs: OpenedHub): void {
  describe('a selection, whatever the values,', () => {
    let hub: Hub;
    beforeEach(async () => {
      hub = await hubs.open();
      await hub.addAttributes('accounts', addedAttributes);
      const rows = accounts.map((account, index) => {
        const values = Object.entries(account).map(([name, json]) => `"${name}":${json ?? 'null'}`);
        return `["${index}","2026-03-01T00:00:00.000Z","h",{${values.join(',')}},"${index}"]`;
      });
      const ids = accounts.map((_, index) => ({ crmId: String(index) }));
      const bytes = new TextEncoder().encode(`[${rows.join(',')}]`);
      await hub.load(aTarget(), aBatch(ids, { rows: bytes }));
    });

    async function select(filter: Filter): Promise<string[]> {
      const page = await hub.select(selectionOf(filter), aPage({ attributes: [], limit: 1_000 }));
      return page.records.map(({ keys: [key] }) => key ?? '');
    }

    it('takes what the filter means, and counts it', async () => {
      await fc.assert(
        fc.asyncProperty(anyAccountFilter, async (filter) => {
          const expected = meant(filter);
          expect(await select(filter), printFilter(filter)).to.deep.equal(expected);
          expect(await hub.countSelected(selectionOf(filter))).to.equal(expected.length);
        }),
        { numRuns: 200 },
      );
    }).timeout(60_000);

    const names = numbered(4_000, (index) => `'x${index}'`);
    const days = numbered(1_000, (index) => new Date(index * 2 * 86_400_000).toISOString().slice(0, 10));
    const largest = {
      'thousands of conditions': numbered(4_900, (index) => `name = '${index}'`).replaceAll(',', ' OR '),
      'parentheses to the limit': `${'NOT ('.repeat(24)}name LIKE '%a%'${')'.repeat(24)}`,
      'long lists of texts': `name IN (${names}) OR tags INCLUDES (${names})`,
      'long lists of numbers and days': `employees IN (${numbered(4_000, String)}) OR create_date IN (${days})`,
    };
    for (const [title, written] of Object.entries(largest)) {
      it(`takes ${title}`, async () => {
        const filter = checkFilter(aFilter(written), accountSchema);
        expect(await select(filter)).to.deep.equal(meant(filter));
      }).timeout(60_000);
    }

    it('takes more letters with capitals than one expression can fold', async () => {
      const small = 'абвгдежзийклмнопрстуфхцчшщъыьэюяѐёђѓєѕіїјљњћќѝўџѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁ';
      await loaded(hub, [{ crmId: 'long', values: { name: `«${small.toUpperCase()}»` } }]);
      const filter = checkFilter(aFilter(`name CONTAINS '${small}'`), accountSchema);
      expect(await select(filter)).to.deep.equal(['long']);
      expect(await hub.countSelected(selectionOf(filter))).to.equal(1);
    });
  });
}
