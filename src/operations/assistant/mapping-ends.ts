/** What mappings of a draft are suggested between, and whether one can be. */
import type { MappingContext } from '../../assistant/assistant.ts';
import type { MappingEntry } from '../../domain/job.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import type { AttributeType } from '../../domain/hub-object.ts';
import { checkMapping } from '../../domain/mapping/check.ts';
import { checkOutboundEntry } from '../../domain/outbound/check.ts';
import type { OutboundDraft } from '../../domain/draft.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { askCrm } from '../drafts/ask-crm.ts';
import { autoMapInput } from '../drafts/choose-fields.ts';
import { destinationOf, sentRecords } from '../drafts/outbound/ends.ts';
import { hubRecords } from '../drafts/outbound/hub-selection.ts';
import { sourceOf } from '../drafts/own-draft.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

export interface MappingEnds {
  readonly context: MappingContext;
  /** A pair of the assistant as a row of the draft reads and fills; null where a draft of its direction has no such row. */
  readonly pairOf: (pair: ProposedPair) => ProposedPair | null;
  /** Whether a row may read and fill this. */
  readonly fits: (entry: MappingEntry) => boolean;
}

export interface ProposedPair {
  readonly source: string;
  readonly target: string | null;
  /** Of an attribute that would be new. */
  readonly type: AttributeType | null;
}

/** @throws UserError, RetryableError, FatalError where the CRM cannot be asked. */
export async function mappingEnds(
  deps: OperationDeps,
  context: OperationContext,
  { id, draft }: StoredDraft,
): Promise<MappingEnds> {
  if (draft.direction === 'outbound') return await outboundEnds(deps, context, draft);
  const { connectionId, object, target } = sourceOf(draft);
  const paths = draft.mapping.flatMap(({ source }) =>
    source.kind === 'field' && source.path !== '' ? [source.path] : [],
  );
  const fields = [...new Set(paths)];
  const schema = await askCrm(deps, connectionId, (client) => client.loadSchema(object, fields));
  const { attributes, earlier = [] } = await autoMapInput(deps, { schema, target, except: id });
  const hubObject = hubObjects[target];
  return {
    context: { purpose: 'mapping', schema, fields, target: hubObject, attributes, earlier },
    pairOf(pair) {
      const isKnown = attributes.some(({ name }) => name === pair.target);
      return isKnown ? { ...pair, type: null } : pair;
    },
    fits(entry) {
      const { problems } = checkMapping({ object: hubObject, attributes, schema, mapping: [entry] });
      return !problems.some(({ row, severity }) => row !== null && severity === 'error');
    },
  };
}

/** The assistant is asked what the CRM's fields are in the hub; an export reads it the other way round. */
async function outboundEnds(
  deps: OperationDeps,
  context: OperationContext,
  draft: OutboundDraft,
): Promise<MappingEnds> {
  const { connectionId, target } = destinationOf(draft);
  const sent = { ...sentRecords(draft), filter: '' };
  const { attributes, schema: hub } = await hubRecords(deps, context, sent);
  const crm = await askCrm(deps, connectionId, (client) => client.loadSchema(target.object, []));
  const object = hubObjects[sent.object];
  const input = { object, hub, crm, target, settings: draft.settings };
  const fields = crm.object.fields
    .filter(({ createable, updateable, type }) => (createable || updateable) && type !== 'reference')
    .map(({ name }) => name);
  return {
    context: { purpose: 'mapping', schema: crm, fields, target: object, attributes },
    pairOf: ({ source, target: attribute, type }) =>
      attribute === null || type !== null ? null : { source: attribute, target: source, type: null },
    fits: (entry) =>
      !checkOutboundEntry(entry, { ...input, mapping: [entry] }).some(({ severity }) => severity === 'error'),
  };
}
