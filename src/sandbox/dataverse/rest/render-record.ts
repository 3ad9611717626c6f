/** Rows as JSON. Written by hand, because numbers keep all their digits. */
import { badQuery } from '../http/api-error.ts';
import type { Preferences } from '../http/preferences.ts';
import type { Row } from '../org/row.ts';
import { columnOfTable, navigate } from '../query/column-path.ts';
import type { ExpandItem } from '../query/parse-expand.ts';
import { choiceTypes, lookupTypes, numberTypes, propertyName, referenceOf } from '../schema/column.ts';
import type { Column, Value } from '../schema/column.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import { formattedValue } from './formatted-value.ts';
import type { Format } from './formatted-value.ts';

export interface RenderContext extends Format {
  readonly preferences: Preferences;
}

/** Members of the JSON object, without its braces. */
export type RenderRow = (row: Row) => string;

/** The service joins no more tables than this for one answer. */
const maxExpands = 15;

const formatted = 'OData.Community.Display.V1.FormattedValue';
const lookupLogicalName = 'Microsoft.Dynamics.CRM.lookuplogicalname';
const navigationProperty = 'Microsoft.Dynamics.CRM.associatednavigationproperty';

/** @param select names as queries have them; null = every column. @throws ApiError */
export function rowRenderer(
  table: TableDefinition,
  select: readonly string[] | null,
  expand: readonly ExpandItem[],
  context: RenderContext,
): RenderRow {
  if (countExpands(expand) > maxExpands)
    throw badQuery(`Number of expanded tables exceeded the limit of ${maxExpands}.`);
  const columns = selectedColumns(table, select);
  const members = [
    ...columns.map((column) => memberRenderer(column, context)),
    ...expand.map((item) => expandRenderer(table, item, context)),
  ];
  return (row) => {
    let text = `"@odata.etag":"W/\\"${row.version}\\""`;
    for (const member of members) text += `,${member(row)}`;
    return text;
  };
}

export function selectedColumns(table: TableDefinition, select: readonly string[] | null): Column[] {
  if (select === null) return table.columns.filter((column) => column.readable);
  const columns = [...new Set(select)].map((name) => columnOfTable(table, name));
  // The key comes along, whatever was selected.
  const key = columnOfTable(table, table.primaryId);
  return columns.includes(key) ? columns : [...columns, key];
}

function countExpands(expand: readonly ExpandItem[]): number {
  return expand.reduce((count, item) => count + 1 + countExpands(item.expand), 0);
}

function memberRenderer(column: Column, context: RenderContext): RenderRow {
  const { org, preferences } = context;
  const name = propertyName(column);
  const write = writerOf(column);
  const isFormatted = preferences.includesAnnotation(formatted);
  const showsTable = lookupTypes.has(column.type) && preferences.includesAnnotation(lookupLogicalName);
  const showsWay = lookupTypes.has(column.type) && preferences.includesAnnotation(navigationProperty);
  return (row) => {
    const value = org.read(row, column);
    const member = `"${name}":${value === null ? 'null' : write(value)}`;
    if (value === null) return member;
    let text = '';
    if (isFormatted) {
      const label = formattedValue(column, value, context);
      if (label !== null) text += `"${name}@${formatted}":${JSON.stringify(label)},`;
    }
    const reference = showsTable || showsWay ? referenceOf(value) : null;
    if (reference !== null && showsWay) {
      const way = column.targets.find((target) => target.table === reference.table)?.navigation ?? '';
      text += `"${name}@${navigationProperty}":"${way}",`;
    }
    if (reference !== null && showsTable) text += `"${name}@${lookupLogicalName}":"${reference.table}",`;
    return text + member;
  };
}

function writerOf({ type }: Column): (value: Exclude<Value, null>) => string {
  if (numberTypes.has(type) || choiceTypes.has(type) || type === 'boolean') return String;
  if (lookupTypes.has(type)) return (value) => JSON.stringify(referenceOf(value)?.id ?? null);
  return (value) => JSON.stringify(value);
}

function expandRenderer(table: TableDefinition, item: ExpandItem, context: RenderContext): RenderRow {
  const { org } = context;
  const { column, target } = navigate(org, table, item.navigation);
  const render = rowRenderer(target, item.select, item.expand, context);
  return (row) => {
    const reference = referenceOf(org.read(row, column));
    const found = reference?.table === target.logicalName ? org.follow(reference) : null;
    return `"${item.navigation}":${found === null ? 'null' : `{${render(found)}}`}`;
  };
}
