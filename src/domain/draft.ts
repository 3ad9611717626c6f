/**
 * A job being edited. The wizard, the assistant and a YAML file all change it by the same patches
 * (draft-patch.ts), are told of its problems by the same check (draft-check.ts), and only a draft without
 * problems becomes a Job.
 */
import { UserError } from './errors.ts';
import type { HubObjectName } from './hub-object.ts';
import type {
  Cadence,
  FullSyncCadence,
  InboundJob,
  InboundSettings,
  MappingEntry,
  NotifySettings,
  Schedule,
} from './job.ts';

/** A mapping entry that can be pointed at while others come, go and move. */
export interface DraftRow extends MappingEntry {
  /** Unique within the draft. */
  readonly id: string;
  /** Left out of the job; it stays here, so that it can be taken back. */
  readonly skipped?: boolean;
  /** How auto-mapping came to it; gone once a person decides otherwise. */
  readonly auto?: AutoMapped;
}

export interface AutoMapped {
  /** 0 to 1. */
  readonly confidence: number;
  /** The reason as a sentence. */
  readonly words: string;
}

export interface DraftSchedule {
  readonly cadence?: Cadence;
  readonly timezone?: string;
  readonly fullSync?: FullSyncCadence;
  readonly enabled?: boolean;
}

/** Parts that nobody has decided on yet are absent. */
export interface JobDraft {
  /** Of the job that it becomes. */
  readonly id: string;
  /** Of the job that is being edited; 1 for a new one. */
  readonly version: number;
  readonly name?: string;
  readonly description?: string;
  readonly connectionId?: string;
  readonly source: { readonly object?: string; readonly filter?: string };
  readonly target: { readonly object?: HubObjectName };
  /** A row whose target is empty has no attribute yet. */
  readonly mapping: readonly DraftRow[];
  readonly settings: Partial<InboundSettings>;
  readonly schedule: DraftSchedule;
  readonly notify: Partial<NotifySettings>;
  /** Whether the mapping was found to be right, and neither fields nor filter nor mapping changed since. */
  readonly validated: boolean;
}

export function newDraft(id: string): JobDraft {
  return {
    id,
    version: 1,
    source: {},
    target: {},
    mapping: [],
    settings: {},
    schedule: {},
    notify: {},
    validated: false,
  };
}

/** What a new job does where nobody says otherwise. */
export const defaultSettings: InboundSettings = { allowCreate: true, resolveConflicts: false };
export const defaultCadence: Cadence = { run: 'once' };
export const defaultTimezone = 'UTC';

/**
 * Frequent runs are incremental, and what those cannot see (calculated fields, records that were deleted for good)
 * wants a full sync now and then.
 */
export function defaultFullSync({ run }: Cadence): FullSyncCadence {
  return run === 'minutes' || run === 'hourly' ? 'daily' : 'never';
}

export function fromJob(job: InboundJob): JobDraft {
  const { id, version, name, description, connectionId, source, target, settings, notify } = job;
  const { timezone, fullSync, enabled, ...cadence } = job.schedule;
  return {
    id,
    version,
    name,
    description,
    connectionId,
    source,
    target,
    mapping: toRows(job.mapping),
    settings,
    schedule: { cadence, timezone, fullSync, enabled },
    notify,
    validated: true,
  };
}

/** Mapping entries as rows of a draft that has no others. */
export function toRows(mapping: readonly MappingEntry[]): DraftRow[] {
  return mapping.map((entry, index) => ({ id: String(index + 1), ...entry }));
}

/**
 * The job that a draft describes. Call it for a draft that `checkDraft` found no error in; of all that could be
 * wrong, only what is missing is noticed here.
 *
 * @throws UserError `draft_incomplete`.
 */
export function toJob(draft: JobDraft): InboundJob {
  const { id, version, description = '', settings, schedule, notify } = draft;
  return {
    id,
    version,
    name: present(draft.name, 'name'),
    description,
    connectionId: present(draft.connectionId, 'connection'),
    direction: 'inbound',
    source: { object: present(draft.source.object, 'source object'), filter: draft.source.filter ?? '' },
    target: { object: present(draft.target.object, 'target object') },
    mapping: usedRows(draft).map(toEntry),
    settings: { ...defaultSettings, ...settings },
    schedule: scheduleOf(schedule),
    notify: { channel: notify.channel ?? null, on: notify.on ?? [], mention: notify.mention ?? [] },
  };
}

/** The rows that are not skipped. */
export function usedRows({ mapping }: Pick<JobDraft, 'mapping'>): DraftRow[] {
  return mapping.filter(({ skipped }) => skipped !== true);
}

function toEntry({ source, target, type, formats, note }: DraftRow): MappingEntry {
  return {
    source,
    target,
    ...(type === undefined ? {} : { type }),
    ...(formats === undefined ? {} : { formats }),
    ...(note === undefined ? {} : { note }),
  };
}

/** The schedule with the usual in place of what nobody has decided on. */
export function scheduleOf({
  cadence = defaultCadence,
  timezone = defaultTimezone,
  fullSync = defaultFullSync(cadence),
  enabled = true,
}: DraftSchedule): Schedule {
  return { ...cadence, timezone, fullSync, enabled };
}

function present<Value>(value: Value | undefined, what: string): Value {
  if (value !== undefined) return value;
  throw new UserError(`This job has no ${what} yet. Choose one before you save it.`, {
    code: 'draft_incomplete',
  });
}
