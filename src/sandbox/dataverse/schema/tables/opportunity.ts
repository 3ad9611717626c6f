import {
  audit,
  customer,
  date,
  integer,
  lookup,
  memo,
  money,
  ownership,
  stateAndStatus,
  text,
  uniqueidentifier,
} from '../columns.ts';
import type { TableDefinition } from '../table-definition.ts';
import { tableDefinition } from '../table-definition.ts';

export function opportunity(): TableDefinition {
  return tableDefinition({
    schemaName: 'Opportunity',
    entitySetName: 'opportunities',
    label: 'Opportunity',
    labelPlural: 'Opportunities',
    objectTypeCode: 3,
    primaryName: 'name',
    tracksChanges: true,
    columns: [
      uniqueidentifier('OpportunityId', 'Opportunity', { isPrimaryId: true, required: 'SystemRequired' }),
      text('Name', 'Topic', 300, { isPrimaryName: true, required: 'ApplicationRequired' }),
      customer('CustomerId', 'Potential Customer'),
      lookup('ParentAccountId', 'Account', 'account'),
      lookup('ParentContactId', 'Contact', 'contact'),
      money('EstimatedValue', 'Est. Revenue'),
      date('EstimatedCloseDate', 'Est. Close Date'),
      integer('CloseProbability', 'Probability', { minValue: 0, maxValue: 100 }),
      text('StepName', 'Pipeline Phase', 200),
      memo('Description', 'Description', 2_000),
      lookup('TransactionCurrencyId', 'Currency', 'transactioncurrency'),
      ...ownership(),
      ...stateAndStatus([
        ['Open', ['In Progress', 'On Hold']],
        ['Won', ['Won']],
        ['Lost', ['Canceled', 'Out-Sold']],
      ]),
      ...audit(),
    ],
  });
}
