import type { SourceQuery } from '../../../src/connectors/connector.ts';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { fieldPaths } from '../../../src/domain/filter/field-paths.ts';
import type { Filter, FilterValue } from '../../../src/domain/filter/syntax.ts';
import type { SourceField } from '../../../src/domain/source-schema.ts';
import { startDataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import {
  filterMeaningContract,
  type EngineSetup,
  type FilterEngine,
} from '../../contracts/filter-meaning.ts';
import { meaningObject, meaningRecords } from '../../support/meaning-records.ts';
import { yesNo } from './contract-dynamics.ts';
import { collect, rowsOf, sandboxClient } from './sandbox-client.ts';

const tableName = 'acme_meaning';
const idName = `${tableName}id`;
/** By the names that a custom table's columns have in Dataverse. */
const nameOf = (name: string): string => (name === 'Id' ? idName : `acme_${name.toLowerCase()}`);
const pathOf = (path: string): string =>
  path.replaceAll('Parent.', 'acme_Parent.').replace(/[^.]+$/, (name) => nameOf(name));

type ColumnInput = Parameters<
  Awaited<ReturnType<typeof startDataverseSandbox>>['org']['define']
>[0]['columns'];
type Input = NonNullable<ColumnInput>[number];

/** Numbers of choices: those that the suite names, and counted where it names words. */
const choicesOf = ({ picklistValues }: SourceField): Input['choices'] =>
  picklistValues.map(({ value, label }, index) => ({ value: Number(value) || 100 + index, label }));

const types: Partial<Record<SourceField['type'], (field: SourceField) => Omit<Input, 'logicalName'>>> = {
  string: () => ({ type: 'string', maxLength: 4_000 }),
  email: () => ({ type: 'string', format: 'Email' }),
  textarea: () => ({ type: 'memo' }),
  // Every choice of Dataverse is one of its list.
  picklist: (field) =>
    field.restrictedPicklist ? { type: 'picklist', choices: choicesOf(field) } : { type: 'string' },
  multipicklist: (field) => ({ type: 'multiselect', choices: choicesOf(field) }),
  boolean: () => ({ type: 'boolean', choices: yesNo, defaultValue: false }),
  int: () => ({ type: 'integer' }),
  currency: () => ({ type: 'money' }),
  double: () => ({ type: 'decimal' }),
  date: () => ({ type: 'datetime', behavior: 'DateOnly', format: 'DateOnly' }),
  datetime: () => ({ type: 'datetime' }),
  reference: () => ({ type: 'lookup', targets: [{ table: tableName, navigation: 'acme_Parent' }] }),
};

function columnOf(field: SourceField): Input {
  const of = types[field.type];
  if (of === undefined) throw new Error(`Dataverse has no ${field.type}`);
  const logicalName = field.name === 'ParentId' ? 'acme_parentid' : nameOf(field.name);
  return { logicalName, ...of(field) };
}

const many = meaningObject.fields.find(({ name }) => name === 'Many');
const choiceNumbers = new Map(
  (many === undefined ? [] : (choicesOf(many) ?? [])).map((each, index) => [
    many?.picklistValues[index]?.value ?? '',
    each.value,
  ]),
);

async function openEngine({ now, zone }: EngineSetup): Promise<FilterEngine> {
  const sandbox = await startDataverseSandbox({ now: () => Date.parse(now), timeZone: zone });
  sandbox.org.define({
    logicalName: tableName,
    columns: meaningObject.fields.filter(({ name }) => name !== 'Id').map(columnOf),
  });
  const ids = new Map<string, string>();
  for (const { ParentId, ...cells } of meaningRecords) {
    const values: Record<string, string | number[]> = {};
    for (const [name, value] of Object.entries(cells)) {
      values[nameOf(name)] =
        name === 'Many' ? value.split(';').map((each) => choiceNumbers.get(each) ?? 0) : value;
    }
    const parent = ParentId === undefined ? {} : { acme_parentid: ids.get(ParentId) };
    ids.set(cells.Key, sandbox.org.insert(tableName, [{ ...values, ...parent }])[0] ?? '');
  }

  const client = sandboxClient(sandbox);
  const { signal } = new AbortController();
  return {
    ids,
    // Query functions take no paths, and OData has nothing else for several choices.
    refuses: new Set([`Parent.Many INCLUDES ('inv')`, `Parent.Many EXCLUDES ('inv')`]),
    // SQL Server counts a character beyond the first 65,536 as two under `_`.
    otherwise: new Map([[`Text LIKE '_'`, []]]),
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
    const renamed = renamedFilter(filter);
    const schema = await client.loadSchema(tableName, fieldPaths(renamed));
    const checked = checkFilter(renamed, schema);
    client.checkFilter(checked, schema);
    return { schema, fields: [nameOf('Key')], filter: checked };
  }
}

function renamedFilter(filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, operands: filter.operands.map(renamedFilter) };
    case 'not':
      return { ...filter, operand: renamedFilter(filter.operand) };
    case 'comparison':
    case 'membership':
      break;
  }
  const renamed = { ...filter.field, path: pathOf(filter.field.path) };
  const value = filter.field.path.endsWith('Many') ? withNumbers : (same: FilterValue) => same;
  return filter.kind === 'comparison'
    ? { ...filter, field: renamed, value: value(filter.value) }
    : { ...filter, field: renamed, values: filter.values.map(value) };
}

/** The suite's values of choices as the numbers that they are here. */
function withNumbers(value: FilterValue): FilterValue {
  if (value.kind !== 'text') return value;
  const numbers = value.text.split(';').map((each) => String(choiceNumbers.get(each) ?? each));
  return { ...value, text: numbers.join(';') };
}

filterMeaningContract('Dynamics 365', openEngine);
