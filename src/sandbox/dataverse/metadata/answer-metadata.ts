/** GET EntityDefinitions…: the tables, their columns, keys and relationships. */
import type { Answer } from '../../http/http-types.ts';
import { ApiError, badQuery, beyondSandbox, noSuchSegment } from '../http/api-error.ts';
import { odataJson } from '../http/api-request.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { parseExpand } from '../query/parse-expand.ts';
import type { ExpandItem } from '../query/parse-expand.ts';
import { parseFilter } from '../query/parse-filter.ts';
import type { Column } from '../schema/column.ts';
import type { Schema } from '../schema/schema.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import { baseProperties, expandable, kindProperties, metadataTypeOf } from './attribute-metadata.ts';
import { entityId, entityProperties, keyProperties, relationshipsOf } from './entity-metadata.ts';
import { propertyTest } from './property-test.ts';

type Properties = Readonly<Record<string, unknown>>;

const namespace = 'Microsoft.Dynamics.CRM.';

/** GET EntityDefinitions */
export function answerTables(request: ApiRequest, schema: Schema): Answer {
  const tables = schema.all();
  const filtered = filter(tables, request, entityProperties, 'EntityMetadata');
  const expand = parseExpand(request.query.get('$expand'));
  const value = filtered.map((table) => tableOf(table, selectOf(request), expand, tables));
  return answer(request, 'EntityDefinitions', { value });
}

/** GET EntityDefinitions(LogicalName='account') or (id) */
export function answerTable(request: ApiRequest, schema: Schema): Answer {
  const table = findTable(request.params[0] ?? '', schema);
  const expand = parseExpand(request.query.get('$expand'));
  const found = tableOf(table, selectOf(request), expand, schema.all());
  return answer(request, 'EntityDefinitions/$entity', found);
}

type Collection = (
  table: TableDefinition,
  request: ApiRequest,
  schema: Schema,
) => readonly (Properties | object)[];

/** GET EntityDefinitions(…)/Attributes and the like; a second segment names a type of columns. */
export function answerCollection(request: ApiRequest, schema: Schema): Answer {
  const [key = '', name = '', cast = ''] = request.params;
  const collection = collections[name];
  if (collection === undefined) throw noSuchSegment(name);
  const table = findTable(key, schema);
  const columnType = cast.replace(namespace, '');
  const value =
    name === 'Attributes' && columnType !== ''
      ? columnsOfType(table, columnType, request)
      : collection(table, request, schema);
  return answer(request, name, { value });
}

const collections: Readonly<Record<string, Collection>> = {
  Attributes: (table, request) =>
    filter(table.columns, request, (column) => baseProperties(table, column), 'AttributeMetadata').map(
      (column) => columnOf(table, column, selectOf(request), null),
    ),
  Keys: (table, request) =>
    keyProperties(table).map((key) => select(key, selectOf(request), 'EntityKeyMetadata')),
  ManyToOneRelationships: (table, request, schema) =>
    relationshipsOf(table, schema.all()).map((each) =>
      select(each, selectOf(request), 'OneToManyRelationshipMetadata'),
    ),
  OneToManyRelationships: (table, request, schema) =>
    schema
      .all()
      .flatMap((other) => relationshipsOf(other, schema.all()))
      .filter((each) => each['ReferencedEntity'] === table.logicalName)
      .map((each) => select(each, selectOf(request), 'OneToManyRelationshipMetadata')),
};

/** GET EntityDefinitions(…)/Attributes(LogicalName='name'), perhaps as a type of columns. */
export function answerColumn(request: ApiRequest, schema: Schema): Answer {
  const [key = '', columnKey = '', cast = ''] = request.params;
  const table = findTable(key, schema);
  const name = /^LogicalName='(\w+)'$/.exec(columnKey)?.[1];
  const column = table.columns.find(
    (each) =>
      each.logicalName === name || baseProperties(table, each)['MetadataId'] === columnKey.toLowerCase(),
  );
  if (column === undefined) throw noMetadata(`attribute with ${columnKey}`);
  const columnType = cast.replace(namespace, '');
  if (columnType !== '' && columnType !== metadataTypeOf(column))
    throw noMetadata(`attribute with ${columnKey}`);
  const expand = columnType === '' ? null : parseExpand(request.query.get('$expand'));
  return answer(
    request,
    'Attributes/$entity',
    columnOf(table, column, selectOf(request), expand, columnType),
  );
}

