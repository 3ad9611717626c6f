import { FatalError, RecordError } from '../errors.ts';
import { compileFormula } from '../formula/compile.ts';
import { textOf } from '../formula/convert.ts';
import { isBlank, isList } from '../formula/values.ts';
import type { FormulaValue } from '../formula/values.ts';
import type { MappingEntry } from '../job.ts';
import { recordKeys } from '../mapping/match-field.ts';
import { fieldType } from '../mapping/resolve-source.ts';
import type { ResolvedSource } from '../mapping/resolve-source.ts';
import type { SourceCells } from '../mapping/row-cells.ts';
import type { SourceField } from '../source-schema.ts';
import { openZone } from '../zone.ts';
import type { Zone } from '../zone.ts';
import { castToField } from './cast.ts';
import type { FieldCastOptions } from './cast.ts';
import { checkOutboundMapping } from './check.ts';
import type {
  CompiledOutbound,
  CompileOutboundInput,
  OutboundField,
  OutboundInput,
  OutboundProblem,
  OutboundRow,
} from './compiled.ts';
import { chooseCrmId, readCrmId } from './crm-id.ts';
import { canCreateBy, isId } from './match-fields.ts';
import { parentObjectOf } from './parent.ts';
import { attributesRead, castOptions, requireTarget, resolveAttribute } from './resolve.ts';

/** The attributes whose cells a mapping reads, in the hub's own letter case. */
export function outboundAttributes({ mapping, hub }: Pick<OutboundInput, 'mapping' | 'hub'>): string[] {
  return [...new Set(mapping.flatMap((entry) => attributesRead(entry, hub)))];
}

/**
 * Makes a mapping ready for a run: each field becomes a function that is made for its source and type.
 *
 * @throws FatalError where the mapping does not fit the CRM's describe or the hub (any more), naming the field.
 */
export function compileOutbound(input: CompileOutboundInput): CompiledOutbound {
  refuseErrors(input);
  const { crm, target } = input;
  const zone = openZone(input.timezone);
  const matched = requireTarget(target.matchOn, crm);
  const rows = input.mapping.map((entry) => partOf(entry, input, zone));
  const match = matchPart(matched, rows, input);
  const others = [...rows.filter(({ field }) => field.name !== matched.name), ...parentPart(input)];
  const parts = [match, ...others.sort((a, b) => (a.field.name < b.field.name ? -1 : 1))];
  const readers = parts.map(({ read }) => read);
  const choosesIds = choosesId(input);
  return {
    fields: parts.map(({ field }) => field),
    cellsOf: (row) => readers.map((read) => read(row)),
    problemsOf: (row) => parts.flatMap((part) => problemOf(part, row)),
    newIdOf: (row) => (choosesIds ? newIdOf(row, input) : null),
  };
}

function problemOf({ field, read }: Part, row: OutboundRow): OutboundProblem[] {
  try {
    read(row);
    return [];
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return [{ field: field.name, message: error.message }];
  }
}

/** Whether records are made whose id the CRM lets be chosen. */
function choosesId({ crm, settings }: CompileOutboundInput): boolean {
  return (
    settings.allowCreate === true && crm.object.fields.some((field) => isId(field) && canCreateBy(field))
  );
}

function newIdOf({ keys }: Pick<OutboundRow, 'keys'>, { object, crm }: CompileOutboundInput): string {
  return chooseCrmId(crm.object.name, object.name, keys);
}

/** One row of a mapping by itself, for samples of what it does; one that `checkOutboundMapping` finds no error in. */
export function compileOutboundEntry(
  entry: MappingEntry,
  input: CompileOutboundInput,
): (cells: SourceCells) => string | null {
  const { read } = partOf(entry, input, openZone(input.timezone));
  return (cells) => read({ ...unknownRow, cells });
}

const unknownRow = { keys: [], crmId: null, parentCrmId: null, parentKey: null } as const;

interface Part {
  readonly field: OutboundField;
  readonly read: (row: OutboundRow) => string | null;
}

const unfit = (problem: string): FatalError =>
  new FatalError(`The mapping does not fit the CRM any more: ${problem} Edit the job.`, {
    code: 'mapping_does_not_fit',
  });

function refuseErrors(input: CompileOutboundInput): void {
  const errors = checkOutboundMapping(input).filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  const row = typeof first.path[1] === 'number' ? `row ${first.path[1] + 1}: ` : '';
  throw unfit(`${row}${first.message}${more}`);
}

function partOf(entry: MappingEntry, input: CompileOutboundInput, zone: Zone): Part {
  const resolved = resolveAttribute(entry.source, input.hub);
  const field = requireTarget(entry.target, input.crm);
  const options = castOptions(entry, field, resolved, zone);
  const value = valueReader(resolved, options, input);
  return {
    field: { name: field.name, refersTo: null, attributes: attributesRead(entry, input.hub) },
    read: ({ cells }) => value(cells),
  };
}

