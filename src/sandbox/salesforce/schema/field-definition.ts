/** What an object's field is: the source of its describe, of what queries may do with it and of what may be written. */

export type FieldType =
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
  | 'address'
  | 'base64';

/**
 * A stored value. Numbers are their digits as text (a double would lose some), datetimes
 * `yyyy-MM-ddTHH:mm:ss.SSSZ`, dates `yyyy-MM-dd`, multi-picklists joined by `;`. Empty text is null.
 */
export type FieldValue = string | boolean | null;

export interface PicklistEntry {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
}

/** Computes a field from others of the same record. */
export type Derivation = (get: (field: string) => FieldValue) => FieldValue;

export interface FieldDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Characters; 0 where that means nothing. */
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly digits: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly groupable: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly caseSensitive: boolean;
  readonly idLookup: boolean;
  readonly nameField: boolean;
  readonly namePointing: boolean;
  readonly autoNumber: boolean;
  readonly defaultedOnCreate: boolean;
  /** What a new record has where nothing is given. */
  readonly defaultValue: FieldValue;
  readonly picklist: readonly PicklistEntry[];
  readonly restrictedPicklist: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  /** The compound field that this one is a part of. */
  readonly compoundName: string | null;
  readonly extraTypeInfo: string | null;
  /** The formula's text, for fields that are calculated. */
  readonly formula: string | null;
  readonly derive: Derivation | null;
}

export type FieldInput = Pick<FieldDefinition, 'name' | 'type'> & Partial<FieldDefinition>;

const textTypes: ReadonlySet<FieldType> = new Set([
  'string',
  'textarea',
  'email',
  'phone',
  'url',
  'picklist',
  'multipicklist',
]);

export const numberTypes: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent']);

const defaultLengths: Partial<Record<FieldType, number>> = {
  id: 18,
  reference: 18,
  string: 255,
  textarea: 255,
  email: 80,
  phone: 40,
  url: 255,
  multipicklist: 4_099,
};

function picklistLength(input: { readonly name: string }): number {
  return isCustom(input) ? 255 : 40;
}

/** A text area beyond this length is a long one, which can be neither filtered nor sorted. */
const longestFilterableText = 255;

/** Fills in what follows from the type. */
export function fieldDefinition(input: FieldInput): FieldDefinition {
  const { type, name } = input;
  const length = input.length ?? (type === 'picklist' ? picklistLength(input) : defaultLengths[type]) ?? 0;
  const isLong = type === 'textarea' && length > longestFilterableText;
  const isOpaque = isLong || type === 'address' || type === 'base64';
  const isCalculated = input.formula !== undefined && input.formula !== null;
  const isWritable = !isCalculated && type !== 'address' && type !== 'id';
  const isFraction = type === 'double' || type === 'currency' || type === 'percent';
  return {
    label: name.replace(/__c$/, '').replaceAll('_', ' '),
    length,
    precision: isFraction ? 18 : 0,
    scale: type === 'currency' || type === 'percent' ? 2 : 0,
    digits: type === 'int' ? 8 : 0,
    nillable: type !== 'boolean' && type !== 'id',
    createable: isWritable,
    updateable: isWritable,
    // An address says that it is, for distances: comparisons with it are refused all the same.
    filterable: !isOpaque || type === 'address',
    sortable: !isOpaque && type !== 'multipicklist',
    groupable:
      (textTypes.has(type) && !isLong && type !== 'multipicklist') ||
      ['id', 'reference', 'boolean', 'int', 'date'].includes(type),
    externalId: false,
    unique: false,
    caseSensitive: false,
    idLookup: type === 'id' || input.externalId === true,
    nameField: false,
    namePointing: false,
    autoNumber: false,
    defaultedOnCreate: type === 'boolean',
    defaultValue: type === 'boolean' ? false : null,
    picklist: [],
    restrictedPicklist: false,
    referenceTo: [],
    relationshipName: null,
    compoundName: null,
    extraTypeInfo: type === 'textarea' ? 'plaintextarea' : null,
    formula: null,
    derive: null,
    ...input,
  };
}

export function isCustom(field: { readonly name: string }): boolean {
  return field.name.endsWith('__c');
}
