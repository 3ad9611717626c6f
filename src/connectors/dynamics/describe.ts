import pLimit from 'p-limit';
import type { z } from 'zod';
import type { DescribeCache, ObjectSummary } from '../connector.ts';
import { createDescriber } from '../describer.ts';
import type { Describer } from '../describer.ts';
import {
  attributeMetadata,
  choicesMetadata,
  choicesSelect,
  choiceTypes,
  entityMetadata,
  entitySelect,
  listOf,
  summaryMetadata,
  summarySelect,
} from './metadata.ts';
import type { DynamicsHttp } from './request.ts';
import { tableOfMetadata } from './source-object.ts';
import type { DynamicsTable } from './table.ts';

// docs/decisions/dynamics-libraries.md says why not by dynamics-web-api.

/** Requests for metadata at the same time: a table takes seven. */
const parallelRequests = 8;

/** Logical names are small letters, digits and underscores; anything else would change the address that is called. */
const logicalName = /^[a-z][a-z0-9_]*$/;

export function createDynamicsDescriber(http: DynamicsHttp, cache: DescribeCache): Describer {
  const limit = pLimit(parallelRequests);

  const ask = <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> =>
    limit(() => http.json({ path }, (text) => schema.parse(JSON.parse(text))));

  const describe = async (name: string): Promise<DynamicsTable> => {
    const address = `EntityDefinitions(LogicalName='${name.toLowerCase()}')`;
    // First alone: what is not there is not asked for seven times.
    const entity = await ask(`${address}?${entitySelect}`, entityMetadata);
    // Without a selection, which could not name what only some types of columns have.
    const attributes = ask(`${address}/Attributes`, listOf(attributeMetadata));
    const choices = choiceTypes.map((type) =>
      ask(
        `${address}/Attributes/Microsoft.Dynamics.CRM.${type}AttributeMetadata?${choicesSelect}`,
        listOf(choicesMetadata),
      ),
    );
    const [{ value }, ...sets] = await Promise.all([attributes, ...choices]);
    return tableOfMetadata({ entity, attributes: value, choices: sets.flatMap((each) => each.value) });
  };

  const list = async (): Promise<readonly ObjectSummary[]> => {
    const { value } = await ask(`EntityDefinitions?${summarySelect}`, listOf(summaryMetadata));
    return value.map((each) => ({
      name: each.LogicalName,
      label: each.DisplayName || each.LogicalName,
      labelPlural: each.DisplayCollectionName || each.DisplayName || each.LogicalName,
      custom: each.IsCustomEntity === true,
      // The service has hundreds of tables of its own that nobody works with.
      queryable:
        Boolean(each.EntitySetName) && each.IsIntersect !== true && each.IsValidForAdvancedFind === true,
    }));
  };

  return createDescriber(
    {
      title: 'Dynamics 365',
      noun: 'table',
      isName: (name) => logicalName.test(name.toLowerCase()),
      describe,
      list,
    },
    cache,
  );
}
