/**
 * What a CRM (or the hub, for outbound jobs) says about its objects, in words common to every connector.
 * The filter language, the mapping and the wizard are checked against this and nothing else.
 */

export type SourceFieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'reference'
  /** Addresses, locations and the like: cannot be read as one value; their parts are fields of their own. */
  | 'compound'
  /** Files and other values that are not offered at all. */
  | 'binary';

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
}

/** How a reference field leads to its parent: `OwnerId` has the relationship `Owner`. */
export interface SourceRelationship {
  /** The word before the dot: `Owner` in `Owner.Name`. */
  readonly name: string;
  /** API names of the objects it may point to; more than one means polymorphic. */
  readonly objects: readonly string[];
  /** API name of the object in which `Owner.…` is looked up (for polymorphic ones, the object of common fields). */
  readonly resolvesTo: string;
}

export interface SourceField {
  /** API name, in the CRM's own letter case. */
  readonly name: string;
  readonly label: string;
  readonly type: SourceFieldType;
  /** Longest text in characters; undefined where the CRM names none. */
  readonly length?: number;
  readonly nillable: boolean;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  /** The CRM takes no new record without a value, and gives it none by itself; absent = it does without. */
  readonly requiredOnCreate?: boolean;
  /** Formula and roll-up fields: they change without the record's modification stamp. */
  readonly calculated: boolean;
  readonly custom: boolean;
  /** May be used to match records on write. */
  readonly externalId: boolean;
  /** True when the CRM refuses values outside `picklistValues`. */
  readonly restrictedPicklist: boolean;
  readonly picklistValues: readonly PicklistValue[];
  readonly relationship?: SourceRelationship;
  /** For a part of a compound field (BillingCity): the compound's API name. */
  readonly compoundName?: string;
}

export interface SourceObject {
  /** API name. */
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly custom: boolean;
  readonly queryable: boolean;
  readonly fields: readonly SourceField[];
}

export type FieldLookup =
  | {
      readonly kind: 'found';
      readonly field: SourceField;
      /** The path in the CRM's own letter case: `owner.name` becomes `Owner.Name`. */
      readonly path: string;
    }
  | {
      readonly kind: 'missing';
      /** The part of the path that was not found, and the object it was looked for in. */
      readonly segment: string;
      readonly object: string;
      /** Nearest names there, best first, at most 3. */
      readonly suggestions: readonly string[];
      /** The nearest whole paths that lead to a field, best first, at most 3; of parents that were loaded. */
      readonly paths: readonly string[];
    };

/** One object with the parents that were loaded with it. Lookups are synchronous and without letter case. */
export interface SourceSchema {
  readonly object: SourceObject;
  /** @param path `Industry` or, over parents, `Owner.Manager.Name` (at most five relationships). */
  field(path: string): FieldLookup;
  /** @param path of relationships: `Owner.Manager`. undefined where it leads nowhere, or to what was not loaded. */
  parent(path: string): SourceObject | undefined;
}

/** Deepest path: five relationships and the field (Salesforce's limit, kept for all). */
export const maxRelationshipDepth = 5;
