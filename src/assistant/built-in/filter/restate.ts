import type { Filter, FilterValue } from '../../../domain/filter/syntax.ts';
import { bareValue } from '../../../domain/filter/print.ts';
import type { SourceSchema } from '../../../domain/source-schema.ts';

/**
 * A checked filter in words, by labels: "Industry is Banking and ARR is more than 50000". Made of the filter itself, so
 * that what a person reads is what will be run.
 */
export function restateFilter(filter: Filter, schema: SourceSchema): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands
        .map((operand) => inBrackets(operand, filter.kind, schema))
        .join(` ${filter.kind} `);
    case 'not':
      return `not (${restateFilter(filter.operand, schema)})`;
    case 'comparison':
    case 'membership':
      break;
  }
  const subject = subjectOf(filter.field.path, schema);
  const say = (value: FilterValue): string => valueInWords(value, filter.field.path, schema);
  if (filter.kind === 'membership') {
    return `${subject} ${memberships[filter.operator]} ${oneOf(filter.values.map(say))}`;
  }
  const { operator, value } = filter;
  if (value.kind === 'null') return `${subject} ${operator === '=' ? 'is empty' : 'is not empty'}`;
  const isTime = ['date', 'datetime', 'date-literal', 'counted-date-literal'].includes(value.kind);
  const verbs = isTime ? times : comparisons;
  return `${subject} ${verbs[operator]} ${say(value)}`;
}

function inBrackets(operand: Filter, within: 'and' | 'or', schema: SourceSchema): string {
  const text = restateFilter(operand, schema);
  return (operand.kind === 'and' || operand.kind === 'or') && operand.kind !== within ? `(${text})` : text;
}

type Operator = Extract<Filter, { kind: 'comparison' }>['operator'];

const comparisons: Readonly<Record<Operator, string>> = {
  '=': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
  LIKE: 'is like',
  CONTAINS: 'contains',
  'STARTS WITH': 'starts with',
  'ENDS WITH': 'ends with',
};
const times: Readonly<Record<Operator, string>> = {
  ...comparisons,
  '<': 'is before',
  '<=': 'is no later than',
  '>': 'is after',
  '>=': 'is no earlier than',
};
const memberships = {
  IN: 'is one of',
  'NOT IN': 'is none of',
  INCLUDES: 'includes',
  EXCLUDES: 'does not include',
} as const;

function oneOf(values: readonly string[]): string {
  if (values.length <= 1) return values.join('');
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}

/** `Owner.Name` is "Full Name of Owner". */
function subjectOf(path: string, schema: SourceSchema): string {
  const found = schema.field(path);
  const label = found.kind === 'found' ? found.field.label : path;
  const parents = path.split('.').slice(0, -1).toReversed();
  return [label, ...parents.map((parent) => parent.replace(/__r$/, '').replaceAll('_', ' '))].join(' of ');
}

function valueInWords(value: FilterValue, path: string, schema: SourceSchema): string {
  if (value.kind === 'boolean') return value.value ? 'yes' : 'no';
  if (value.kind === 'date-literal') return value.name.toLowerCase().replaceAll('_', ' ');
  if (value.kind === 'counted-date-literal') {
    return value.name.toLowerCase().replaceAll('_', ' ').replace(/\bn\b/, String(value.count));
  }
  if (value.kind !== 'text') return bareValue(value);
  const found = schema.field(path);
  const known = found.kind === 'found' ? found.field.picklistValues : [];
  const label = (text: string): string => known.find(({ value }) => value === text)?.label ?? text;
  return value.text.split(';').map(label).join(' and ');
}
