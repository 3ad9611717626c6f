/** In the order in which they can be inserted: what a record points to stands before it. */
export const sampleObjects = [
  'User',
  'Account',
  'Contact',
  'Opportunity',
  'Task',
  'Event',
  'AccountTeamMember',
  'Case',
] as const;
export type SampleObject = (typeof sampleObjects)[number];

/** Numbers are their digits as text, as in the org. */
export type SampleValue = string | boolean | null;

/** Another record of the sample, by its place among those of its object. */
export interface SampleReference {
  readonly object: SampleObject;
  readonly index: number;
}

/** A record before the org has given it an id. */
export interface SampleRecord {
  readonly values: Readonly<Record<string, SampleValue>>;
  /** By the name of the reference field: `AccountId`. One to the same object points to an earlier record. */
  readonly references: Readonly<Record<string, SampleReference>>;
}

export type SampleRecords = Readonly<Record<SampleObject, readonly SampleRecord[]>>;

export const refer = (object: SampleObject, index: number): SampleReference => ({ object, index });
