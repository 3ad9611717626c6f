/** Short words for the fields of object definitions. */
import { fieldDefinition } from './field-definition.ts';
import type { Derivation, FieldDefinition, FieldInput, FieldType } from './field-definition.ts';

type More = Partial<Omit<FieldInput, 'name' | 'type'>>;

const maker =
  (type: FieldType) =>
  (name: string, label: string, more: More = {}): FieldDefinition =>
    fieldDefinition({ name, label, type, ...more });

export const email = maker('email');
export const phone = maker('phone');
export const url = maker('url');
export const checkbox = maker('boolean');
export const integer = maker('int');
export const decimal = maker('double');
export const currency = maker('currency');
export const percent = maker('percent');
export const date = maker('date');
export const datetime = maker('datetime');
export const base64 = maker('base64');

export const readOnly: More = { createable: false, updateable: false };

export function text(name: string, label: string, length: number, more: More = {}): FieldDefinition {
  return fieldDefinition({ name, label, type: 'string', length, ...more });
}

export function textArea(name: string, label: string, length: number, more: More = {}): FieldDefinition {
  return fieldDefinition({ name, label, type: 'textarea', length, ...more });
}

export function picklist(
  name: string,
  label: string,
  values: readonly string[],
  more: More = {},
): FieldDefinition {
  return fieldDefinition({ name, label, type: 'picklist', picklist: values.map(entry), ...more });
}

export function multipicklist(
  name: string,
  label: string,
  values: readonly string[],
  more: More = {},
): FieldDefinition {
  return fieldDefinition({ name, label, type: 'multipicklist', picklist: values.map(entry), ...more });
}

const entry = (value: string): FieldDefinition['picklist'][number] => ({ value, label: value, active: true });

/** The relationship's name is the field's without `Id`, unless told otherwise. */
export function reference(
  name: string,
  label: string,
  objects: readonly string[],
  more: More = {},
): FieldDefinition {
  return fieldDefinition({
    name,
    label,
    type: 'reference',
    referenceTo: objects,
    relationshipName: name.replace(/__c$/, '__r').replace(/Id$/, ''),
    namePointing: objects.length > 1,
    ...more,
  });
}

/** @param derive what stands in for the formula, which only shows in the describe. */
export function formula(
  name: string,
  label: string,
  type: FieldType,
  expression: string,
  derive: Derivation,
): FieldDefinition {
  return fieldDefinition({ name, label, type, formula: expression, derive });
}

export const addressParts = [
  'Street',
  'City',
  'State',
  'PostalCode',
  'Country',
  'Latitude',
  'Longitude',
  'GeocodeAccuracy',
] as const;

const geocodeAccuracies = ['Address', 'NearAddress', 'Block', 'Street', 'Zip', 'City', 'State', 'Unknown'];

/** A compound address and its parts; `prefix` is "Billing", "Mailing" or, for a user's only one, empty. */
export function address(prefix: string, label = prefix): FieldDefinition[] {
  const compoundName = `${prefix}Address`;
  const named = (part: string): string => `${label} ${part}`.trim();
  const part = { compoundName };
  return [
    textArea(`${prefix}Street`, named('Street'), 255, part),
    text(`${prefix}City`, named('City'), 40, part),
    text(`${prefix}State`, named('State/Province'), 80, part),
    text(`${prefix}PostalCode`, named('Zip/Postal Code'), 20, part),
    text(`${prefix}Country`, named('Country'), 80, part),
    decimal(`${prefix}Latitude`, named('Latitude'), { scale: 15, ...part }),
    decimal(`${prefix}Longitude`, named('Longitude'), { scale: 15, ...part }),
    picklist(`${prefix}GeocodeAccuracy`, named('Geocode Accuracy'), geocodeAccuracies, {
      length: 40,
      restrictedPicklist: true,
      ...part,
    }),
    fieldDefinition({ name: compoundName, label: named('Address'), type: 'address' }),
  ];
}

const stamp: More = { ...readOnly, nillable: false, defaultedOnCreate: true };

/** What every record has first. */
export function identityFields(label: string): FieldDefinition[] {
  return [
    fieldDefinition({ name: 'Id', label: `${label} ID`, type: 'id', defaultedOnCreate: true }),
    checkbox('IsDeleted', 'Deleted', readOnly),
  ];
}

/** Who touched a record, and when. */
export function auditFields(): FieldDefinition[] {
  return [
    datetime('CreatedDate', 'Created Date', stamp),
    reference('CreatedById', 'Created By ID', ['User'], stamp),
    datetime('LastModifiedDate', 'Last Modified Date', stamp),
    reference('LastModifiedById', 'Last Modified By ID', ['User'], stamp),
    datetime('SystemModstamp', 'System Modstamp', stamp),
  ];
}

export function viewFields(): FieldDefinition[] {
  return [
    datetime('LastViewedDate', 'Last Viewed Date', readOnly),
    datetime('LastReferencedDate', 'Last Referenced Date', readOnly),
  ];
}

export function ownerField(objects: readonly string[] = ['User']): FieldDefinition {
  return reference('OwnerId', 'Owner ID', objects, { nillable: false, defaultedOnCreate: true });
}

/** First and last name, and the whole of them. */
export function personNameFields(): FieldDefinition[] {
  const part: More = { compoundName: 'Name', extraTypeInfo: 'personname' };
  return [
    text('LastName', 'Last Name', 80, { nillable: false, ...part }),
    text('FirstName', 'First Name', 40, part),
    picklist('Salutation', 'Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.'], { length: 40, ...part }),
    text('Name', 'Full Name', 121, {
      ...readOnly,
      nillable: false,
      nameField: true,
      extraTypeInfo: 'personname',
      derive: (get) => fullName(get('FirstName'), get('LastName')),
    }),
  ];
}

function fullName(...parts: readonly unknown[]): string | null {
  return parts.filter((part) => typeof part === 'string').join(' ') || null;
}
