import { defaultTarget } from './default-target.ts';
import { changeMapping } from './draft-mapping.ts';
import type { MappingChange } from './draft-mapping.ts';
import { newDraft, usedRows } from './draft.ts';
import type { DraftRow, DraftSchedule, InboundDraft, JobDraft, OutboundDraft } from './draft.ts';
import { UserError } from './errors.ts';
import { hubObjects } from './hub-object.ts';
import type { HubObjectName } from './hub-object.ts';
import type { InboundSettings, NotifySettings, OutboundSettings, OutboundTarget } from './job.ts';

/** The one language in which jobs are changed. What is absent stays as it is. */
export type JobPatch = InboundPatch | OutboundPatch;

interface PatchBase {
  readonly name?: string;
  readonly description?: string;
  readonly connectionId?: string;
  readonly mapping?: readonly MappingChange[];
  readonly schedule?: DraftSchedule;
  readonly notify?: Partial<NotifySettings>;
}

/** Without a direction it goes with drafts of both, as long as it names nothing that only imports have. */
export interface InboundPatch extends PatchBase {
  readonly direction?: 'inbound';
  readonly source?: { readonly object?: string; readonly filter?: string };
  readonly target?: { readonly object?: HubObjectName };
  readonly settings?: Partial<InboundSettings>;
}

export interface OutboundPatch extends PatchBase {
  readonly direction: 'outbound';
  readonly source?: { readonly object?: HubObjectName; readonly filter?: string };
  readonly target?: OutboundTargetPatch;
  readonly settings?: Partial<OutboundSettings>;
}

export interface OutboundTargetPatch extends Pick<Partial<OutboundTarget>, 'object' | 'matchOn'> {
  /** null: nothing is filled with the account's record. */
  readonly parent?: string | null;
}

/**
 * The draft with the patch in it. Parts that the patch does not name stay, with these exceptions: another direction
 * takes all but name, description, connection, schedule and notifications. Another source object takes the filter, the
 * rows that read fields, and the target; another target takes the names that it does not have, and of an export the
 * field to match on and the parent. What the same patch says about them counts.
 *
 * @throws UserError where the patch names a mapping row that is not there, or what drafts of its direction do not have.
 */
export function applyPatch(draft: InboundDraft, patch: InboundPatch): InboundDraft;
export function applyPatch(draft: JobDraft, patch: InboundPatch & { direction: 'inbound' }): InboundDraft;
export function applyPatch(draft: JobDraft, patch: OutboundPatch): OutboundDraft;
export function applyPatch(draft: JobDraft, patch: JobPatch): JobDraft;
export function applyPatch(draft: JobDraft, patch: JobPatch): JobDraft {
  const direction = patch.direction ?? draft.direction;
  const turned = direction === draft.direction ? draft : turnedTo(draft, direction);
  const changed = changedParts(turned, patch);
  return { ...changed, validated: draft.validated && isMeantAlike(changed, draft) };
}

function changedParts(draft: JobDraft, patch: JobPatch): JobDraft {
  if (draft.direction === 'inbound') {
    // One without a direction counts for both.
    if (patch.direction !== 'outbound') return changedInbound(draft, patch);
    throw new Error('The draft was not turned to the direction of the patch');
  }
  return changedOutbound(draft, patch.direction === 'outbound' ? patch : asOutbound(patch));
}

function turnedTo(draft: JobDraft, direction: JobDraft['direction']): JobDraft {
  const { id, version, name, description, connectionId, schedule, notify } = draft;
  return {
    ...newDraft(id, direction),
    version,
    ...given({ name, description, connectionId }),
    schedule,
    notify,
  };
}

function asOutbound({
  source,
  target,
  settings,
  direction: _direction,
  ...rest
}: InboundPatch): OutboundPatch {
  const isOfBoth =
    source?.object === undefined && target?.object === undefined && settings?.resolveConflicts === undefined;
  if (isOfBoth) return { ...rest, direction: 'outbound', ...given({ source: filterOf(source), settings }) };
  throw new UserError('This draft exports data by now. Close this and open it again.', {
    code: 'outbound_draft',
  });
}

function filterOf(source: InboundPatch['source']): OutboundPatch['source'] {
  return source?.filter === undefined ? undefined : { filter: source.filter };
}

/** What drafts of both directions have. */
type CommonParts = Pick<JobDraft, 'name' | 'description' | 'connectionId' | 'schedule' | 'notify'>;

function changedCommon({ schedule, notify }: JobDraft, patch: JobPatch): Partial<CommonParts> {
  const { name, description, connectionId } = patch;
  return {
    ...given({ name: name?.trim(), description: description?.trim(), connectionId }),
    schedule: { ...schedule, ...given(patch.schedule) },
    notify: { ...notify, ...given(patch.notify) },
  };
}

