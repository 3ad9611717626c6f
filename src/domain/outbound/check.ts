import type { DraftProblem } from '../draft-problem.ts';
import { problemAt, problemOfError } from '../draft-problem.ts';
import { RecordError, UserError } from '../errors.ts';
import { excerpt } from '../filter/filter-error.ts';
import type { MappingEntry } from '../job.ts';
import { maxMappingEntries } from '../mapping/check.ts';
import { checkFormat, maxFormats, numberAdvice } from '../mapping/formats.ts';
import type { ResolvedSource } from '../mapping/resolve-source.ts';
import type { SourceField } from '../source-schema.ts';
import { openZone } from '../zone.ts';
import { castToField } from './cast.ts';
import { checkMatch } from './check-match.ts';
import { checkParent } from './check-parent.ts';
import { checkRequired } from './check-required.ts';
import { checkWritable } from './check-writable.ts';
import type { OutboundInput } from './compiled.ts';
import { fitsField } from './field-fit.ts';
import { choiceReader, choicesInWords } from './picklist-choice.ts';
import { attributeInWords, castOptions, requireTarget, resolveAttribute, usedFormats } from './resolve.ts';

/**
 * Holds an outbound mapping against the hub's attributes and the CRM's describe. Rows are told by their index in the
 * mapping: `['mapping', 2, 'target']`; of a row, its first error. What depends on a switch that nobody has decided on yet
 * is a warning.
 */
export function checkOutboundMapping(input: OutboundInput): DraftProblem[] {
  const { mapping } = input;
  if (mapping.length > maxMappingEntries) {
    const message = `The mapping has ${mapping.length} rows; ${maxMappingEntries} are allowed. Skip some fields.`;
    return [problemAt(['mapping'], 'too_many_rows', message)];
  }
  return [
    ...checkMatch(input),
    ...checkParent(input),
    ...checkRequired(input),
    ...mapping.flatMap((entry, row) => checkRow(row, entry, input)),
  ];
}

/** One row by itself: that others fill the same field is for the check of the whole mapping. */
export function checkOutboundEntry(entry: MappingEntry, input: OutboundInput): DraftProblem[] {
  return checkRow(0, entry, { ...input, mapping: [entry] });
}

function checkRow(row: number, entry: MappingEntry, input: OutboundInput): DraftProblem[] {
  const at = (part: keyof MappingEntry): DraftProblem['path'] => ['mapping', row, part];
  let part: keyof MappingEntry = 'source';
  try {
    const resolved = resolveAttribute(entry.source, input.hub);
    part = 'target';
    const field = requireTarget(entry.target, input.crm);
    refuseSecond(row, field, input);
    const notWritable = checkWritable(field, input).map((each) => ({ ...each, path: at('target') }));
    if (notWritable.some(({ severity }) => severity === 'error')) return notWritable;
    part = 'formats';
    checkFormats(entry, field);
    part = 'source';
    checkFit(entry, field, resolved);
    if (resolved.kind === 'constant') checkConstant(entry, field, resolved);
    return [...notWritable, ...warningsOf(entry, field, resolved, at)];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [problemOfError(at(part), error)];
  }
}

function refuseSecond(row: number, { name }: SourceField, { mapping, target, crm }: OutboundInput): void {
  const isSame = (written: string): boolean => {
    const found = crm.field(written);
    return found.kind === 'found' && found.path === name;
  };
  const first = mapping.findIndex((other) => other.target !== '' && isSame(other.target));
  const before = mapping[first];
  if (first < row && before !== undefined) {
    throw new UserError(
      `${name} is filled from ${excerpt(attributeInWords(before.source))} already (row ${first + 1}). ` +
        'A field takes one value: skip one of them, or choose another field.',
      { code: 'duplicate_target' },
    );
  }
  if (target.parent === undefined || !isSame(target.parent)) return;
  throw new UserError(
    `${name} is filled with the record's account already, because it is the parent. Skip this row, or take the parent away.`,
    { code: 'duplicate_target' },
  );
}

/** What formats are for, in the words of attributes. */
function formatTypeOf({ type }: SourceField): 'date' | 'number' | null {
  if (type === 'date' || type === 'datetime') return 'date';
  return type === 'int' || type === 'double' || type === 'currency' || type === 'percent' ? 'number' : null;
}

function checkFormats({ formats = [] }: MappingEntry, field: SourceField): void {
  if (formats.length > maxFormats) {
    const message = `There are ${formats.length} formats; ${maxFormats} are allowed.`;
    throw new UserError(message, { code: 'bad_format' });
  }
  const type = formatTypeOf(field);
  for (const format of formats) {
    const problem =
      type === null
        ? `${field.name} takes its values as they are; only dates and numbers have formats.`
        : checkFormat(type, format);
    if (problem !== null) throw new UserError(problem, { code: 'bad_format' });
  }
}

