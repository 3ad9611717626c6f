import { UserError } from '../errors.ts';
import { didYouMean, excerpt } from '../filter/filter-error.ts';
import { checkFormula } from '../formula/check.ts';
import { parseFormula } from '../formula/parse.ts';
import { fieldPaths } from '../formula/syntax.ts';
import type { Formula } from '../formula/syntax.ts';
import type { FormulaType } from '../formula/values.ts';
import type { MappingSource } from '../job.ts';
import { maxRelationshipDepth } from '../source-schema.ts';
import type { SourceField, SourceSchema } from '../source-schema.ts';
import { formulaTypeOf, kindOfField, kindOfFormula } from './value-kind.ts';
import type { ValueKind } from './value-kind.ts';

/** A source that is known to exist. */
export type ResolvedSource =
  | {
      readonly kind: 'field';
      /** In the CRM's own letter case. */
      readonly path: string;
      readonly field: SourceField;
      readonly valueKind: ValueKind;
    }
  | { readonly kind: 'constant'; readonly value: string; readonly valueKind: ValueKind }
  | {
      readonly kind: 'formula';
      readonly formula: Formula;
      readonly type: FormulaType;
      readonly valueKind: ValueKind;
    };

/** @throws UserError: unknown or compound field, formula error with its position, empty constant. */
export function resolveSource(source: MappingSource, schema: SourceSchema): ResolvedSource {
  switch (source.kind) {
    case 'field': {
      const { path, field } = findField(source.path, schema);
      return { kind: 'field', path, field, valueKind: readableKind(path, field, schema) };
    }
    case 'constant': {
      if (source.value !== '') return { kind: 'constant', value: source.value, valueKind: 'unknown' };
      throw new UserError('The constant is empty. Write the value for all rows, or skip the row.', {
        code: 'constant_empty',
      });
    }
    case 'formula':
      break;
  }
  const formula = parseFormula(source.text);
  for (const path of fieldPaths(formula)) {
    const found = schema.field(path);
    if (found.kind === 'found') readableKind(found.path, found.field, schema);
  }
  const type = checkFormula(
    formula,
    (path) => fieldType(path, schema),
    (path) => suggestionsFor(path, schema),
  );
  return { kind: 'formula', formula, type, valueKind: kindOfFormula[type] };
}

/** The type as which formulas read a field; null where there is none of that path. */
export function fieldType(path: string, schema: SourceSchema): FormulaType | null {
  const found = schema.field(path);
  return found.kind === 'found' ? formulaTypeOf[found.field.type] : null;
}

/** The source in words: "field Owner.Name". */
export function sourceInWords(source: MappingSource): string {
  switch (source.kind) {
    case 'field':
      return source.path === '' ? 'a field without a name' : `field ${source.path}`;
    case 'constant':
      return 'the constant';
    case 'formula':
      break;
  }
  return 'the formula';
}

function findField(path: string, schema: SourceSchema): { path: string; field: SourceField } {
  const found = schema.field(path);
  if (found.kind === 'found') return found;
  if (path.trim() === '')
    throw new UserError('Choose a field, a constant or a formula.', { code: 'source_missing' });
  const depth = path.split('.').length - 1;
  if (depth > maxRelationshipDepth) {
    throw new UserError(
      `"${excerpt(path)}" leads over ${depth} relationships; at most ${maxRelationshipDepth} are possible.`,
      { code: 'unknown_field' },
    );
  }
  const { segment, object, paths } = found;
  const hint = didYouMean(paths);
  throw new UserError(
    `${object} has no field "${excerpt(segment)}", or the connection's user may not see it.${hint}`,
    { code: 'unknown_field' },
  );
}

function readableKind(path: string, field: SourceField, schema: SourceSchema): ValueKind {
  const kind = kindOfField[field.type];
  if (kind !== null) return kind;
  if (field.type === 'binary') {
    throw new UserError(`${path} holds a file, which cannot be mapped. Skip it.`, { code: 'binary_field' });
  }
  const parts = path.includes('.')
    ? []
    : schema.object.fields.filter(
        (part) => part.compoundName === field.name && kindOfField[part.type] !== null,
      );
  const names = parts.slice(0, maxPartsNamed).map((part) => part.name);
  const instead =
    names.length === 0 ? 'its parts' : `${names.join(', ')}${parts.length > names.length ? ' …' : ''}`;
  throw new UserError(`${path} is a compound field; map ${instead} instead.`, { code: 'compound_field' });
}

const maxPartsNamed = 5;

function suggestionsFor(path: string, schema: SourceSchema): readonly string[] {
  const found = schema.field(path);
  return found.kind === 'missing' ? found.paths : [];
}
