/** Answers of `EntityDefinitions`, as far as they are needed. */
import { z } from 'zod';

const label = z
  .object({ UserLocalizedLabel: z.object({ Label: z.string() }).nullish() })
  .nullish()
  .transform((found) => found?.UserLocalizedLabel?.Label ?? '');

const flag = z.boolean().nullish();

export const entityMetadata = z.object({
  LogicalName: z.string(),
  EntitySetName: z.string().nullish(),
  DisplayName: label,
  DisplayCollectionName: label,
  PrimaryIdAttribute: z.string(),
  IsCustomEntity: flag,
  ChangeTrackingEnabled: flag,
  Keys: z.array(z.object({ KeyAttributes: z.array(z.string()), EntityKeyIndexStatus: z.string().nullish() })),
  ManyToOneRelationships: z.array(
    z.object({
      ReferencingAttribute: z.string(),
      ReferencedEntity: z.string(),
      ReferencedAttribute: z.string(),
      ReferencingEntityNavigationPropertyName: z.string(),
    }),
  ),
});
export type EntityMetadata = z.infer<typeof entityMetadata>;

export const attributeMetadata = z.object({
  LogicalName: z.string(),
  AttributeType: z.string().nullish(),
  AttributeTypeName: z.object({ Value: z.string() }).nullish(),
  AttributeOf: z.string().nullish(),
  DisplayName: label,
  IsCustomAttribute: flag,
  IsValidForRead: flag,
  IsValidForCreate: flag,
  IsValidForUpdate: flag,
  IsValidODataAttribute: flag,
  SourceType: z.number().nullish(),
  MaxLength: z.number().nullish(),
  Format: z.string().nullish(),
  FormatName: z.object({ Value: z.string().nullish() }).nullish(),
  DateTimeBehavior: z.object({ Value: z.string() }).nullish(),
  Targets: z.array(z.string()).nullish(),
});
export type AttributeMetadata = z.infer<typeof attributeMetadata>;

const option = z.object({ Value: z.number(), Label: label });
const optionSet = z
  .object({
    Options: z.array(option).nullish(),
    TrueOption: option.nullish(),
    FalseOption: option.nullish(),
  })
  .nullish();

export const choicesMetadata = z.object({
  LogicalName: z.string(),
  OptionSet: optionSet,
  GlobalOptionSet: optionSet,
});
export type ChoicesMetadata = z.infer<typeof choicesMetadata>;

export const summaryMetadata = z.object({
  LogicalName: z.string(),
  EntitySetName: z.string().nullish(),
  DisplayName: label,
  DisplayCollectionName: label,
  IsCustomEntity: flag,
  IsIntersect: flag,
  IsValidForAdvancedFind: flag,
});

export const listOf = <Item extends z.ZodType>(item: Item): z.ZodObject<{ value: z.ZodArray<Item> }> =>
  z.object({ value: z.array(item) });

const named = (schema: z.ZodObject): string => Object.keys(schema.shape).join(',');

/** What is asked of a table itself. */
export const entitySelect = [
  `$select=LogicalName,EntitySetName,DisplayName,DisplayCollectionName,PrimaryIdAttribute,IsCustomEntity,ChangeTrackingEnabled`,
  `$expand=Keys($select=KeyAttributes,EntityKeyIndexStatus),ManyToOneRelationships($select=ReferencingAttribute,ReferencedEntity,ReferencedAttribute,ReferencingEntityNavigationPropertyName)`,
].join('&');

export const summarySelect = `$select=${named(summaryMetadata)}`;

/** Types of columns that have choices; only a query that names the type may ask for them. */
export const choiceTypes = ['Picklist', 'State', 'Status', 'MultiSelectPicklist', 'Boolean'] as const;
export const choicesSelect = `$select=LogicalName&$expand=OptionSet,GlobalOptionSet`;