function checkFit(entry: MappingEntry, field: SourceField, resolved: ResolvedSource): void {
  const source = attributeInWords(entry.source);
  const what = `${source.charAt(0).toUpperCase()}${source.slice(1)}`;
  const taken = fieldInWords(field);
  switch (fitsField[resolved.valueKind][field.type]) {
    case 'fits':
      return;
    case 'several values':
      throw new UserError(
        `${what} has several values at once and ${field.name} is ${taken}, which takes one. Map it to a multi-picklist, or use a formula.`,
        { code: 'multi_value' },
      );
    case 'with format': {
      if ((entry.formats ?? []).length > 0) return;
      const advice =
        formatTypeOf(field) === 'number'
          ? numberAdvice
          : `Give the format in which it is written, such as ${exampleDate(resolved)}.`;
      throw new UserError(`${what} is ${given(resolved)} and ${field.name} ${taken}. ${advice}`, {
        code: 'type_mismatch',
      });
    }
    case 'mismatch':
      throw new UserError(
        `${what} is ${given(resolved)}, and ${field.name} is ${taken}. Choose another field, or use a formula.`,
        { code: 'type_mismatch' },
      );
  }
}

const exampleDate = ({ valueKind }: ResolvedSource): string =>
  valueKind === 'number' ? 'epoch seconds' : 'dd/MM/yyyy';

/** As in "Employees is a number". */
function given({ valueKind }: ResolvedSource): string {
  switch (valueKind) {
    case 'word':
      return 'an id';
    case 'boolean':
      return 'a yes or no';
    case 'list':
      return 'a list';
    case 'text':
      return 'text';
    case 'number':
    case 'date':
      return `a ${valueKind}`;
    case 'unknown':
      break;
  }
  return 'a value';
}

/** As in "CloseDate is a date field". */
function fieldInWords({ type }: SourceField): string {
  switch (type) {
    case 'string':
    case 'textarea':
      return 'a text field';
    case 'int':
      return 'a whole number';
    case 'double':
      return 'a number field';
    case 'datetime':
      return 'a date and time field';
    case 'multipicklist':
      return 'a multi-picklist';
    case 'id':
    case 'email':
      return `an ${type} field`;
    case 'reference':
      return 'a reference to another record';
    case 'boolean':
      return 'a yes/no field';
    case 'picklist':
      return 'a picklist';
    case 'phone':
    case 'url':
    case 'currency':
    case 'percent':
    case 'date':
    case 'time':
    case 'compound':
    case 'binary':
      break;
  }
  return `a ${type} field`;
}

/** By the same cast as a run's. */
function checkConstant(
  entry: MappingEntry,
  field: SourceField,
  resolved: ResolvedSource & { kind: 'constant' },
): void {
  try {
    castToField(castOptions(entry, field, resolved, openZone('UTC')))(resolved.value);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw new UserError(error.message, { code: 'constant_does_not_fit' });
  }
}

/** Whether a picklist has the value; of other fields, and of such as name no values, all are. */
function isListed(field: SourceField, value: string): boolean {
  const isPicklist = field.type === 'picklist' || field.type === 'multipicklist';
  if (!isPicklist || !field.picklistValues.some(({ active }) => active)) return true;
  const choose = choiceReader(field);
  const items = field.type === 'picklist' ? [value] : value.split(';');
  return items.map((item) => item.trim()).every((item) => item === '' || choose(item) !== null);
}

/** Attributes that take less are rarely full. */
const longText = 1_000;

function warningsOf(
  entry: MappingEntry,
  field: SourceField,
  resolved: ResolvedSource,
  at: (part: keyof MappingEntry) => DraftProblem['path'],
): DraftProblem[] {
  const warnings: DraftProblem[] = [];
  const warn = (part: keyof MappingEntry, code: string, message: string): void =>
    void warnings.push({ ...problemAt(at(part), code, message), severity: 'warning' });
  if ((entry.formats ?? []).length > 0 && usedFormats(entry, field, resolved).length === 0) {
    warn(
      'formats',
      'format_not_used',
      `The values of ${attributeInWords(entry.source)} need no format; it is not used.`,
    );
  }
  if (resolved.kind === 'constant' && !isListed(field, resolved.value)) {
    warn(
      'source',
      'unlisted_value',
      `"${excerpt(resolved.value)}" is not among the values of ${field.name} (${choicesInWords(field)}). The CRM takes it all the same: it is sent as it is.`,
    );
  }
  if (resolved.kind === 'field') {
    const { length: most } = field;
    const { length = 0 } = resolved.field;
    if (most !== undefined && length > longText && length > most) {
      const message = `${resolved.path} may have ${length} characters and ${field.name} takes ${most}: longer values reject their row.`;
      warn('target', 'may_be_too_long', message);
    }
  }
  return warnings;
}
