import type {
  PicklistValue,
  SourceField,
  SourceFieldType,
  SourceRelationship,
} from '../../domain/source-schema.ts';
import type { AttributeMetadata, ChoicesMetadata, EntityMetadata } from './metadata.ts';
import type { DynamicsColumn, DynamicsTable, LookupTarget } from './table.ts';

/** Dataverse's column types, in our words. What is not here holds no value that a row could give. */
const types: Readonly<Record<string, SourceFieldType>> = {
  StringType: 'string',
  MemoType: 'textarea',
  EntityNameType: 'string',
  IntegerType: 'int',
  BigIntType: 'int',
  DecimalType: 'double',
  DoubleType: 'double',
  MoneyType: 'currency',
  BooleanType: 'boolean',
  DateTimeType: 'datetime',
  PicklistType: 'picklist',
  StateType: 'picklist',
  StatusType: 'picklist',
  MultiSelectPicklistType: 'multipicklist',
  LookupType: 'reference',
  CustomerType: 'reference',
  OwnerType: 'reference',
  /** The id of the table itself is made one of below; others point somewhere without saying where. */
  UniqueidentifierType: 'reference',
  UniqueIdentifierType: 'reference',
};

const textFormats: Readonly<Record<string, SourceFieldType>> = {
  Email: 'email',
  Phone: 'phone',
  Url: 'url',
  TextArea: 'textarea',
};

/** Where an owner leads: to a user or a team, of which Dataverse tells nothing over the lookup itself. */
const owners = { relationship: 'ownerid', navigation: 'owninguser', table: 'systemuser' } as const;

export interface TableMetadata {
  readonly entity: EntityMetadata;
  readonly attributes: readonly AttributeMetadata[];
  readonly choices: readonly ChoicesMetadata[];
}

interface Described {
  readonly field: SourceField;
  readonly column: DynamicsColumn;
}

export function tableOfMetadata({ entity, attributes, choices }: TableMetadata): DynamicsTable {
  const name = entity.LogicalName;
  const keys = entity.Keys.filter(
    ({ EntityKeyIndexStatus: status }) => (status ?? 'Active') === 'Active',
  ).map(({ KeyAttributes }) => KeyAttributes);
  const lookups = new Set(attributes.filter(isLookup).map((each) => each.LogicalName));
  const context: Context = {
    entity,
    choices: new Map(choices.map((each) => [each.LogicalName, each])),
    targets: targetsOf(entity),
    ownKeys: new Set(keys.flatMap((columns) => (columns.length === 1 ? columns : []))),
    names: new Set(attributes.map((each) => each.LogicalName)),
  };
  const described = attributes.flatMap((attribute) => {
    const { AttributeOf: of } = attribute;
    if (of !== null && of !== undefined) {
      // Other columns that show one in another way can neither be read nor asked for.
      return lookups.has(of) && attribute.LogicalName === `${of}name` ? [nameOfLookup(attribute, of)] : [];
    }
    return describeColumn(attribute, context);
  });
  return {
    name,
    label: entity.DisplayName || name,
    labelPlural: entity.DisplayCollectionName || entity.DisplayName || name,
    custom: entity.IsCustomEntity === true,
    queryable: Boolean(entity.EntitySetName),
    fields: described.map(({ field }) => field),
    entitySetName: entity.EntitySetName ?? '',
    primaryId: entity.PrimaryIdAttribute,
    tracksChanges: entity.ChangeTrackingEnabled === true,
    columns: Object.fromEntries(described.map(({ field, column }) => [field.name, column])),
    keys,
  };
}

