import { FatalError, RecordError } from '../errors.ts';
import { compileFormula } from '../formula/compile.ts';
import { textOf } from '../formula/convert.ts';
import { isBlank, isList } from '../formula/values.ts';
import type { FormulaValue } from '../formula/values.ts';
import { openZone } from '../zone.ts';
import type { MappingEntry } from '../job.ts';
import type { SourceSchema } from '../source-schema.ts';
import { castToJson, castToKey, listToJson } from './cast.ts';
import type { CastOptions, CastToJson } from './cast.ts';
import { checkMapping } from './check.ts';
import type { MappingInput } from './check.ts';
import { JsonBytes } from './json-bytes.ts';
import { fieldType, resolveSource } from './resolve-source.ts';
import type { ResolvedSource } from './resolve-source.ts';
import { isPlainDate, isPlainNumber } from './plain-value.ts';
import type { FitsPlain } from './plain-value.ts';
import type { RowCells } from './row-cells.ts';
import { castOptionsOf, targetOf } from './target.ts';
import type { Target } from './target.ts';

export interface CompiledMapping {
  readonly keyNames: readonly string[];
  /** Sorted, so that the same values give the same JSON however the mapping's rows stand. */
  readonly attributeNames: readonly string[];
  /**
   * The row's keys, in the order of `keyNames`.
   * @throws RecordError where the row cannot be stored; the reason names no value.
   */
  keysOf(row: RowCells): readonly string[];
  /**
   * Writes the JSON text of an object with every mapped attribute but the keys, in the order of `attributeNames`.
   * @throws RecordError as `keysOf`; what was written until then is to be cut off.
   */
  write(row: RowCells, out: JsonBytes): void;
}

export interface CompileInput extends MappingInput {
  /** What a row holds, in the CRM's own letter case. */
  readonly columns: readonly string[];
  /** TODAY and NOW of formulas. */
  readonly now: Date;
  /** IANA name: in which zone a formula tells a day, and of source times that name no zone. */
  readonly timezone: string;
}

/**
 * Makes a mapping ready for a run: each attribute becomes a function that is made for its source and type.
 *
 * @throws FatalError where the mapping does not fit the CRM's describe (any more), naming the field.
 */
export function compileMapping(input: CompileInput): CompiledMapping {
  const { object, mapping, schema, timezone } = input;
  refuseErrors(input);
  const zone = openZone(timezone);
  const parts = mapping.map((entry) => {
    const resolved = resolveSource(entry.source, schema);
    const target = targetOf(entry, input, resolved);
    return { target, resolved, options: castOptionsOf(entry, target, resolved, zone) };
  });
  const keyReaders = object.keys.map((name) => {
    const part = parts.find(({ target }) => target.name === name);
    if (part === undefined) throw unfit(`${name} is not mapped.`);
    return keyReader(part, input);
  });
  const attributes = parts
    .filter(({ target }) => !object.keys.includes(target.name))
    .sort((a, b) => (a.target.name < b.target.name ? -1 : 1));
  const writers = attributes.map((part, index) =>
    memberWriter(`${index === 0 ? '{' : ','}${JSON.stringify(part.target.name)}:`, part, input),
  );
  const checkPerson = object.name === 'account_assignments' ? personCheck(attributes, writers) : null;
  const end = bytesOf(writers.length === 0 ? '{}' : '}');

  function keysOf(row: RowCells): readonly string[] {
    if (checkPerson !== null) checkPerson(row);
    const keys: string[] = [];
    for (const read of keyReaders) keys.push(read(row));
    return keys;
  }
  function write(row: RowCells, out: JsonBytes): void {
    for (const writer of writers) writer(row, out);
    out.append(end);
  }
  return {
    keyNames: object.keys,
    attributeNames: attributes.map(({ target }) => target.name),
    keysOf,
    write,
  };
}

/** What one row of a mapping makes of a record: the JSON text of the attribute's value. @throws RecordError. */
export type CompiledEntry = (row: RowCells) => string;

/**
 * One row of a mapping by itself, for samples of what it does.
 *
 * @param entry one that `checkMapping` finds no error in
 */
export function compileEntry(entry: MappingEntry, input: Omit<CompileInput, 'mapping'>): CompiledEntry {
  const given = { ...input, mapping: [entry] };
  const resolved = resolveSource(entry.source, input.schema);
  const target = targetOf(entry, input, resolved);
  const part = {
    target,
    resolved,
    options: castOptionsOf(entry, target, resolved, openZone(input.timezone)),
  };
  if (target.isKey) {
    const read = keyReader(part, given);
    return (row) => JSON.stringify(read(row));
  }
  const write = memberWriter('', part, given);
  return (row) => {
    const out = new JsonBytes(scratchBytes);
    write(row, out);
    return out.text(0);
  };
}

/** For one member; it grows. */
const scratchBytes = 1024;

function bytesOf(json: string): Uint8Array {
  return Buffer.from(json);
}

interface Part {
  readonly target: Target;
  readonly resolved: ResolvedSource;
  readonly options: CastOptions;
}

const unfit = (problem: string): FatalError =>
  new FatalError(`The mapping does not fit the source any more: ${problem} Edit the job's mapping.`, {
    code: 'mapping_does_not_fit',
  });

function refuseErrors(input: CompileInput): void {
  const errors = checkMapping(input).problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  const row = first.row === null ? '' : `row ${first.row + 1}: `;
  throw unfit(`${row}${first.message}${more}`);
}

/** Column of a path; a path that the read does not bring is an error, never a blank. */
function columnOf(path: string, { columns }: { readonly columns: readonly string[] }): number {
  const exact = columns.indexOf(path);
  const column = exact < 0 ? columns.findIndex((name) => name.toLowerCase() === path.toLowerCase()) : exact;
  if (column < 0) throw unfit(`the rows have no field ${path}.`);
  return column;
}

