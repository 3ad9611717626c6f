import type { TableDefinition } from '../schema/table-definition.ts';
import { labelOf, managed } from './labels.ts';
import { metadataId } from './metadata-ids.ts';

export function entityId(table: TableDefinition): string {
  return metadataId(`entity ${table.logicalName}`);
}

/** A table as the metadata has it, without what has to be expanded. */
export function entityProperties(table: TableDefinition): Readonly<Record<string, unknown>> {
  const { logicalName, label, labelPlural, isReadOnly } = table;
  const hasImage = table.byName.has('entityimageid');
  const isOwned = table.byName.has('ownerid');
  return {
    MetadataId: entityId(table),
    HasChanged: null,
    ActivityTypeMask: table.isActivity ? 1 : 0,
    CanBeInManyToMany: managed(true, 'canbeinmanytomany'),
    CanCreateAttributes: managed(true, 'cancreateattributes'),
    ChangeTrackingEnabled: table.tracksChanges,
    CollectionSchemaName: `${table.schemaName}s`,
    DataProviderId: null,
    Description: labelOf('', `description ${logicalName}`),
    DisplayCollectionName: labelOf(labelPlural, `plural ${logicalName}`),
    DisplayName: labelOf(label, logicalName),
    EntitySetName: table.entitySetName,
    IsActivity: table.isActivity,
    IsChildEntity: false,
    IsCustomEntity: table.isCustom,
    IsCustomizable: managed(true, 'iscustomizable'),
    IsIntersect: false,
    IsLogicalEntity: false,
    IsManaged: !table.isCustom,
    IsPrivate: false,
    IsReadOnlyInMobileClient: managed(false, 'isreadonlyinmobileclient'),
    IsValidForAdvancedFind: !isReadOnly || table.logicalName === 'systemuser',
    LogicalCollectionName: table.entitySetName,
    LogicalName: logicalName,
    ObjectTypeCode: table.objectTypeCode,
    OwnershipType: isOwned ? 'UserOwned' : 'OrganizationOwned',
    PrimaryIdAttribute: table.primaryId,
    PrimaryImageAttribute: hasImage ? 'entityimage' : null,
    PrimaryNameAttribute: table.primaryName,
    SchemaName: table.schemaName,
    TableType: 'Standard',
  };
}

/** Alternate keys. */
export function keyProperties(table: TableDefinition): Readonly<Record<string, unknown>>[] {
  return table.keys.map(({ name, columns }) => ({
    MetadataId: metadataId(`key ${table.logicalName}.${name}`),
    HasChanged: null,
    DisplayName: labelOf(name, `key ${table.logicalName}.${name}`),
    EntityKeyIndexStatus: 'Active',
    EntityLogicalName: table.logicalName,
    IsCustomizable: managed(true, 'iscustomizable'),
    IsManaged: false,
    KeyAttributes: columns,
    LogicalName: name,
    SchemaName: name,
  }));
}

/** Where the lookups of `from` lead, as far as there are such tables. */
export function relationshipsOf(
  from: TableDefinition,
  tables: readonly TableDefinition[],
): Readonly<Record<string, unknown>>[] {
  return from.columns.flatMap((column) =>
    column.targets.flatMap(({ table, navigation }) => {
      const target = tables.find((each) => each.logicalName === table);
      if (target === undefined) return [];
      const name = `${from.logicalName}_${column.logicalName}_${table}`;
      return {
        MetadataId: metadataId(`relationship ${name}`),
        HasChanged: null,
        IsCustomRelationship: column.isCustom,
        IsHierarchical: false,
        ReferencedAttribute: target.primaryId,
        ReferencedEntity: table,
        ReferencedEntityNavigationPropertyName: name,
        ReferencingAttribute: column.logicalName,
        ReferencingEntity: from.logicalName,
        ReferencingEntityNavigationPropertyName: navigation,
        RelationshipType: 'OneToManyRelationship',
        SchemaName: name,
      };
    }),
  );
}
