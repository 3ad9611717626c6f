import { RecordError, UserError } from '../errors.ts';
import { didYouMean, excerpt } from '../filter/filter-error.ts';
import { openZone } from '../zone.ts';
import type { AttributeType, HubAttribute, HubObject } from '../hub-object.ts';
import type { MappingEntry } from '../job.ts';
import { nearestNames } from '../nearest.ts';
import type { SourceSchema } from '../source-schema.ts';
import { attributeNameProblem } from './attribute-name.ts';
import { castToJson, castToKey, isBooleanText } from './cast.ts';
import { checkFormat, maxFormats, numberAdvice } from './formats.ts';
import { resolveSource, sourceInWords } from './resolve-source.ts';
import type { ResolvedSource } from './resolve-source.ts';
import { targetOf, usedFormats, castOptionsOf } from './target.ts';
import type { Target } from './target.ts';
import { fits } from './value-kind.ts';

export interface MappingInput {
  readonly object: HubObject;
  /** What the object has now: its standard attributes and those that jobs have added. */
  readonly attributes: readonly HubAttribute[];
  readonly schema: SourceSchema;
  readonly mapping: readonly MappingEntry[];
}

export interface MappingProblem {
  /** Index of the mapping entry; null where it is about the mapping as a whole. */
  readonly row: number | null;
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  /** Zero-based offset into the formula's text. */
  readonly position?: number;
}

export interface MappingCheck {
  /** At most one error a row; those of the whole mapping first, then by row. */
  readonly problems: readonly MappingProblem[];
  /** To be added to the object before the first load. */
  readonly newAttributes: readonly Pick<HubAttribute, 'name' | 'label' | 'type'>[];
}

export const maxMappingEntries = 500;

/** Checks an inbound mapping against the hub's attributes and the CRM's describe. */
export function checkMapping(input: MappingInput): MappingCheck {
  const { mapping } = input;
  if (mapping.length > maxMappingEntries) {
    const message = `The mapping has ${mapping.length} rows; ${maxMappingEntries} are allowed. Skip some fields.`;
    return {
      problems: [{ row: null, severity: 'error', code: 'too_many_rows', message }],
      newAttributes: [],
    };
  }
  const problems: MappingProblem[] = [];
  const newAttributes: MappingCheck['newAttributes'][number][] = [];
  for (const [row, entry] of mapping.entries()) {
    try {
      const { target, warnings } = checkRow(row, entry, input);
      for (const warning of warnings) problems.push({ row, severity: 'warning', ...warning });
      if (target.isNew) newAttributes.push({ name: target.name, label: target.label, type: target.type });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { code, message, position } = error;
      problems.push({
        row,
        severity: 'error',
        code,
        message,
        ...(position === undefined ? {} : { position }),
      });
    }
  }
  return { problems: [...checkWhole(input), ...problems], newAttributes };
}

interface Warning {
  readonly code: string;
  readonly message: string;
}

/** @throws UserError with the first, and most useful, thing that is wrong. */
function checkRow(
  row: number,
  entry: MappingEntry,
  input: MappingInput,
): { target: Target; warnings: Warning[] } {
  const resolved = resolveSource(entry.source, input.schema);
  checkTargetName(row, entry, input);
  const target = targetOf(entry, input, resolved);
  checkFormats(entry, target.type);
  checkFit(entry, target, resolved);
  if (resolved.kind === 'constant') checkConstant(entry, target, resolved);
  return { target, warnings: warningsOf(entry, target, resolved, input) };
}

function checkTargetName(
  row: number,
  entry: MappingEntry,
  { object, attributes, mapping }: MappingInput,
): void {
  const { target, type } = entry;
  const first = mapping.findIndex((other) => other.target === target);
  const firstEntry = mapping[first];
  if (first < row && firstEntry !== undefined && target !== '') {
    throw new UserError(
      `${excerpt(target)} is filled from ${excerpt(sourceInWords(firstEntry.source))} already (row ${first + 1}). ` +
        'An attribute takes one source: skip one of them, or choose another attribute.',
      { code: 'duplicate_target' },
    );
  }
  const existing = attributes.find(({ name }) => name === target);
  if (existing !== undefined) {
    if (type === undefined || type === existing.type) return;
    throw new UserError(
      `${target} is a ${existing.type} attribute already and cannot be a ${type}. Leave the type out, or choose another name.`,
      { code: 'attribute_type_differs' },
    );
  }
  const problem = attributeNameProblem(target);
  if (problem !== null) throw new UserError(problem, { code: 'bad_attribute_name' });
  if (type === undefined) {
    const near = nearestNames(
      target,
      attributes.map(({ name }) => name),
    );
    throw new UserError(
      `${object.nounPlural} have no attribute "${target}"; a new attribute needs a type.${didYouMean(near)}`,
      { code: 'unknown_attribute' },
    );
  }
}

function checkFormats({ formats = [] }: MappingEntry, type: AttributeType): void {
  if (formats.length > maxFormats) {
    throw new UserError(`There are ${formats.length} formats; ${maxFormats} are allowed.`, {
      code: 'bad_format',
    });
  }
  for (const format of formats) {
    const problem = checkFormat(type, format);
    if (problem !== null) throw new UserError(problem, { code: 'bad_format' });
  }
}

