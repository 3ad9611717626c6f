import type { Guard } from './guard.ts';
import type { AttributeType, HubObjectName } from './hub-object.ts';

/** A job as it is stored: one integration in one direction. Its connection is named by id. */
export type Job = InboundJob | OutboundJob;

interface JobBase {
  readonly id: string;
  /** Unique without letter case; 1 to 80 characters. */
  readonly name: string;
  readonly description: string;
  readonly connectionId: string;
  readonly mapping: readonly MappingEntry[];
  readonly schedule: Schedule;
  readonly notify: NotifySettings;
  /** Starts at 1 and grows by one with every saved change. */
  readonly version: number;
}

export interface InboundJob extends JobBase {
  readonly direction: 'inbound';
  readonly source: { readonly object: string; readonly filter: string };
  readonly target: { readonly object: HubObjectName };
  readonly settings: InboundSettings;
}

export interface OutboundJob extends JobBase {
  readonly direction: 'outbound';
  readonly source: { readonly object: HubObjectName; readonly filter: string };
  readonly target: OutboundTarget;
  readonly settings: OutboundSettings;
}

/** Where hub records go, and how the CRM's record of each is found. */
export interface OutboundTarget {
  /** API name of the CRM object that is written. */
  readonly object: string;
  /** The field by which a record is found: the record id, an external id or an alternate key. */
  readonly matchOn: string;
  /**
   * A reference field, such as `AccountId`, that is filled with the CRM's record of the hub record's account. Absent
   * where none is, or where a row of the mapping fills it.
   */
  readonly parent?: string;
}

interface CommonSettings {
  /** When a run stops and asks before it writes; absent = as usual. */
  readonly guard?: Guard;
}

export interface InboundSettings extends CommonSettings {
  /** Off: existing hub records get values, new ones are ignored and counted. */
  readonly allowCreate: boolean;
  /** On: of two CRM records for one hub record the more recently modified wins. Off: the row is rejected. */
  readonly resolveConflicts: boolean;
}

export interface OutboundSettings extends CommonSettings {
  /** Off: hub records that the CRM does not have are ignored and counted. */
  readonly allowCreate: boolean;
  /** Off: records that the CRM has already are ignored and counted. */
  readonly updateExisting: boolean;
  readonly emptyValues: EmptyValues;
}

/** What an attribute without a value does to its field: `leave` it as it is in the CRM, or `clear` it. */
export const emptyValueRules = ['leave', 'clear'] as const;
export type EmptyValues = (typeof emptyValueRules)[number];

/** Where one attribute's value comes from. */
export type MappingSource =
  | { readonly kind: 'field'; readonly path: string }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'formula'; readonly text: string };

export interface MappingEntry {
  readonly source: MappingSource;
  /** Name of the target attribute (inbound) or field (outbound). */
  readonly target: string;
  /** Type of the target; needed where the attribute is new. */
  readonly type?: AttributeType;
  /** Source formats for dates or numbers, tried in order. Empty or absent: the CRM's own form. */
  readonly formats?: readonly string[];
  readonly note?: string;
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** When a job runs. Times are `HH:MM` on the wall clock of the schedule's time zone. */
export type Cadence =
  /** Never by itself, or once at the given local date and time. */
  | { readonly run: 'once'; readonly date?: string; readonly at?: string }
  | { readonly run: 'minutes'; readonly every: number }
  | { readonly run: 'hourly'; readonly minute: number }
  | { readonly run: 'daily'; readonly at: string }
  | { readonly run: 'workdays'; readonly at: string }
  | { readonly run: 'weekly'; readonly on: readonly Weekday[]; readonly at: string }
  /** A day past the month's end means its last day. */
  | { readonly run: 'monthly'; readonly day: number; readonly at: string };

export const fullSyncCadences = ['never', 'daily', 'weekly', 'monthly'] as const;
export type FullSyncCadence = (typeof fullSyncCadences)[number];

export type Schedule = Cadence & {
  /** IANA name, such as Europe/Berlin. */
  readonly timezone: string;
  /** How often a scheduled run is made a full sync that also rebuilds the matches. */
  readonly fullSync: FullSyncCadence;
  readonly enabled: boolean;
  /** After how many failures in a row scheduling is disabled; 0 = never, absent = `usualDisableAfter`. */
  readonly disableAfter?: number;
};

export const usualDisableAfter = 10;
export const maxDisableAfter = 1_000;

export const notifyEvents = [
  'failed',
  'partly succeeded',
  'recovered',
  'succeeded',
  'job changed',
  'approval needed',
  'long-running',
  'schema changed',
] as const;
export type NotifyEvent = (typeof notifyEvents)[number];

/** Whether each run that fails is told, or only the first of several in a row. */
export const failureRules = ['every', 'first'] as const;
export type FailureRule = (typeof failureRules)[number];

export const digestCadences = ['never', 'daily', 'weekly'] as const;
export type DigestCadence = (typeof digestCadences)[number];

export interface NotifySettings {
  /** `#name` or a channel id; null where nothing is sent. */
  readonly channel: string | null;
  readonly on: readonly NotifyEvent[];
  /** User or group ids that are mentioned. */
  readonly mention: readonly string[];
  /** Absent = every. */
  readonly failures?: FailureRule;
  /** How often the channel gets a summary that this job is part of; absent = never. */
  readonly digest?: DigestCadence;
}
