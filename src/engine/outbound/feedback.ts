/**
 * Which of the fields that an outbound job writes come back to it: inbound jobs of the pair read them into attributes
 * of which the job makes fields again. Were such a change sent, a mapping that does not give back what it was given
 * (`Name & "!"`) would change the record with every round, for ever.
 */
import type { MappingEntry } from '../../domain/job.ts';
import type { OutboundField } from '../../domain/outbound/compiled.ts';
import type { SourceObject } from '../../domain/source-schema.ts';
import type { FilledAttribute } from '../run-host.ts';

export interface FeedbackInput {
  readonly fields: readonly OutboundField[];
  /** Of the outbound job. */
  readonly mapping: readonly MappingEntry[];
  /** By inbound jobs of the pair. */
  readonly filled: readonly FilledAttribute[];
  /** As the CRM describes it. */
  readonly object: Pick<SourceObject, 'fields'>;
}

/**
 * API names of the fields whose value, where an inbound job of the pair wrote the record last, is what the CRM has
 * already, or must not be sent because it would come back changed: those that go back just as they came, and those that
 * are fed by a round of formulas or of several fields.
 */
export function fieldsFedBack(input: FeedbackInput): ReadonlySet<string> {
  const { fields } = input;
  const straight = new Set(fields.filter((field) => isStraight(field, input)).map(({ name }) => name));
  const next = new Map(fields.map((field) => [field.name, feeds(field, straight, input)]));
  const fed = new Set(straight);
  for (const { name } of fields) {
    const reached = reachedFrom(name, next);
    // In a round, and so is everything that it leads to.
    if (reached.has(name)) for (const each of reached) fed.add(each);
  }
  return fed;
}

/** The field goes into an attribute as it is, and the attribute into the field: nothing changes on the way. */
function isStraight(field: OutboundField, { mapping, filled }: FeedbackInput): boolean {
  return filled.some(
    ({ field: from, attribute, isPlain }) =>
      isPlain && isSame(from, field.name) && isWrittenPlain(mapping, field.name, attribute),
  );
}

function isWrittenPlain(mapping: readonly MappingEntry[], field: string, attribute: string): boolean {
  return mapping.some(
    ({ source, target }) =>
      source.kind === 'field' && isSame(source.path, attribute) && isSame(target, field),
  );
}

/** Names of the fields that a change of this one changes by way of the hub, but for its own straight way back. */
function feeds(
  field: OutboundField,
  straight: ReadonlySet<string>,
  { fields, filled, object }: FeedbackInput,
): readonly string[] {
  const ways = filled.filter(({ field: from }) => mayFollow(from, field.name, object));
  return fields
    .filter(({ name, attributes }) =>
      ways.some(
        (way) =>
          attributes.some((attribute) => isSame(attribute, way.attribute)) &&
          !(name === field.name && straight.has(name) && way.isPlain && isSame(way.field, name)),
      ),
    )
    .map(({ name }) => name);
}

/**
 * Whether what an inbound job reads may change when a field is written: the field itself, what is read over it from
 * another record, and whatever the CRM works out by itself.
 */
function mayFollow(read: string, written: string, { fields }: Pick<SourceObject, 'fields'>): boolean {
  if (isSame(read, written) || read.includes('.')) return true;
  const source = fields.find(({ name }) => isSame(name, read));
  return source !== undefined && source.type !== 'id' && !source.createable && !source.updateable;
}

function reachedFrom(name: string, next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(next.get(name) ?? [])];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (reached.has(each)) continue;
    reached.add(each);
    open.push(...(next.get(each) ?? []));
  }
  return reached;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
