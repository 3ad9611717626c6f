import pLimit from 'p-limit';
import type { Connection } from 'jsforce/lib/connection.js';
import type { DescribeCache } from '../connector.ts';
import { createDescriber } from '../describer.ts';
import type { Describer } from '../describer.ts';
import { sourceObjectOf } from './source-object.ts';

/** Describes asked for at the same time: an org lets through some 25 long requests in all. */
const parallelDescribes = 4;

/** API names are letters, digits and underscores; anything else would change the address that is called. */
const apiName = /^[A-Za-z][A-Za-z0-9_]*$/;

export function createSalesforceDescriber(org: Connection, cache: DescribeCache): Describer {
  const limit = pLimit(parallelDescribes);
  return createDescriber(
    {
      title: 'Salesforce',
      noun: 'object',
      isName: (name) => apiName.test(name),
      describe: (name) => limit(async () => sourceObjectOf(await org.describe(name))),
      async list() {
        const { sobjects } = await org.describeGlobal();
        return sobjects
          .filter((each) => !each.deprecatedAndHidden)
          .map(({ name, label, labelPlural, custom, queryable }) => ({
            name,
            label,
            labelPlural,
            custom,
            queryable,
          }));
      },
    },
    cache,
  );
}
