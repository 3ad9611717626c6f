/** Definitions as the describe addresses answer them: each key that a real org sends, with its type. */
import { isCustom, numberTypes } from './field-definition.ts';
import type { FieldDefinition, FieldType } from './field-definition.ts';
import type { ObjectDefinition } from './object-definition.ts';

const soapTypes: Readonly<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  address: 'urn:address',
  base64: 'xsd:base64Binary',
  string: 'xsd:string',
  textarea: 'xsd:string',
  email: 'xsd:string',
  phone: 'xsd:string',
  url: 'xsd:string',
  picklist: 'xsd:string',
  multipicklist: 'xsd:string',
};

/** The longest that a character gets in UTF-8, as Salesforce reckons it. */
const bytesPerCharacter = 3;

export function describeField(field: FieldDefinition): object {
  const { type, length } = field;
  const isId = soapTypes[type] === 'tns:ID';
  return {
    aggregatable: type !== 'boolean' && type !== 'address' && type !== 'base64' && field.filterable,
    aiPredictionField: false,
    autoNumber: field.autoNumber,
    byteLength: isId ? length : length * bytesPerCharacter,
    calculated: field.formula !== null,
    calculatedFormula: field.formula,
    cascadeDelete: false,
    caseSensitive: field.caseSensitive,
    compoundFieldName: field.compoundName,
    controllerName: null,
    createable: field.createable,
    custom: isCustom(field),
    defaultValue: type === 'boolean' ? field.defaultValue : null,
    defaultValueFormula: null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.digits,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: field.extraTypeInfo,
    filterable: field.filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: field.formula !== null && numberTypes.has(type),
    groupable: field.groupable,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.idLookup,
    inlineHelpText: null,
    label: field.label,
    length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.namePointing,
    nillable: field.nillable,
    permissionable: isPermissionable(field),
    picklistValues: field.picklist.map(({ value, label, active }) => ({
      active,
      defaultValue: value === field.defaultValue,
      label,
      validFor: null,
      value,
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    queryByDistance: type === 'address',
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale,
    searchPrefilterable: type === 'reference' && field.nillable && field.createable,
    soapType: soapTypes[type],
    sortable: field.sortable,
    type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  };
}

/** Whether permissions can hide it: not what everybody has to see, or only the system writes. */
function isPermissionable({ nillable, createable, formula, extraTypeInfo, type }: FieldDefinition): boolean {
  const isMade = formula !== null || type === 'address';
  return nillable && (createable || isMade) && extraTypeInfo !== 'personname';
}

/** @param objects all of the org, for the relationships that lead here. */
export function describeObject(
  object: ObjectDefinition,
  objects: readonly ObjectDefinition[],
  place: { readonly root: string; readonly origin: string },
): object {
  return {
    actionOverrides: [],
    ...flagsOf(object),
    childRelationships: objects.flatMap((child) =>
      child.fields
        .filter((field) => field.referenceTo.includes(object.name))
        .map((field) => ({
          cascadeDelete: false,
          childSObject: child.name,
          deprecatedAndHidden: false,
          field: field.name,
          junctionIdListNames: [],
          junctionReferenceTo: [],
          relationshipName: null,
          restrictedDelete: false,
        })),
    ),
    compactLayoutable: !object.custom,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: object.fields.map(describeField),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [
      {
        active: true,
        available: true,
        defaultRecordTypeMapping: true,
        developerName: 'Master',
        master: true,
        name: 'Master',
        recordTypeId: '012000000000000AAA',
        urls: { layout: `${place.root}/sobjects/${object.name}/describe/layouts/012000000000000AAA` },
      },
    ],
    searchLayoutable: object.queryable,
    sobjectDescribeOption: 'FULL',
    supportedScopes: [
      { label: `All ${object.labelPlural.toLowerCase()}`, name: 'everything' },
      { label: `My ${object.labelPlural.toLowerCase()}`, name: 'mine' },
    ],
    urls: {
      ...addressesOf(object, place.root),
      uiDetailTemplate: `${place.origin}/{ID}`,
      uiEditTemplate: `${place.origin}/{ID}/e`,
      uiNewRecord: `${place.origin}/${object.keyPrefix ?? ''}/e`,
    },
  };
}

export function describeGlobal(objects: readonly ObjectDefinition[], root: string): object {
  return {
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: objects.map((object) => ({ ...flagsOf(object), urls: addressesOf(object, root) })),
  };
}

function flagsOf(object: ObjectDefinition): object {
  const { createable, custom, keyPrefix, label, labelPlural, mergeable, name, queryable } = object;
  const hasRecords = keyPrefix !== null;
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable,
    custom,
    customSetting: false,
    deepCloneable: false,
    deletable: createable,
    deprecatedAndHidden: false,
    feedEnabled: createable,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix,
    label,
    labelPlural,
    layoutable: hasRecords,
    mergeable,
    mruEnabled: hasRecords,
    name,
    queryable,
    replicateable: hasRecords,
    retrieveable: hasRecords,
    searchable: queryable,
    triggerable: createable,
    undeletable: createable,
    updateable: createable,
  };
}

function addressesOf({ name }: ObjectDefinition, root: string): object {
  const own = `${root}/sobjects/${name}`;
  return {
    compactLayouts: `${own}/describe/compactLayouts`,
    rowTemplate: `${own}/{ID}`,
    approvalLayouts: `${own}/describe/approvalLayouts`,
    listviews: `${own}/listviews`,
    describe: `${own}/describe`,
    quickActions: `${own}/quickActions`,
    layouts: `${own}/describe/layouts`,
    sobject: own,
  };
}
