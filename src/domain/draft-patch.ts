import { defaultTarget } from './default-target.ts';
import { changeMapping } from './draft-mapping.ts';
import type { MappingChange } from './draft-mapping.ts';
import { usedRows } from './draft.ts';
import type { DraftRow, DraftSchedule, JobDraft } from './draft.ts';
import { hubObjects } from './hub-object.ts';
import type { HubObjectName } from './hub-object.ts';
import type { InboundSettings, NotifySettings } from './job.ts';

/** The one language in which jobs are changed. What is absent stays as it is. */
export interface JobPatch {
  readonly name?: string;
  readonly description?: string;
  readonly connectionId?: string;
  readonly source?: { readonly object?: string; readonly filter?: string };
  readonly target?: { readonly object?: HubObjectName };
  readonly mapping?: readonly MappingChange[];
  readonly settings?: Partial<InboundSettings>;
  readonly schedule?: DraftSchedule;
  readonly notify?: Partial<NotifySettings>;
}

/**
 * The draft with the patch in it. Parts that the patch does not name stay, with these exceptions: another source
 * object takes with it the filter, the rows that read fields, and the target; another target takes the names of
 * attributes that it does not have. What the same patch says about them counts.
 *
 * @throws UserError where the patch names a mapping row that is not there.
 */
export function applyPatch(draft: JobDraft, patch: JobPatch): JobDraft {
  const { name, description, connectionId } = patch;
  const based = withTarget(withSource(draft, patch.source?.object), patch.target?.object);
  const changed: JobDraft = {
    ...based,
    ...given({ name: name?.trim(), description: description?.trim(), connectionId }),
    source: { ...based.source, ...given({ filter: patch.source?.filter }) },
    mapping: changedMapping(based, patch.mapping ?? []),
    settings: { ...based.settings, ...given(patch.settings) },
    schedule: { ...based.schedule, ...given(patch.schedule) },
    notify: { ...based.notify, ...given(patch.notify) },
  };
  return { ...changed, validated: draft.validated && isMeantAlike(changed, draft) };
}

function changedMapping(
  { mapping, target }: JobDraft,
  changes: readonly MappingChange[],
): readonly DraftRow[] {
  const keys = target.object === undefined ? [] : hubObjects[target.object].keys;
  return changes.reduce((rows, change) => changeMapping(rows, change, keys), mapping);
}

function withSource(draft: JobDraft, object: string | undefined): JobDraft {
  const { source, target } = draft;
  if (object === undefined || object === source.object) return draft;
  if (source.object === undefined) {
    const usual = { ...draft, source: { ...source, object } };
    return target.object === undefined ? withTarget(usual, defaultTarget(object)) : usual;
  }
  const mapping = draft.mapping.filter((row) => row.source.kind === 'constant');
  return withTarget({ ...draft, source: { object }, mapping }, defaultTarget(object));
}

function withTarget(draft: JobDraft, object: HubObjectName | undefined): JobDraft {
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
  const { connectionId, source, target } = draft;
  const rows = usedRows(draft).map(({ source, target, type, formats = [] }) =>
    JSON.stringify([Object.entries(source), target, type ?? null, formats]),
  );
  return JSON.stringify([
    connectionId ?? null,
    source.object ?? null,
    source.filter ?? '',
    target.object ?? null,
    rows.sort(),
  ]);
}

/** Without what is undefined, which would overwrite. */
function given<Parts extends object>(parts: Parts | undefined): Partial<Parts> {
  const entries = Object.entries(parts ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Parts>;
}