function keyReader({ resolved, options }: Part, input: CompileInput): (row: RowCells) => string {
  const toKey = castToKey(options);
  switch (resolved.kind) {
    case 'field': {
      const column = columnOf(resolved.path, input);
      return (row) => toKey(row.text(column));
    }
    case 'constant': {
      const key = toKey(resolved.value);
      return () => key;
    }
    case 'formula':
      break;
  }
  const evaluate = formulaOf(resolved, options, input);
  return (row) => {
    const value = evaluate(row);
    return toKey(value === null ? null : textOf(value));
  };
}

/** Writes one member of the object. */
type MemberWriter = (row: RowCells, out: JsonBytes) => void;

/** @param prefix what stands before the value, such as `,"name":`. */
function memberWriter(prefix: string, part: Part, input: CompileInput): MemberWriter {
  const { resolved, options } = part;
  const toJson = castToJson(options);
  const absent = bytesOf(`${prefix}null`);
  switch (resolved.kind) {
    case 'field': {
      const column = columnOf(resolved.path, input);
      const asText = fieldWriter(prefix, absent, column, toJson);
      const plain = plainForm(options);
      return plain === null ? asText : plainFieldWriter(prefix, absent, column, plain, asText);
    }
    case 'constant': {
      const member = bytesOf(prefix + toJson(resolved.value));
      return (_row, out) => out.append(member);
    }
    case 'formula':
      break;
  }
  const evaluate = formulaOf(resolved, options, input);
  const typedToJson = castToJson({ ...options, formats: [] });
  const itemsToJson = listToJson(options);
  return (row, out) => {
    const value = evaluate(row);
    if (value === null || isBlank(value)) return out.append(absent);
    if (typeof value === 'string') return out.write(prefix + toJson(value));
    if (!isList(value)) return out.write(prefix + typedToJson(textOf(value)));
    if (options.type === 'list') return out.write(prefix + itemsToJson(value));
    throw new RecordError(`${options.attribute}: the formula gives several values, and it takes one.`, {
      code: 'wrong_value',
    });
  };
}

function fieldWriter(prefix: string, absent: Uint8Array, column: number, toJson: CastToJson): MemberWriter {
  const before = bytesOf(prefix);
  return (row, out) => {
    const cell = row.text(column);
    if (cell === null) return out.append(absent);
    out.append(before);
    out.write(toJson(cell));
  };
}

/** How a value that is plain goes into the hub: as it came, in quotes or without. null where none does. */
function plainForm({ type, formats, maxLength }: CastOptions): PlainForm | null {
  if (type === 'text') return { fits: (_bytes, _start, length) => length <= maxLength, quotes: '"' };
  if (formats.length > 0) return null;
  if (type === 'date') return { fits: isPlainDate, quotes: '"' };
  return type === 'number' || type === 'currency' ? { fits: isPlainNumber, quotes: '' } : null;
}

interface PlainForm {
  readonly fits: FitsPlain;
  readonly quotes: '"' | '';
}

function plainFieldWriter(
  prefix: string,
  absent: Uint8Array,
  column: number,
  { fits, quotes }: PlainForm,
  asText: MemberWriter,
): MemberWriter {
  const before = bytesOf(prefix + quotes);
  const behind = bytesOf(quotes);
  return (row, out) => {
    const length = row.plainLength(column);
    if (length === 0) return out.append(absent);
    if (length < 0) return asText(row, out);
    const start = row.startOf(column);
    if (!fits(row.bytes, start, length)) return asText(row, out);
    out.append(before);
    out.copy(row.bytes, start, length);
    if (quotes !== '') out.append(behind);
  };
}

/** A reason of the formula's own names the attribute, too. */
function formulaOf(
  { formula }: ResolvedSource & { kind: 'formula' },
  { attribute }: CastOptions,
  input: CompileInput,
): (row: RowCells) => FormulaValue {
  const evaluate = compileFormula(formula, {
    column: (path) => columnOf(canonicalPath(path, input.schema), input),
    fieldType: (path) => fieldType(path, input.schema) ?? 'any',
    now: input.now,
    timezone: input.timezone,
  });
  return (row) => {
    try {
      return evaluate(row.cells());
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      throw new RecordError(`${attribute}: ${error.message}`, { code: error.code, cause: error });
    }
  };
}

function canonicalPath(path: string, schema: SourceSchema): string {
  const found = schema.field(path);
  return found.kind === 'found' ? found.path : path;
}

/** An assignment without a person is none. @returns a function that throws RecordError for a row without one. */
function personCheck(attributes: readonly Part[], writers: readonly MemberWriter[]): (row: RowCells) => void {
  const isPerson = ({ target }: Part): boolean => target.name === 'user_email' || target.name === 'user_name';
  const people = attributes.filter(isPerson);
  const writersOfPeople = writers.filter((_, index) => attributes.slice(index, index + 1).some(isPerson));
  const reason = people.map(({ target, options }) => `${target.name} is empty (from ${options.from})`);
  const scratch = new JsonBytes(scratchBytes);
  const isMissing = (row: RowCells, write: MemberWriter): boolean => {
    scratch.cutTo(0);
    write(row, scratch);
    // A text ends with a quote: only a missing value ends like this.
    return scratch.text(0).endsWith(':null');
  };
  return (row) => {
    if (!writersOfPeople.every((write) => isMissing(row, write))) return;
    throw new RecordError(`${reason.join(', and ')}.`, { code: 'user_missing' });
  };
}
