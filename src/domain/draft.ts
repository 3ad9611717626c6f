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
  Job,
  MappingEntry,
  NotifySettings,
  OutboundJob,
  OutboundSettings,
  OutboundTarget,
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
  readonly disableAfter?: number;
}

/** Parts that nobody has decided on yet are absent. */
export type JobDraft = InboundDraft | OutboundDraft;

interface DraftBase {
  /** Of the job that it becomes. */
  readonly id: string;
  /** Of the job that is being edited; 1 for a new one. */
  readonly version: number;
  readonly name?: string;
  readonly description?: string;
  readonly connectionId?: string;
  /** A row whose target is empty fills nothing yet. */
  readonly mapping: readonly DraftRow[];
  readonly schedule: DraftSchedule;
  readonly notify: Partial<NotifySettings>;
  /** Whether the mapping was found to be right, and nothing that it is checked by changed since. */
  readonly validated: boolean;
}

export interface InboundDraft extends DraftBase {
  readonly direction: 'inbound';
  readonly source: { readonly object?: string; readonly filter?: string };
  readonly target: { readonly object?: HubObjectName };
  readonly settings: Partial<InboundSettings>;
}

export interface OutboundDraft extends DraftBase {
  readonly direction: 'outbound';
  readonly source: { readonly object?: HubObjectName; readonly filter?: string };
  readonly target: Partial<OutboundTarget>;
  readonly settings: Partial<OutboundSettings>;
}

/** A draft in which nothing is decided on. */
export function newDraft(id: string): InboundDraft;
export function newDraft<Direction extends JobDraft['direction']>(
  id: string,
  direction: Direction,
): Extract<JobDraft, { direction: Direction }>;
export function newDraft(id: string, direction: JobDraft['direction'] = 'inbound'): JobDraft {
  return {
    id,
    version: 1,
    direction,
    source: {},
    target: {},
    mapping: [],
    settings: {},
    schedule: {},
    notify: {},
    validated: false,
  };
}

/** @throws UserError `outbound_draft` where somebody made it a draft of a job that exports data. */
export function requireInbound(draft: JobDraft): InboundDraft {
  if (draft.direction === 'inbound') return draft;
  throw new UserError('This draft exports data by now. Close this and open it again.', {
    code: 'outbound_draft',
  });
}

/** @throws UserError `inbound_draft` where somebody made it a draft of a job that imports data. */
export function requireOutbound(draft: JobDraft): OutboundDraft {
  if (draft.direction === 'outbound') return draft;
  throw new UserError('This draft imports data by now. Close this and open it again.', {
    code: 'inbound_draft',
  });
}

/** What a new job does where nobody says otherwise. */
export const defaultSettings: InboundSettings = { allowCreate: true, resolveConflicts: false };
/** Records come into a CRM only where somebody asks for it, and what the hub does not know stays as it is there. */
export const defaultOutboundSettings: OutboundSettings = {
  allowCreate: false,
  updateExisting: true,
  emptyValues: 'leave',
};
export const defaultCadence: Cadence = { run: 'once' };
export const defaultTimezone = 'UTC';

/**
 * Frequent runs are incremental, and what those cannot see (calculated fields, records that were deleted for good)
 * wants a full sync now and then.
 */
export function defaultFullSync({ run }: Cadence): FullSyncCadence {
  return run === 'minutes' || run === 'hourly' ? 'daily' : 'never';
}

export function fromJob(job: InboundJob): InboundDraft;
export function fromJob(job: OutboundJob): OutboundDraft;
export function fromJob(job: Job): JobDraft;
export function fromJob(job: Job): JobDraft {
  const { mapping, schedule, ...rest } = job;
  const { timezone, fullSync, enabled, disableAfter, ...cadence } = schedule;
  return {
    ...rest,
    mapping: toRows(mapping),
    schedule: { cadence, timezone, fullSync, enabled, disableAfter },
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
export function toJob(draft: InboundDraft): InboundJob;
export function toJob(draft: OutboundDraft): OutboundJob;
export function toJob(draft: JobDraft): Job;
export function toJob(draft: JobDraft): Job {
  const { id, version, description = '', notify } = draft;
  const base = {
    id,
    version,
    name: present(draft.name, 'name'),
    description,
    connectionId: present(draft.connectionId, 'connection'),
  };
  const rest = {
    mapping: usedRows(draft).map(toEntry),
    schedule: scheduleOf(draft.schedule),
    notify: {
      ...notify,
      channel: notify.channel ?? null,
      on: notify.on ?? [],
      mention: notify.mention ?? [],
    },
  };
  const filter = draft.source.filter ?? '';
  switch (draft.direction) {
    case 'inbound':
      return {
        ...base,
        direction: draft.direction,
        source: { object: present(draft.source.object, 'source object'), filter },
        target: { object: present(draft.target.object, 'target object') },
        ...rest,
        settings: { ...defaultSettings, ...draft.settings },
      };
    case 'outbound':
      break;
  }
  const { object, matchOn, parent } = draft.target;
  return {
    ...base,
    direction: draft.direction,
    source: { object: present(draft.source.object, 'source object'), filter },
    target: {
      object: present(object, 'target object'),
      matchOn: present(matchOn, 'field to match on'),
      ...(parent === undefined ? {} : { parent }),
    },
    ...rest,
    // There is nothing that it could reconcile: the hub is the source.
    schedule: { ...rest.schedule, fullSync: 'never' },
    settings: { ...defaultOutboundSettings, ...draft.settings },
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
  disableAfter,
}: DraftSchedule): Schedule {
  const rest = disableAfter === undefined ? {} : { disableAfter };
  return { ...cadence, timezone, fullSync, enabled, ...rest };
}

function present<Value>(value: Value | undefined, what: string): Value {
  if (value !== undefined) return value;
  throw new UserError(`This job has no ${what} yet. Choose one before you save it.`, {
    code: 'draft_incomplete',
  });
}
