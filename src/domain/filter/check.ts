import type { SourceField, SourceSchema } from '../source-schema.ts';
import { maxRelationshipDepth } from '../source-schema.ts';
import { checkValue } from './check-value.ts';
import { kindOfType, nounOfKind, operatorsOfKind, type Operator } from './field-type.ts';
import { didYouMean, excerpt, filterError, oneOf } from './filter-error.ts';
import type { FieldReference, Filter, FilterValue } from './syntax.ts';

/**
 * Holds a filter against a schema: field paths come back in the CRM's own letter case, picklist labels as
 * values, empty text as null, and 15-character ids as 18-character ones.
 *
 * @throws UserError that names the position, what is wrong and what comes nearest.
 */
export function checkFilter(filter: Filter, schema: SourceSchema): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, operands: filter.operands.map((operand) => checkFilter(operand, schema)) };
    case 'not':
      return { kind: 'not', operand: checkFilter(filter.operand, schema) };
    case 'comparison':
      return checkComparison(filter, schema);
    case 'membership':
      break;
  }
  return checkMembership(filter, schema);
}

/**
 * The field that a filter's path leads to.
 *
 * @throws UserError that says which part of the path is unknown, and the nearest names.
 */
export function requireField(
  reference: FieldReference,
  schema: SourceSchema,
): { field: SourceField; path: string } {
  const found = schema.field(reference.path);
  if (found.kind === 'found') return found;
  const depth = reference.path.split('.').length - 1;
  if (depth > maxRelationshipDepth) {
    throw filterError(
      'unknown_field',
      reference.span.start,
      `"${excerpt(reference.path)}" leads over ${depth} relationships; at most ${maxRelationshipDepth} are possible.`,
    );
  }
  const parents = reference.path.split('.').slice(0, -1);
  const isParent = found.object !== schema.object.name || parents.includes(found.segment);
  const what = isParent ? `"${excerpt(reference.path)}" leads nowhere: ` : '';
  const names = found.suggestions.map((name) => withLabel(name, reference.path, found.segment, schema));
  throw filterError(
    'unknown_field',
    reference.span.start,
    `${what}${found.object} has no field or parent "${excerpt(found.segment)}".${didYouMean(names) || namesThere(found, schema)}`,
  );
}

/** Of more, nobody would read the names. */
const maxNamedThere = 20;

/** ` It has a, b and c.` of an object with few fields, as those of the hub are; else empty. */
function namesThere({ object }: { readonly object: string }, schema: SourceSchema): string {
  const { name, fields } = schema.object;
  if (object !== name || fields.length === 0 || fields.length > maxNamedThere) return '';
  return ` It has ${fields.map((field) => field.name).join(', ')}.`;
}

/** `AccountStatus__c (Account Status)`: people know the label, the filter wants the name. */
function withLabel(name: string, path: string, segment: string, schema: SourceSchema): string {
  const segments = path.split('.');
  const parents = segments.slice(0, segments.indexOf(segment));
  const found = schema.field([...parents, name].join('.'));
  return found.kind === 'missing' || found.field.label === name ? name : `${name} (${found.field.label})`;
}

function checkComparison(filter: Extract<Filter, { kind: 'comparison' }>, schema: SourceSchema): Filter {
  const { field, reference } = filterableField(filter.field, schema);
  const { operator, value } = filter;
  const isEquality = operator === '=' || operator === '!=';
  if (isEquality && isEmpty(value)) {
    return { ...filter, field: reference, value: { kind: 'null', span: value.span } };
  }
  checkOperator(operator, field, reference);
  if (isEmpty(value)) {
    const problem = `${operator} needs a value. For records without one write ${field.name} = null.`;
    throw filterError('wrong_value', value.span.start, problem);
  }
  return { ...filter, field: reference, value: checkValue(field, operator, value) };
}

function checkMembership(filter: Extract<Filter, { kind: 'membership' }>, schema: SourceSchema): Filter {
  const { field, reference } = filterableField(filter.field, schema);
  const { operator } = filter;
  checkOperator(operator, field, reference);
  const isIn = operator === 'IN' || operator === 'NOT IN';
  const values = filter.values.map((value): FilterValue => {
    if (!isEmpty(value)) return checkValue(field, operator, value);
    if (isIn) return { kind: 'null', span: value.span };
    const problem = `${operator} needs values. For records without one write ${field.name} = null.`;
    throw filterError('wrong_value', value.span.start, problem);
  });
  return { ...filter, field: reference, values };
}

/** No CRM tells empty text from no value. */
function isEmpty(value: FilterValue): boolean {
  return value.kind === 'null' || (value.kind === 'text' && value.text === '');
}

function filterableField(
  written: FieldReference,
  schema: SourceSchema,
): { field: SourceField; reference: FieldReference } {
  const { field, path } = requireField(written, schema);
  const reference = { path, span: written.span };
  if (field.type !== 'compound' && field.type !== 'binary' && field.filterable) return { field, reference };
  throw filterError('field_not_filterable', written.span.start, whyNotFilterable(field, path, schema));
}

function whyNotFilterable(field: SourceField, path: string, schema: SourceSchema): string {
  if (field.type === 'binary') return `${path} holds a file, which cannot be filtered by.`;
  if (field.type === 'compound') {
    const parts = path.includes('.') ? [] : partsOf(field, schema);
    const advice = parts.length === 0 ? 'Use one of its parts.' : `Use one of its parts: ${oneOf(parts)}.`;
    return `${path} is made of several fields and cannot be compared. ${advice}`;
  }
  const advice =
    field.type === 'textarea'
      ? 'Long text cannot be searched there; use a shorter text field or a picklist.'
      : 'Use another field, or a formula field that repeats its value.';
  return `the CRM does not filter by ${path} (${field.label}). ${advice}`;
}

function partsOf(compound: SourceField, schema: SourceSchema): string[] {
  return schema.object.fields
    .filter((field) => field.compoundName === compound.name)
    .map((field) => field.name);
}

function checkOperator(operator: Operator, field: SourceField, reference: FieldReference): void {
  const kind = kindOfType[field.type];
  const allowed = operatorsOfKind[kind];
  if (allowed.includes(operator)) return;
  const advice = allowed.length === 0 ? '= null or != null' : oneOf(allowed);
  throw filterError(
    'wrong_operator',
    reference.span.start,
    `${reference.path} is ${nounOfKind[kind]} and cannot be compared by ${operator}. Use ${advice}.`,
  );
}
