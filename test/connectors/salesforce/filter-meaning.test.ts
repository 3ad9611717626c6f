import type { SourceQuery } from '../../../src/connectors/connector.ts';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { fieldPaths } from '../../../src/domain/filter/field-paths.ts';
import type { Filter } from '../../../src/domain/filter/syntax.ts';
import type { SourceField } from '../../../src/domain/source-schema.ts';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { FieldInput, GivenRecord } from '../../../src/sandbox/salesforce/index.ts';
import {
  filterMeaningContract,
  type EngineSetup,
  type FilterEngine,
} from '../../contracts/filter-meaning.ts';
import { renamedFilter } from '../../support/filters.ts';
import { meaningObject, meaningRecords } from '../../support/meaning-records.ts';
import { collect, rowsOf, sandboxClient } from './sandbox-client.ts';

const objectName = 'Meaning__c';
/** By the names that a custom object's fields have in Salesforce. */
const nameOf = (name: string): string => (name === 'Id' ? name : `${name.replace(/Id$/, '')}__c`);
const pathOf = (path: string): string =>
  path.replaceAll('Parent.', 'Parent__r.').replace(/[^.]+$/, (name) => nameOf(name));

function definitionOf(field: SourceField): FieldInput {
  const { name, type } = field;
  if (type === 'compound' || type === 'binary') throw new Error(`Salesforce has no ${type}`);
  const reference = { referenceTo: [objectName], relationshipName: 'Parent__r' };
  return {
    name: nameOf(name),
    type,
    nillable: field.nillable,
    picklist: field.picklistValues,
    restrictedPicklist: field.restrictedPicklist,
    ...(type === 'reference' ? reference : {}),
  };
}

async function openEngine({ now, zone }: EngineSetup): Promise<FilterEngine> {
  // Salesforce's own week begins on Sunday here, which no filter takes notice of.
  const sandbox = await startSalesforceSandbox({
    now: () => Date.parse(now),
    timeZone: zone,
    firstDayOfWeek: 7,
  });
  const fields = meaningObject.fields.filter(({ name }) => name !== 'Id').map(definitionOf);
  sandbox.org.define({ name: objectName, fields });
  const ids = new Map<string, string>();
  for (const { ParentId, ...cells } of meaningRecords) {
    const values: Record<string, string> = {};
    for (const [name, value] of Object.entries(cells)) values[nameOf(name)] = value;
    const parent = ParentId === undefined ? undefined : ids.get(ParentId);
    const given: GivenRecord = { ...values, ...(parent === undefined ? {} : { Parent__c: parent }) };
    ids.set(cells.Key, sandbox.org.insert(objectName, [given])[0] ?? '');
  }

  const client = sandboxClient(sandbox, { dailyLimitReserve: 0 });
  const { signal } = new AbortController();
  return {
    ids,
    async take(filter) {
      const query = await queryOf(filter);
      const read = await client.openRead({ query, window: null, resumeFrom: null, signal });
      return rowsOf(await collect(read)).map(([key]) => key ?? '');
    },
    async close() {
      await client.close();
      await sandbox.close();
    },
  };

  async function queryOf(filter: Filter): Promise<SourceQuery> {
    const renamed = renamedFilter(filter, pathOf);
    const schema = await client.loadSchema(objectName, fieldPaths(renamed));
    return { schema, fields: ['Key__c'], filter: checkFilter(renamed, schema) };
  }
}

filterMeaningContract('Salesforce', openEngine);
