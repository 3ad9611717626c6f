/** Jobs as code: the shape of the file, as docs and examples show it. What the parts mean is checked elsewhere. */
import { z } from 'zod';
import { attributeTypes, hubObjectNames } from '../domain/hub-object.ts';
import {
  digestCadences,
  emptyValueRules,
  failureRules,
  fullSyncCadences,
  notifyEvents,
  weekdays,
} from '../domain/job.ts';

/** Whatever else a connection has are settings of its connector, which checks them itself. */
export const connectionSchema = z.looseObject({ name: z.string(), connector: z.string() });

interface RowSources {
  readonly from?: string;
  readonly constant?: string;
  readonly formula?: string;
}

const commonOfRows = {
  from: z.string().optional(),
  constant: z.string().optional(),
  formula: z.string().optional(),
  to: z.string(),
  formats: z.array(z.string()).optional(),
  note: z.string().optional(),
};
const oneSource =
  (example: string) =>
  ({ from, constant, formula }: RowSources, context: z.RefinementCtx): void => {
    if ([from, constant, formula].filter((source) => source !== undefined).length === 1) return;
    const message = `A mapping row takes one of from, constant and formula. Example: ${example}`;
    context.addIssue({ code: 'custom', message });
  };
const inboundRow = z
  .strictObject({ ...commonOfRows, type: z.enum(attributeTypes).optional() })
  .superRefine(oneSource('{ from: Id, to: account_id }'));
const outboundRow = z.strictObject(commonOfRows).superRefine(oneSource('{ from: account_id, to: Id }'));

const at = z.string();

function schedules<Common extends z.ZodRawShape>(commonOfSchedules: Common) {
  return z.discriminatedUnion('run', [
    z.strictObject({
      run: z.literal('once'),
      date: z.string().optional(),
      at: at.optional(),
      ...commonOfSchedules,
    }),
    z.strictObject({ run: z.literal('minutes'), every: z.number(), ...commonOfSchedules }),
    z.strictObject({ run: z.literal('hourly'), minute: z.number(), ...commonOfSchedules }),
    z.strictObject({ run: z.literal('daily'), at, ...commonOfSchedules }),
    z.strictObject({ run: z.literal('workdays'), at, ...commonOfSchedules }),
    z.strictObject({ run: z.literal('weekly'), on: z.array(z.enum(weekdays)), at, ...commonOfSchedules }),
    z.strictObject({ run: z.literal('monthly'), day: z.number(), at, ...commonOfSchedules }),
  ]);
}

const commonOfSchedules = {
  timezone: z.string().optional(),
  enabled: z.boolean().optional(),
  disableAfter: z.number().optional(),
};
const inboundSchedule = schedules({ ...commonOfSchedules, fullSync: z.enum(fullSyncCadences).optional() });
/** The hub is the source: there is nothing that a full sync would find out. */
const outboundSchedule = schedules(commonOfSchedules);

const notify = z.strictObject({
  channel: z.string().optional(),
  on: z.array(z.enum(notifyEvents)).optional(),
  mention: z.array(z.string()).optional(),
  failures: z.enum(failureRules).optional(),
  digest: z.enum(digestCadences).optional(),
});

const commonOfJobs = {
  name: z.string(),
  description: z.string().optional(),
  connection: z.string(),
  notify: notify.optional(),
};
const filter = z.string().optional();
const guardSchema = z.strictObject({
  share: z.number().optional(),
  atLeast: z.number().optional(),
  expiresAfterHours: z.number().optional(),
});
/** YAML 1.1 takes `off` for false. */
const off = z.union([z.literal('off'), z.literal(false)]).transform(() => 'off' as const);
const guard = z.union([off, guardSchema]).optional();

const inbound = {
  source: z.strictObject({ object: z.string(), filter }),
  target: z.strictObject({ object: z.enum(hubObjectNames) }),
  settings: z.strictObject({
    allowCreate: z.boolean().optional(),
    resolveConflicts: z.boolean().optional(),
    guard,
  }),
};
const outbound = {
  source: z.strictObject({ object: z.enum(hubObjectNames), filter }),
  target: z.strictObject({ object: z.string(), matchOn: z.string(), parent: z.string().optional() }),
  settings: z.strictObject({
    allowCreate: z.boolean().optional(),
    updateExisting: z.boolean().optional(),
    emptyValues: z.enum(emptyValueRules).optional(),
    guard,
  }),
};

export const inboundSchema = z.strictObject({
  ...commonOfJobs,
  direction: z.literal('inbound'),
  source: inbound.source,
  target: inbound.target,
  mapping: z.array(inboundRow).min(1),
  settings: inbound.settings.optional(),
  schedule: inboundSchedule.optional(),
});

export const outboundSchema = z.strictObject({
  ...commonOfJobs,
  direction: z.literal('outbound'),
  source: outbound.source,
  target: outbound.target,
  mapping: z.array(outboundRow).min(1),
  settings: outbound.settings.optional(),
  schedule: outboundSchedule.optional(),
});

/** What tells the two apart; whatever it is, the rest is read by one of them. */
export const directionSchema = z.looseObject({ direction: z.enum(['inbound', 'outbound']) });

export const fileSchema = z.strictObject({
  connections: z.array(z.unknown()).optional(),
  jobs: z.array(z.unknown()).optional(),
});

/** The names that may stand at a place of a job's; list indexes are left out of it. */
export const namesAt = {
  inbound: namesOf({ job: inboundSchema, ...inbound, row: inboundRow, schedule: inboundSchedule }),
  outbound: namesOf({ job: outboundSchema, ...outbound, row: outboundRow, schedule: outboundSchedule }),
} as const;

interface Shaped {
  readonly shape: object;
}

function namesOf(
  parts: Readonly<Record<'job' | 'source' | 'target' | 'settings' | 'row', Shaped>> & {
    readonly schedule: { readonly options: readonly Shaped[] };
  },
): ReadonlyMap<string, readonly string[]> {
  return new Map([
    ['', Object.keys(fileSchema.shape)],
    ['jobs', Object.keys(parts.job.shape)],
    ['jobs.source', Object.keys(parts.source.shape)],
    ['jobs.target', Object.keys(parts.target.shape)],
    ['jobs.mapping', Object.keys(parts.row.shape)],
    ['jobs.settings', Object.keys(parts.settings.shape)],
    ['jobs.settings.guard', Object.keys(guardSchema.shape)],
    ['jobs.schedule', parts.schedule.options.flatMap(({ shape }) => Object.keys(shape))],
    ['jobs.notify', Object.keys(notify.shape)],
  ]);
}

export type JobDocument = z.output<typeof inboundSchema> | z.output<typeof outboundSchema>;
export type RowDocument = JobDocument['mapping'][number];