function changedInbound(draft: InboundDraft, patch: InboundPatch): InboundDraft {
  const based = withTarget(withSource(draft, patch.source?.object), patch.target?.object);
  const keys = based.target.object === undefined ? [] : hubObjects[based.target.object].keys;
  return {
    ...based,
    ...changedCommon(draft, patch),
    source: { ...based.source, ...given({ filter: patch.source?.filter }) },
    mapping: changedMapping(based.mapping, patch.mapping, keys),
    settings: { ...based.settings, ...given(patch.settings) },
  };
}

function changedOutbound(draft: OutboundDraft, patch: OutboundPatch): OutboundDraft {
  const based = withDestination(withHubObject(draft, patch.source?.object), patch.target?.object);
  return {
    ...based,
    ...changedCommon(draft, patch),
    source: { ...based.source, ...given({ filter: patch.source?.filter }) },
    target: changedTarget(based.target, patch.target ?? {}),
    // What has to be filled is the CRM's to say, and told by the check of the mapping.
    mapping: changedMapping(based.mapping, patch.mapping, []),
    settings: { ...based.settings, ...given(patch.settings) },
  };
}

function changedMapping(
  mapping: readonly DraftRow[],
  changes: readonly MappingChange[] = [],
  keys: readonly string[],
): readonly DraftRow[] {
  return changes.reduce((rows, change) => changeMapping(rows, change, keys), mapping);
}

function changedTarget(
  { parent, ...target }: OutboundDraft['target'],
  patch: OutboundTargetPatch,
): OutboundDraft['target'] {
  const kept = patch.parent === undefined ? parent : (patch.parent ?? undefined);
  return { ...target, ...given({ matchOn: patch.matchOn, parent: kept }) };
}

function withHubObject(draft: OutboundDraft, object: HubObjectName | undefined): OutboundDraft {
  const { source } = draft;
  if (object === undefined || object === source.object) return draft;
  if (source.object === undefined) return { ...draft, source: { ...source, object } };
  return { ...draft, source: { object }, target: {}, mapping: [] };
}

function withDestination(draft: OutboundDraft, object: string | undefined): OutboundDraft {
  const before = draft.target.object;
  if (object === undefined || object === before) return draft;
  if (before === undefined) return { ...draft, target: { ...draft.target, object } };
  return { ...draft, target: { object }, mapping: draft.mapping.map(withoutTarget) };
}

function withSource(draft: InboundDraft, object: string | undefined): InboundDraft {
  const { source, target } = draft;
  if (object === undefined || object === source.object) return draft;
  if (source.object === undefined) {
    const usual = { ...draft, source: { ...source, object } };
    return target.object === undefined ? withTarget(usual, defaultTarget(object)) : usual;
  }
  const mapping = draft.mapping.filter((row) => row.source.kind === 'constant');
  return withTarget({ ...draft, source: { object }, mapping }, defaultTarget(object));
}

function withTarget(draft: InboundDraft, object: HubObjectName | undefined): InboundDraft {
  const before = draft.target.object;
  if (object === undefined || object === before) return draft;
  const mapping =
    before === undefined
      ? draft.mapping
      : draft.mapping.map((row) => (canStay(row, object) ? withKeysUsed(row, object) : withoutTarget(row)));
  return { ...draft, target: { object }, mapping };
}

function withoutTarget({ auto: _auto, ...row }: DraftRow): DraftRow {
  return { ...row, target: '' };
}

/** What could be skipped for the target before may be a key of this one. */
function withKeysUsed(row: DraftRow, object: HubObjectName): DraftRow {
  if (row.skipped !== true || !hubObjects[object].keys.includes(row.target)) return row;
  const { skipped: _skipped, ...used } = row;
  return used;
}

/** A row that says its type makes a new attribute wherever there is none of that name. */
function canStay(row: DraftRow, object: HubObjectName): boolean {
  return row.type !== undefined || hubObjects[object].attributes.some(({ name }) => name === row.target);
}

/** Whether "Validate mapping" would find the same in both of them. */
export function isMeantAlike(one: JobDraft, other: JobDraft): boolean {
  return meaningOf(one) === meaningOf(other);
}

/** All that "Validate mapping" looks at; the order of the rows and their notes are not among it. */
function meaningOf(draft: JobDraft): string {
  const { direction, connectionId, source } = draft;
  const rows = usedRows(draft).map(({ source, target, type, formats = [] }) =>
    JSON.stringify([Object.entries(source), target, type ?? null, formats]),
  );
  const target =
    draft.direction === 'inbound'
      ? [draft.target.object]
      : [draft.target.object, draft.target.matchOn, draft.target.parent];
  return JSON.stringify([
    direction,
    connectionId ?? null,
    source.object ?? null,
    source.filter ?? '',
    target.map((part) => part ?? null),
    rows.sort(),
  ]);
}

/** Without what is undefined, which would overwrite. */
function given<Parts extends object>(parts: Parts | undefined): Partial<Parts> {
  const entries = Object.entries(parts ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Parts>;
}
