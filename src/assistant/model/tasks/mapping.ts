import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import { attributeTypes, type HubAttribute } from '../../../domain/hub-object.ts';
import { attributeNameProblem } from '../../../domain/mapping/attribute-name.ts';
import { fits, kindOfField } from '../../../domain/mapping/value-kind.ts';
import { suggestMapping } from '../../built-in/mapping/suggest-mapping.ts';
import type { MappingContext } from '../../assistant.ts';
import type { Proposal } from '../../proposal.ts';
import { maxMappedFields, maxMappingTokens, maxNameCharacters, maxToldAttributes } from '../limits.ts';
import type { ModelTask } from '../prepare-task.ts';
import { safeWords } from '../told-words.ts';

const pairSchema = z.object({
  source: z.string(),
  target: z.string().nullable(),
  isNew: z.boolean(),
  type: z.enum(attributeTypes).nullable(),
  confidence: z.number(),
  reason: z.string(),
});
const schema = z.object({ pairs: z.array(pairSchema) });

type Pair = Extract<Proposal, { kind: 'mapping' }>['pairs'][number];

/** The model is told what is suggested without it, and answers with what it would have otherwise. */
export function mappingTask(text: string, context: MappingContext): ModelTask<z.infer<typeof schema>> {
  const usual = suggestedPairs(context);
  const asked = usual.toSorted((a, b) => a.confidence - b.confidence).slice(0, maxMappedFields);
  return {
    prompt: 'mapping',
    schema,
    maxTokens: maxMappingTokens,
    data: {
      ask: text,
      object: { name: context.schema.object.name, label: context.schema.object.label },
      fields: asked.map((pair) => tellPair(pair, context)),
      hub: context.target.name,
      attributes: context.attributes
        .slice(0, maxToldAttributes)
        .map(({ name, label, type, isKey }) => ({ name, label, type, ...(isKey ? { key: true } : {}) })),
    },
    propose: ({ pairs }) => ({ kind: 'mapping', pairs: merged(usual, pairs, context) }),
  };
}

function suggestedPairs(context: MappingContext): Pair[] {
  const proposal = suggestMapping(context);
  return proposal.kind === 'mapping' ? proposal.pairs : [];
}

function tellPair({ source, target, isNew }: Pair, { schema }: MappingContext): unknown {
  const found = schema.field(source);
  if (found.kind === 'missing') return { source };
  const { label, type } = found.field;
  return {
    source,
    label: label.slice(0, maxNameCharacters),
    type,
    suggested: isNew ? `new ${target}` : target,
  };
}

/** The suggestions with the model's in their places. @throws UserError where one of those cannot be */
function merged(
  usual: readonly Pair[],
  pairs: readonly z.infer<typeof pairSchema>[],
  context: MappingContext,
): Pair[] {
  const bySource = new Map(usual.map((pair) => [pair.source.toLowerCase(), pair]));
  for (const pair of pairs) {
    const key = pair.source.toLowerCase();
    const known = bySource.get(key);
    if (known === undefined) throw new UserError(`"${pair.source}" is none of the fields. Leave it out.`);
    const { target, isNew, type } = pair;
    const isSame = target === known.target && isNew === known.isNew;
    const attribute = target === null ? null : attributeOf(pair, context);
    if (attribute !== null) requireFit(known.source, attribute, context);
    bySource.set(key, {
      source: known.source,
      target,
      isNew: target !== null && isNew,
      type: attribute?.type ?? (target === null ? null : type),
      confidence: isSame ? known.confidence : Math.min(Math.max(pair.confidence, 0), 1),
      reason: isSame ? known.reason : safeWords(pair.reason).slice(0, maxNameCharacters),
    });
  }
  const result = [...bySource.values()];
  requireOnce(result);
  return result;
}

function attributeOf(
  { source, target, isNew, type }: z.infer<typeof pairSchema>,
  { attributes }: MappingContext,
): Pick<HubAttribute, 'name' | 'type'> {
  const known = attributes.find(({ name }) => name === target);
  if (!isNew) {
    if (known !== undefined) return known;
    throw new UserError(
      `There is no attribute "${target}" for ${source}. Take one of the list, or make a new one (isNew, with a type).`,
    );
  }
  if (known !== undefined) throw new UserError(`"${target}" for ${source} is there already: isNew is false.`);
  const problem = attributeNameProblem(target ?? '');
  if (problem !== null) throw new UserError(`${source}: ${problem}`);
  if (type === null) throw new UserError(`The new attribute "${target}" for ${source} needs a type.`);
  return { name: target ?? '', type };
}

function requireFit(
  source: string,
  { name, type }: Pick<HubAttribute, 'name' | 'type'>,
  { schema }: MappingContext,
): void {
  const found = schema.field(source);
  const kind = found.kind === 'found' ? kindOfField[found.field.type] : null;
  if (kind === null) throw new UserError(`${source} cannot be read as one value: its target is null.`);
  if (fits[kind][type] === 'mismatch') {
    throw new UserError(`${source} does not fit ${name}, which takes ${type}. Choose another, or null.`);
  }
}

function requireOnce(pairs: readonly Pair[]): void {
  const taken = new Map<string, string>();
  for (const { source, target } of pairs) {
    if (target === null) continue;
    const other = taken.get(target);
    if (other !== undefined) {
      throw new UserError(
        `${other} and ${source} both go to ${target}; an attribute takes one field. Say of one of them what else.`,
      );
    }
    taken.set(target, source);
  }
}