function checkFit(entry: MappingEntry, target: Target, resolved: ResolvedSource): void {
  const { name, type } = target;
  const source = sourceInWords(entry.source);
  const what = `${source.charAt(0).toUpperCase()}${source.slice(1)}`;
  switch (fits[resolved.valueKind][type]) {
    case 'fits':
      return checkPicklistFit(what, target, resolved);
    case 'several values':
      throw new UserError(
        `${what} has several values at once and ${name} is a ${type} attribute, which takes one. Map it to a list attribute.`,
        { code: 'multi_value' },
      );
    case 'with format': {
      if ((entry.formats ?? []).length > 0) return;
      const advice =
        type === 'date'
          ? `Give the format in which it is written, such as ${exampleFormat(resolved)}.`
          : numberAdvice;
      throw new UserError(`${what} is ${given(resolved)} and ${name} a ${type}. ${advice}`, {
        code: 'type_mismatch',
      });
    }
    case 'mismatch':
      throw new UserError(
        `${what} is ${given(resolved)}, which is no ${type}; ${name} is a ${type} attribute. Choose another attribute, or use a formula.`,
        { code: 'type_mismatch' },
      );
  }
}

const exampleFormat = ({ valueKind }: ResolvedSource): string =>
  valueKind === 'number' ? 'epoch seconds' : 'dd/MM/yyyy';

function given(resolved: ResolvedSource): string {
  if (resolved.kind !== 'field') return `a ${resolved.kind === 'formula' ? resolved.type : 'text'}`;
  const { type } = resolved.field;
  if (resolved.valueKind === 'text') return type === 'picklist' ? 'a picklist' : 'text';
  if (type === 'id' || type === 'email' || type === 'int') return `an ${type}`;
  return `a ${type}`;
}

/** The values of a picklist are known: that none of them is a yes or a no need not wait for the first row. */
function checkPicklistFit(what: string, { name, type }: Target, resolved: ResolvedSource): void {
  if (type !== 'boolean' || resolved.kind !== 'field') return;
  const { picklistValues } = resolved.field;
  if (resolved.field.type !== 'picklist' || picklistValues.every(({ value }) => isBooleanText(value))) return;
  throw new UserError(
    `${what} is a picklist with values that are neither yes nor no, and ${name} is a boolean attribute. Use a formula.`,
    { code: 'type_mismatch' },
  );
}

function checkConstant(
  entry: MappingEntry,
  target: Target,
  resolved: ResolvedSource & { kind: 'constant' },
): void {
  const options = castOptionsOf(entry, target, resolved, openZone('UTC'));
  try {
    if (target.isKey) castToKey(options)(resolved.value);
    else castToJson(options)(resolved.value);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw new UserError(error.message, { code: 'constant_does_not_fit' });
  }
}

function warningsOf(
  entry: MappingEntry,
  target: Target,
  resolved: ResolvedSource,
  { object }: MappingInput,
): Warning[] {
  const warnings: Warning[] = [];
  const formats = entry.formats ?? [];
  if (formats.length > 0 && usedFormats(entry, target, resolved).length === 0) {
    const message = `The values of ${sourceInWords(entry.source)} need no format; it is not used.`;
    warnings.push({ code: 'format_not_used', message });
  }
  if (resolved.kind === 'field') {
    const { field, path } = resolved;
    const { length = 0 } = field;
    if (field.type === 'textarea' && target.type === 'text' && length > target.maxLength) {
      const message = `${path} may have ${length} characters and ${target.name} takes ${target.maxLength}: longer values reject their row.`;
      warnings.push({ code: 'may_be_too_long', message });
    }
    if (field.calculated) {
      const message = `${path} is calculated by the CRM: when it changes by itself, only a full sync brings the new value.`;
      warnings.push({ code: 'calculated_field', message });
    }
  }
  if (object.name === 'account_assignments' && target.name === 'user_name') {
    const message =
      'People are found by their full name: where two have the same one, the row is rejected. Map user_email if you can.';
    warnings.push({ code: 'user_by_name', message });
  }
  return warnings;
}

function checkWhole({ object, mapping }: MappingInput): MappingProblem[] {
  const problems: MappingProblem[] = [];
  const error = (code: string, message: string): void =>
    void problems.push({ row: null, severity: 'error', code, message });
  const targets = new Set(mapping.map(({ target }) => target));
  for (const key of object.keys) {
    if (!targets.has(key)) {
      error('key_unmapped', `${key} is a key of ${object.nounPlural} and is not mapped. Map a field to it.`);
    }
  }
  if (object.name === 'account_assignments' && !targets.has('user_email') && !targets.has('user_name')) {
    error('user_unmapped', 'An account assignment needs a person: map user_email, or else user_name.');
  }
  const keyEntries = mapping.filter(({ target }) => object.keys.includes(target));
  if (keyEntries.length > 0 && keyEntries.every(({ source }) => source.kind === 'constant')) {
    error(
      'keys_constant',
      `Every ${object.noun} would have the same key: map a field to ${object.keys.at(-1) ?? 'it'}.`,
    );
  }
  return problems;
}