function columnsOfType(table: TableDefinition, columnType: string, request: ApiRequest): object[] {
  if (!/^\w+AttributeMetadata$/.test(columnType)) throw badQuery(`The type '${columnType}' is not known.`);
  const columns = table.columns.filter((column) => metadataTypeOf(column) === columnType);
  const properties = (column: Column): Properties => ({
    ...baseProperties(table, column),
    ...kindProperties(column),
  });
  const expand = parseExpand(request.query.get('$expand'));
  return filter(columns, request, properties, columnType).map((column) =>
    columnOf(table, column, selectOf(request), expand, columnType),
  );
}

function columnOf(
  table: TableDefinition,
  column: Column,
  selected: readonly string[] | null,
  expand: readonly ExpandItem[] | null,
  asType = '',
): object {
  const base = baseProperties(table, column);
  const own = kindProperties(column);
  const type = { '@odata.type': `#${namespace}${metadataTypeOf(column)}` };
  // Without a cast a query knows the properties of all columns only, and gets all of each where it names none.
  const known = asType === '' && selected !== null ? base : { ...base, ...own };
  const found = select(known, selected, asType === '' ? 'AttributeMetadata' : asType);
  const expanded = (expand ?? []).map(({ navigation }) => {
    const value = expandable(table, column)?.[navigation];
    if (value === undefined) throw badQuery(noProperty(navigation, asType));
    return [navigation, value];
  });
  return { ...type, ...found, ...Object.fromEntries(expanded) };
}

function tableOf(
  table: TableDefinition,
  selected: readonly string[] | null,
  expand: readonly ExpandItem[],
  tables: readonly TableDefinition[],
): object {
  const expanded = expand.map((item) => {
    if (item.expand.length > 0) throw beyondSandbox(`$expand within $expand of ${item.navigation}`);
    return [item.navigation, expandTable(table, item, tables)];
  });
  return {
    ...select(entityProperties(table), selected, 'EntityMetadata'),
    // The key is there, whatever was selected.
    MetadataId: entityId(table),
    ...Object.fromEntries(expanded),
  };
}

function expandTable(
  table: TableDefinition,
  { navigation, select: selected }: ExpandItem,
  tables: readonly TableDefinition[],
): object[] {
  switch (navigation) {
    case 'Attributes':
      return table.columns.map((column) => columnOf(table, column, selected, null));
    case 'Keys':
      return keyProperties(table).map((key) => select(key, selected, 'EntityKeyMetadata'));
    case 'ManyToOneRelationships':
      return relationshipsOf(table, tables).map((each) =>
        select(each, selected, 'OneToManyRelationshipMetadata'),
      );
    default:
      throw badQuery(noProperty(navigation, 'EntityMetadata'));
  }
}

function selectOf(request: ApiRequest): readonly string[] | null {
  const text = request.query.get('$select');
  return text === null ? null : text.split(',').map((name) => name.trim());
}

function select(properties: Properties, selected: readonly string[] | null, type: string): Properties {
  if (selected === null) return properties;
  const unknown = selected.find((name) => properties[name] === undefined);
  if (unknown !== undefined) throw badQuery(noProperty(unknown, type));
  // The key comes along.
  const names = new Set([...selected, 'MetadataId']);
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.has(name)));
}

function filter<T>(
  items: readonly T[],
  request: ApiRequest,
  properties: (item: T) => Properties,
  type: string,
): readonly T[] {
  const text = request.query.get('$filter');
  if (text === null) return items;
  const test = propertyTest(parseFilter(text), (name) => badQuery(noProperty(name, type)));
  return items.filter((item) => test(properties(item)));
}

function noProperty(name: string, type: string): string {
  return `Could not find a property named '${name}' on type '${namespace}${type}'.`;
}

function findTable(key: string, schema: Schema): TableDefinition {
  const name = /^LogicalName='(\w+)'$/.exec(key)?.[1];
  const found = schema
    .all()
    .find((table) => table.logicalName === name || entityId(table) === key.toLowerCase());
  if (found === undefined) throw noMetadata(`entity with ${key}`);
  return found;
}

function noMetadata(what: string): ApiError {
  return new ApiError(404, '0x80060888', `Could not find the ${what} in the MetadataCache.`);
}

function answer(request: ApiRequest, context: string, body: object): Answer {
  return odataJson(JSON.stringify({ '@odata.context': `${request.root}/$metadata#${context}`, ...body }));
}
