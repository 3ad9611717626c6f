import { autoMap } from '../../../domain/mapping/auto-map.ts';
import type { MappingContext } from '../../assistant.ts';
import type { Proposal } from '../../proposal.ts';

/** What auto-mapping suggests, with its reasons. */
export function suggestMapping({
  schema,
  fields,
  target,
  attributes,
  earlier = [],
}: MappingContext): Proposal {
  const sourceObject = schema.object;
  const suggestions = autoMap({ object: target, attributes, sourceObject, fields, schema, earlier });
  return {
    kind: 'mapping',
    pairs: suggestions.map(({ path, target, isNew, type, confidence, words }) => ({
      source: path,
      target,
      isNew,
      type: type ?? null,
      confidence,
      reason: words,
    })),
  };
}