interface Context {
  readonly entity: EntityMetadata;
  readonly choices: ReadonlyMap<string, ChoicesMetadata>;
  /** By the lookup's name. */
  readonly targets: ReadonlyMap<string, readonly LookupTarget[]>;
  /** Columns that are an alternate key by themselves. */
  readonly ownKeys: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

function targetsOf({ ManyToOneRelationships }: EntityMetadata): Map<string, LookupTarget[]> {
  const targets = new Map<string, LookupTarget[]>();
  for (const each of ManyToOneRelationships) {
    const target = {
      table: each.ReferencedEntity,
      navigation: each.ReferencingEntityNavigationPropertyName,
      primaryId: each.ReferencedAttribute,
    };
    targets.set(each.ReferencingAttribute, [...(targets.get(each.ReferencingAttribute) ?? []), target]);
  }
  return targets;
}

function describeColumn(attribute: AttributeMetadata, context: Context): Described[] {
  const type = typeOf(attribute, context.entity);
  if (type === null || attribute.IsValidForRead === false || attribute.IsValidODataAttribute === false)
    return [];
  const { LogicalName: name } = attribute;
  const column: DynamicsColumn = {
    property: isLookup(attribute) ? `_${name}_value` : name,
    navigation: null,
    targets: [],
    isFormatted: false,
    type: typeNameOf(attribute),
  };
  const field: SourceField = {
    ...fieldOf(attribute, type),
    nillable: type !== 'id',
    externalId: context.ownKeys.has(name),
    restrictedPicklist: type === 'picklist' || type === 'multipicklist',
    picklistValues: choicesOf(context.choices.get(name), type),
  };
  return isLookup(attribute) ? describeLookup({ field, column }, context) : [{ field, column }];
}

/**
 * A lookup leads to one table by one name. One that may lead to several has a field of its own for each, by the name
 * that Dataverse has for the way there (`parentcustomerid_account`): it holds the id where it is of that table.
 */
function describeLookup({ field, column }: Described, { targets: all, names }: Context): Described[] {
  const targets = all.get(field.name) ?? [];
  const ways = new Set(targets.map(({ navigation }) => navigation));
  const [target] = targets;
  if (column.type === 'OwnerType') {
    const relationship = {
      name: owners.relationship,
      objects: ['systemuser', 'team'],
      resolvesTo: owners.table,
    };
    // Who owns it is told of where it is a user.
    const navigation = names.has(owners.navigation) ? owners.navigation : null;
    const written = ['systemuser', 'team'].map((table) => ({
      table,
      navigation: field.name,
      primaryId: `${table}id`,
    }));
    return [
      {
        field: navigation === null ? field : { ...field, relationship },
        column: { ...column, navigation, targets: written },
      },
    ];
  }
  if (target === undefined) return [{ field, column }];
  if (ways.size === 1) {
    const { navigation, table } = target;
    return [
      {
        field: { ...field, relationship: leadingTo(table, navigation) },
        column: { ...column, navigation, targets },
      },
    ];
  }
  const own = targets
    .filter(({ navigation }) => !names.has(navigation))
    .map((target): Described => {
      const { table, navigation } = target;
      const label = `${field.label} (${table})`;
      return {
        field: { ...field, name: navigation, label, relationship: leadingTo(table, navigation) },
        column: { ...column, property: null, navigation, targets: [target] },
      };
    });
  return [{ field, column: { ...column, targets } }, ...own];
}

function leadingTo(table: string, navigation: string): SourceRelationship {
  return { name: navigation, objects: [table], resolvesTo: table };
}

/** The name of the record that a lookup leads to, whatever its table: Dataverse gives it beside the id. */
function nameOfLookup(attribute: AttributeMetadata, lookup: string): Described {
  const label = attribute.DisplayName || `${lookup} (name)`;
  return {
    field: { ...fieldOf(attribute, 'string'), label, filterable: false, sortable: false, calculated: true },
    column: {
      property: `_${lookup}_value`,
      navigation: null,
      targets: [],
      isFormatted: true,
      type: 'StringType',
    },
  };
}

/** What hardly depends on the type. */
function fieldOf(attribute: AttributeMetadata, type: SourceFieldType): SourceField {
  const { LogicalName: name, MaxLength: length } = attribute;
  return {
    name,
    label: attribute.DisplayName || name,
    type,
    ...(typeof length === 'number' && length > 0 ? { length } : {}),
    nillable: true,
    filterable: true,
    sortable: type !== 'reference' && type !== 'multipicklist' && type !== 'textarea',
    createable: attribute.IsValidForCreate === true,
    updateable: attribute.IsValidForUpdate === true,
    // 1 is calculated, 2 a roll-up, 3 a formula.
    calculated: (attribute.SourceType ?? 0) > 0,
    custom: attribute.IsCustomAttribute === true,
    externalId: false,
    restrictedPicklist: false,
    picklistValues: [],
  };
}

function typeOf(
  attribute: AttributeMetadata,
  { PrimaryIdAttribute }: EntityMetadata,
): SourceFieldType | null {
  const { LogicalName, DateTimeBehavior, Format, FormatName } = attribute;
  if (LogicalName === PrimaryIdAttribute) return 'id';
  const type = types[typeNameOf(attribute)] ?? null;
  if (type === 'string') return textFormats[FormatName?.Value ?? Format ?? ''] ?? 'string';
  return type === 'datetime' && DateTimeBehavior?.Value === 'DateOnly' ? 'date' : type;
}

/** Old answers name the type in one way, new ones in both. */
function typeNameOf({ AttributeTypeName, AttributeType }: AttributeMetadata): string {
  return AttributeTypeName?.Value ?? `${AttributeType ?? ''}Type`;
}

function isLookup(attribute: AttributeMetadata): boolean {
  return ['LookupType', 'CustomerType', 'OwnerType'].includes(typeNameOf(attribute));
}

function choicesOf(metadata: ChoicesMetadata | undefined, type: SourceFieldType): PicklistValue[] {
  const set = metadata?.OptionSet ?? metadata?.GlobalOptionSet;
  if (set === null || set === undefined) return [];
  if (type === 'boolean') {
    const named = [
      ['false', set.FalseOption?.Label],
      ['true', set.TrueOption?.Label],
    ] as const;
    return named.map(([value, label]) => ({ value, label: label || value, active: true }));
  }
  return (set.Options ?? []).map(({ Value, Label }) => {
    const value = String(Value);
    return { value, label: Label || value, active: true };
  });
}