function matchPart(field: SourceField, rows: readonly Part[], input: CompileOutboundInput): Part {
  const mapped = rows.find((row) => row.field.name === field.name);
  if (isId(field)) return choosing(mapped ?? knownIdPart(field, input), input);
  if (mapped === undefined) throw unfit(`${field.name} is not mapped.`);
  return choosesId(input) ? mapped : requiring(mapped, field);
}

/** Without a row of its own the id is the one that is known, or the record's own key where that is an id of the CRM. */
function knownIdPart(field: SourceField, { object }: CompileOutboundInput): Part {
  const key = object.keys.indexOf(recordKeys[object.name] ?? '');
  return {
    field: { name: field.name, refersTo: null, attributes: key < 0 ? [] : object.keys.slice(key, key + 1) },
    read: ({ keys, crmId }) => crmId ?? readCrmId(field, keys[key] ?? ''),
  };
}

/** A new record whose id the CRM lets be chosen gets one that is made of its keys. */
function choosing(part: Part, input: CompileOutboundInput): Part {
  if (!choosesId(input)) return part;
  return { ...part, read: (row) => part.read(row) ?? row.crmId ?? newIdOf(row, input) };
}

/** Without a key, and unknown, a record would be found by nothing. */
function requiring({ field, read }: Part, { name }: SourceField): Part {
  const from = field.attributes.length === 0 ? 'its row' : `attribute ${field.attributes.join(', ')}`;
  return {
    field,
    read(row) {
      const value = read(row);
      if (value !== null || row.crmId !== null) return value;
      throw new RecordError(`${name} is empty (from ${from}), and it is what the record is found by.`, {
        code: 'match_missing',
      });
    },
  };
}

function parentPart({ target, crm, object }: CompileOutboundInput): Part[] {
  if (target.parent === undefined) return [];
  const field = requireTarget(target.parent, crm);
  const attribute = object.name === 'accounts' ? 'parent_account_id' : 'account_id';
  return [
    {
      field: { name: field.name, refersTo: parentObjectOf(field), attributes: [attribute] },
      read({ parentCrmId, parentKey }) {
        if (parentCrmId !== null || parentKey === null) return parentCrmId;
        const own = readCrmId(field, parentKey);
        if (own !== null) return own;
        throw new RecordError(
          `${field.name}: the CRM's record of the account is not known (from attribute ${attribute}): it was neither read nor sent by this connection, and is no id of the CRM.`,
          { code: 'parent_unknown' },
        );
      },
    },
  ];
}

type ValueReader = (cells: SourceCells) => string | null;

function valueReader(
  resolved: ResolvedSource,
  options: FieldCastOptions,
  input: CompileOutboundInput,
): ValueReader {
  const cast = castToField(options);
  switch (resolved.kind) {
    case 'field': {
      const column = columnOf(resolved.path, input);
      return (cells) => {
        const cell = cells[column];
        return cell === null || cell === undefined || cell === '' ? null : cast(cell);
      };
    }
    case 'constant': {
      const value = cast(resolved.value);
      return () => value;
    }
    case 'formula':
      break;
  }
  const evaluate = formulaOf(resolved, options, input);
  const typedCast = castToField({ ...options, formats: [] });
  return (cells) => {
    const value = evaluate(cells);
    if (value === null || isBlank(value)) return null;
    if (typeof value === 'string') return cast(value);
    if (!isList(value) || options.field.type === 'multipicklist') return typedCast(textOf(value));
    throw new RecordError(`${options.field.name}: the formula gives several values, and it takes one.`, {
      code: 'invalid_value',
    });
  };
}

/** A reason of the formula's own names the field, too. */
function formulaOf(
  { formula }: ResolvedSource & { kind: 'formula' },
  { field }: FieldCastOptions,
  input: CompileOutboundInput,
): (cells: SourceCells) => FormulaValue {
  const { hub, now, timezone } = input;
  const evaluate = compileFormula(formula, {
    column: (path) => columnOf(path, input),
    fieldType: (path) => fieldType(path, hub) ?? 'any',
    now,
    timezone,
  });
  return (cells) => {
    try {
      return evaluate(cells);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      throw new RecordError(`${field.name}: ${error.message}`, { code: error.code, cause: error });
    }
  };
}

/** Column of an attribute; one that the rows do not bring is an error, never a blank. */
function columnOf(path: string, { columns }: CompileOutboundInput): number {
  const column = columns.findIndex((name) => name.toLowerCase() === path.toLowerCase());
  if (column < 0) throw unfit(`the records have no attribute ${path}.`);
  return column;
}
