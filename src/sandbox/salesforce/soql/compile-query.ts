/** SOQL text to something that can be run: every name resolved, every refusal of Salesforce made. */
import type { FieldType as SelectItem, OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import { badRequest } from '../http/api-error.ts';
import type { Org } from '../org/org.ts';
import type { Row } from '../org/row.ts';
import type { Scan } from '../org/table.ts';
import type { FieldValue } from '../schema/field-definition.ts';
import { isCustom } from '../schema/field-definition.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { compileWhere, namedIds } from './compile-where.ts';
import { conditionTree } from './condition.ts';
import type { CalendarSettings } from './date-range.ts';
import { resolvePath } from './field-path.ts';
import type { FieldPath, PathContext } from './field-path.ts';
import { isSorted, sortRows } from './order-by.ts';
import type { Ordering } from './order-by.ts';
import { parseSoql } from './parse.ts';
import { queryError } from './query-error.ts';
import { selectionOf, wholeSource } from './selection.ts';
import type { Selection } from './selection.ts';

export interface QueryContext {
  readonly org: Org;
  readonly scan: Scan;
  readonly calendar: CalendarSettings;
}

export interface CompiledQuery {
  readonly object: ObjectDefinition;
  /** As parsed: for interfaces that allow less than REST does. */
  readonly parsed: Query;
  /** What is selected, in order; empty for COUNT(). */
  readonly columns: readonly FieldPath[];
  readonly isCount: boolean;
  run(): Selection;
}

const maxOffset = 2_000;
/** FIELDS(ALL) and FIELDS(CUSTOM) are only for looking at a few records. */
const maxRowsOfAllFields = 200;

export function compileQuery(soql: string, context: QueryContext): CompiledQuery {
  return compile(parseSoql(soql), soql, context);
}

function compile(query: Query, soql: string, context: QueryContext): CompiledQuery {
  const object = queriedObject(query, soql, context.org);
  refuseUnsupported(query);
  const paths: PathContext = {
    org: context.org,
    scan: context.scan,
    object,
    alias: query.sObjectAlias ?? null,
    soql,
  };
  const items = query.fields ?? [];
  const isCount = items.length === 1 && isBareCount(items[0]);
  const columns = isCount ? [] : selectedPaths(items, query, paths);
  if ((query.offset ?? 0) > maxOffset) {
    throw badRequest('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${maxOffset}`);
  }
  const orderings = listOf(query.orderBy).map((clause) => orderingOf(clause, paths));
  const tree = query.where === undefined ? null : conditionTree(query.where);
  const passes =
    tree === null
      ? null
      : compileWhere(tree, {
          ...paths,
          calendar: context.calendar,
          column: (inner) => columnValues(compile(inner, soql, context)),
        });
  const ids = tree === null ? null : namedIds(tree);

  const run = (): Selection => {
    const table = context.org.tableOf(object);
    const { source } = table;
    const isUncut = query.offset === undefined && query.limit === undefined;
    if (source !== null && passes === null && orderings.length === 0 && isUncut) return wholeSource(source);
    let rows: Row[] = [];
    const candidates =
      ids === null ? table.scan(context.scan) : ids.flatMap((id) => table.find(id, context.scan) ?? []);
    // Without an order the first that pass are as good as any, and an object of millions is not gone through.
    const enough =
      orderings.length === 0 && query.limit !== undefined
        ? (query.offset ?? 0) + query.limit
        : Number.POSITIVE_INFINITY;
    for (const row of candidates) {
      if (rows.length >= enough) break;
      if (passes === null || passes(row)) rows.push(row);
    }
    const isInOrder = isSorted(rows, orderings);
    if (source !== null && isUncut && isInOrder && rows.length === source.count) return wholeSource(source);
    if (!isInOrder) rows = sortRows(rows, orderings);
    const offset = query.offset ?? 0;
    return selectionOf(isUncut ? rows : rows.slice(offset, offset + (query.limit ?? rows.length)));
  };

  return { object, parsed: query, columns, isCount, run };
}

function queriedObject(query: Query, soql: string, org: Org): ObjectDefinition {
  const name = query.sObject ?? '';
  const object = org.schema.find(name);
  if (object === undefined) {
    throw queryError(
      'INVALID_TYPE',
      soql,
      name,
      `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  if (!object.queryable) {
    throw badRequest('INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support query`);
  }
  return object;
}

/** Whatever Salesforce can do and this sandbox cannot is refused, never answered wrongly. */
function refuseUnsupported(query: Query): void {
  const found =
    (query.groupBy !== undefined && 'GROUP BY') ||
    (query.having !== undefined && 'HAVING') ||
    (query.withDataCategory !== undefined && 'WITH DATA CATEGORY') ||
    (query.update !== undefined && 'UPDATE') ||
    (query.usingScope !== undefined && query.usingScope.toLowerCase() !== 'everything' && 'USING SCOPE');
  if (found !== false) throw beyondSandbox(found);
}

function beyondSandbox(what: string): Error {
  return badRequest('FUNCTIONALITY_NOT_ENABLED', `${what} is beyond this sandbox.`);
}

function isBareCount(item: SelectItem | undefined): boolean {
  return (
    item?.type === 'FieldFunctionExpression' &&
    item.functionName.toUpperCase() === 'COUNT' &&
    item.parameters.length === 0
  );
}

function selectedPaths(items: readonly SelectItem[], query: Query, context: PathContext): FieldPath[] {
  const selected = new Map<string, FieldPath>();
  for (const item of items) {
    for (const written of writtenPaths(item, query, context.object)) {
      const path = resolvePath(written, context);
      const key = path.text.toLowerCase();
      if (selected.has(key)) throw badRequest('INVALID_FIELD', `duplicate field selected: ${written}`);
      selected.set(key, path);
    }
  }
  return [...selected.values()];
}

function writtenPaths(item: SelectItem, query: Query, object: ObjectDefinition): string[] {
  if (item.type === 'Field') return [item.field];
  if (item.type === 'FieldRelationship') return [[...item.relationships, item.field].join('.')];
  if (item.type === 'FieldSubquery') throw beyondSandbox('A query of children within a query');
  if (item.type === 'FieldTypeof') throw beyondSandbox('TYPEOF');
  const [group] = item.parameters;
  if (item.functionName.toUpperCase() !== 'FIELDS' || typeof group !== 'string')
    throw beyondSandbox(`${item.functionName}()`);
  return fieldsOf(group.toUpperCase(), query, object);
}

function fieldsOf(group: string, query: Query, object: ObjectDefinition): string[] {
  if (group !== 'STANDARD' && !((query.limit ?? Number.POSITIVE_INFINITY) <= maxRowsOfAllFields)) {
    throw badRequest(
      'MALFORMED_QUERY',
      `The SOQL FIELDS function must have a LIMIT of at most ${maxRowsOfAllFields}`,
    );
  }
  return object.fields
    .filter((field) => group === 'ALL' || isCustom(field) === (group === 'CUSTOM'))
    .map((field) => field.name);
}

function orderingOf(clause: OrderByClause, context: PathContext): Ordering {
  if (!('field' in clause)) throw beyondSandbox('A function in ORDER BY');
  const path = resolvePath(clause.field, context);
  if (!path.field.sortable) {
    throw queryError(
      'INVALID_FIELD',
      context.soql,
      clause.field,
      `field '${path.field.name}' can not be sorted in a query call`,
    );
  }
  return { path, isDescending: clause.order === 'DESC', nullsLast: clause.nulls === 'LAST' };
}

function columnValues(query: CompiledQuery): ReadonlySet<FieldValue> {
  const [column] = query.columns;
  if (column === undefined || query.columns.length > 1) {
    throw badRequest('MALFORMED_QUERY', 'only root queries support more than one selected field');
  }
  const selection = query.run();
  return new Set(selection.rows(0, selection.count).map((row) => column.read(row)));
}

function listOf<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
