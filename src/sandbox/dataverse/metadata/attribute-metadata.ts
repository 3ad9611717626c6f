/** A column as the metadata has it: what every column says, and what only its kind does. */
import { choiceTypes, lookupTypes } from '../schema/column.ts';
import type { Column, ColumnType } from '../schema/column.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import { labelOf, managed } from './labels.ts';
import { metadataId } from './metadata-ids.ts';

interface Kind {
  readonly attributeType: string;
  /** Name of the type that has what only this kind says; null where there is none. */
  readonly metadataType: string;
  readonly typeName: string;
}

const kind = (attributeType: string, metadataType = attributeType, typeName = attributeType): Kind => ({
  attributeType,
  metadataType: `${metadataType}AttributeMetadata`,
  typeName: `${typeName}Type`,
});

const kinds: Readonly<Record<ColumnType, Kind>> = {
  uniqueidentifier: kind('Uniqueidentifier', 'UniqueIdentifier'),
  string: kind('String'),
  memo: kind('Memo'),
  integer: kind('Integer'),
  bigint: kind('BigInt'),
  decimal: kind('Decimal'),
  double: kind('Double'),
  money: kind('Money'),
  boolean: kind('Boolean'),
  datetime: kind('DateTime'),
  picklist: kind('Picklist'),
  state: kind('State'),
  status: kind('Status'),
  multiselect: kind('Virtual', 'MultiSelectPicklist', 'MultiSelectPicklist'),
  lookup: kind('Lookup'),
  customer: kind('Customer', 'Lookup'),
  owner: kind('Owner', 'Lookup'),
};

/** The properties that `AttributeMetadata` itself has; a query of all columns can name no others. */
export function baseProperties(table: TableDefinition, column: Column): Readonly<Record<string, unknown>> {
  const { logicalName, schemaName, type } = column;
  const { attributeType, typeName } = kinds[type];
  const name = `${table.logicalName}.${logicalName}`;
  const isSearchable = column.readable && type !== 'multiselect';
  return {
    MetadataId: metadataId(`attribute ${name}`),
    HasChanged: null,
    AttributeOf: column.attributeOf,
    AttributeType: attributeType,
    AttributeTypeName: { Value: typeName },
    ColumnNumber: table.columns.indexOf(column) + 1,
    Description: labelOf('', `description ${name}`),
    DisplayName: labelOf(column.label, name),
    EntityLogicalName: table.logicalName,
    IsCustomAttribute: column.isCustom,
    IsFilterable: isSearchable,
    IsLogical: column.attributeOf !== null,
    IsManaged: !column.isCustom,
    IsPrimaryId: column.isPrimaryId,
    IsPrimaryName: column.isPrimaryName,
    IsSortableEnabled: managed(isSearchable, 'issortableenabled'),
    IsValidForAdvancedFind: managed(column.readable, 'canmodifysearchsettings'),
    IsValidForCreate: column.creatable && !table.isReadOnly,
    IsValidForRead: true,
    IsValidForUpdate: column.updatable && !table.isReadOnly,
    IsValidODataAttribute: column.readable,
    LogicalName: logicalName,
    RequiredLevel: { Value: column.required, CanBeChanged: true },
    SchemaName: schemaName,
    SourceType: column.derive !== null && column.isCustom ? 1 : 0,
  };
}

/** `Microsoft.Dynamics.CRM.StringAttributeMetadata`, without the namespace. */
export function metadataTypeOf(column: Column): string {
  return kinds[column.type].metadataType;
}

/** What only columns of its kind say; option sets aside, which have to be asked for. */
export function kindProperties(column: Column): Readonly<Record<string, unknown>> {
  const { type } = column;
  if (type === 'string' || type === 'memo')
    return { MaxLength: column.maxLength, Format: column.format, FormatName: { Value: column.format } };
  if (type === 'integer') return { MinValue: column.minValue, MaxValue: column.maxValue, Format: 'None' };
  if (type === 'decimal' || type === 'double' || type === 'money')
    return { MinValue: column.minValue, MaxValue: column.maxValue, Precision: column.precision };
  if (type === 'datetime')
    return {
      Format: column.format,
      DateTimeBehavior: { Value: column.behavior },
      CanChangeDateTimeBehavior: {},
    };
  if (lookupTypes.has(type)) return { Targets: column.targets.map((target) => target.table), Format: 'None' };
  if (choiceTypes.has(type) || type === 'multiselect')
    return { DefaultFormValue: column.defaultValue === null ? -1 : Number(column.defaultValue) };
  return type === 'boolean' ? { DefaultValue: column.defaultValue === true } : {};
}

/** The navigation properties that a query has to expand: the choices of a column. */
export function expandable(
  table: TableDefinition,
  column: Column,
): Readonly<Record<string, object | null>> | null {
  if (column.choices.length === 0) return null;
  const name = `${table.logicalName}_${column.logicalName}`;
  return { OptionSet: optionSetOf(column, name), GlobalOptionSet: null };
}

function optionSetOf(column: Column, name: string): object {
  const common = {
    MetadataId: metadataId(`optionset ${name}`),
    HasChanged: null,
    Name: name,
    IsCustomOptionSet: column.isCustom,
    IsGlobal: false,
    OptionSetType: optionSetTypes[column.type] ?? 'Picklist',
    DisplayName: labelOf(column.label, `optionset ${name}`),
  };
  const options = column.choices.map(({ value, label, state }) => ({
    Value: value,
    Label: labelOf(label, `option ${name} ${value}`),
    Description: labelOf('', `option description ${name} ${value}`),
    Color: null,
    IsManaged: !column.isCustom,
    ExternalValue: '',
    ParentValues: [],
    ...(state === undefined ? {} : { State: state }),
  }));
  if (column.type === 'boolean') return { ...common, FalseOption: options[0], TrueOption: options[1] };
  return { ...common, Options: options };
}

const optionSetTypes: Partial<Record<ColumnType, string>> = {
  boolean: 'Boolean',
  state: 'State',
  status: 'Status',
};
