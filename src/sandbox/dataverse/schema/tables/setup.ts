import { audit, integer, lookup, text, uniqueidentifier } from '../columns.ts';
import type { TableDefinition, TableInput } from '../table-definition.ts';
import { tableDefinition } from '../table-definition.ts';

/** The org itself, and what its settings are made of. */
export function setup(): TableDefinition[] {
  return [
    table({
      schemaName: 'Organization',
      entitySetName: 'organizations',
      label: 'Organization',
      labelPlural: 'Organizations',
      objectTypeCode: 1019,
      primaryName: 'name',
      columns: [
        text('Name', 'Organization Name', 160, { isPrimaryName: true }),
        integer('WeekStartDayCode', 'Week Start Day Code'),
        integer('LanguageCode', 'Language'),
        ...audit(),
      ],
    }),
    table({
      schemaName: 'UserSettings',
      entitySetName: 'usersettingscollection',
      label: 'User Settings',
      labelPlural: 'User Settings',
      objectTypeCode: 150,
      // A user's settings have the id of the user.
      primaryId: 'systemuserid',
      columns: [
        integer('TimeZoneCode', 'Time Zone Code'),
        integer('LocaleId', 'Locale'),
        integer('UILanguageId', 'User Interface Language'),
        ...audit(),
      ],
    }),
    table({
      schemaName: 'TimeZoneDefinition',
      entitySetName: 'timezonedefinitions',
      label: 'Time Zone Definition',
      labelPlural: 'Time Zone Definitions',
      objectTypeCode: 4810,
      primaryName: 'userinterfacename',
      columns: [
        integer('TimeZoneCode', 'Time Zone Code'),
        text('StandardName', 'Standard Name', 100),
        text('UserInterfaceName', 'User Interface Name', 100, { isPrimaryName: true }),
        ...audit(),
      ],
    }),
    table({
      schemaName: 'BusinessUnit',
      entitySetName: 'businessunits',
      label: 'Business Unit',
      labelPlural: 'Business Units',
      objectTypeCode: 10,
      primaryName: 'name',
      columns: [
        text('Name', 'Name', 160, { isPrimaryName: true }),
        lookup('ParentBusinessUnitId', 'Parent Business', 'businessunit'),
        ...audit(),
      ],
    }),
    table({
      schemaName: 'TransactionCurrency',
      entitySetName: 'transactioncurrencies',
      label: 'Currency',
      labelPlural: 'Currencies',
      objectTypeCode: 9105,
      primaryName: 'currencyname',
      columns: [
        text('CurrencyName', 'Currency Name', 100, { isPrimaryName: true }),
        text('ISOCurrencyCode', 'Currency Code', 5),
        text('CurrencySymbol', 'Currency Symbol', 13),
        ...audit(),
      ],
    }),
  ];
}

/** With its id; nobody writes it over the API. */
function table(input: TableInput): TableDefinition {
  const idName = input.primaryId ?? `${input.schemaName.toLowerCase()}id`;
  return tableDefinition({
    ...input,
    isReadOnly: true,
    columns: [
      uniqueidentifier(idName, input.label, { isPrimaryId: true, required: 'SystemRequired' }),
      ...input.columns,
    ],
  });
}
