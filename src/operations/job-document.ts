/** Jobs as code: the shape of the file, as docs and examples show it. What the parts mean is checked elsewhere. */
import { z } from 'zod';
import { attributeTypes, hubObjectNames } from '../domain/hub-object.ts';
import { digestCadences, failureRules, fullSyncCadences, notifyEvents, weekdays } from '../domain/job.ts';

/** Whatever else a connection has are settings of its connector, which checks them itself. */
export const connectionSchema = z.looseObject({ name: z.string(), connector: z.string() });

const row = z
  .strictObject({
    from: z.string().optional(),
    constant: z.string().optional(),
    formula: z.string().optional(),
    to: z.string(),
    type: z.enum(attributeTypes).optional(),
    formats: z.array(z.string()).optional(),
    note: z.string().optional(),
  })
  .superRefine(({ from, constant, formula }, context) => {
    if ([from, constant, formula].filter((source) => source !== undefined).length === 1) return;
    context.addIssue({
      code: 'custom',
      message: 'A mapping row takes one of from, constant and formula. Example: { from: Id, to: account_id }',
    });
  });

const commonOfSchedules = {
  timezone: z.string().optional(),
  fullSync: z.enum(fullSyncCadences).optional(),
  enabled: z.boolean().optional(),
  disableAfter: z.number().optional(),
};
const at = z.string();

const schedule = z.discriminatedUnion('run', [
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

const source = z.strictObject({ object: z.string(), filter: z.string().optional() });
const target = z.strictObject({ object: z.enum(hubObjectNames) });
const settings = z.strictObject({
  allowCreate: z.boolean().optional(),
  resolveConflicts: z.boolean().optional(),
});
const notify = z.strictObject({
  channel: z.string().optional(),
  on: z.array(z.enum(notifyEvents)).optional(),
  mention: z.array(z.string()).optional(),
  failures: z.enum(failureRules).optional(),
  digest: z.enum(digestCadences).optional(),
});

export const jobSchema = z.strictObject({
  name: z.string(),
  description: z.string().optional(),
  direction: z.enum(['inbound']),
  connection: z.string(),
  source,
  target,
  mapping: z.array(row).min(1),
  settings: settings.optional(),
  schedule: schedule.optional(),
  notify: notify.optional(),
});

export const fileSchema = z.strictObject({
  connections: z.array(z.unknown()).optional(),
  jobs: z.array(z.unknown()).optional(),
});

/** The names that may stand at a place; list indexes are left out of it. */
export const knownNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['', Object.keys(fileSchema.shape)],
  ['jobs', Object.keys(jobSchema.shape)],
  ['jobs.source', Object.keys(source.shape)],
  ['jobs.target', Object.keys(target.shape)],
  ['jobs.mapping', Object.keys(row.shape)],
  ['jobs.settings', Object.keys(settings.shape)],
  ['jobs.schedule', schedule.options.flatMap((option) => Object.keys(option.shape))],
  ['jobs.notify', Object.keys(notify.shape)],
]);

/** What a part looks like when it is right. */
export const examples: ReadonlyMap<string, string> = new Map([
  ['connections', '- name: Acme Salesforce'],
  ['connections.name', 'Acme Salesforce'],
  ['connections.connector', 'salesforce'],
  ['jobs', '- name: Customer accounts'],
  ['jobs.name', 'Customer accounts'],
  ['jobs.description', 'Customers and prospects, every hour'],
  ['jobs.direction', 'inbound'],
  ['jobs.connection', 'Acme Salesforce'],
  ['jobs.source', '{ object: Account }'],
  ['jobs.source.object', 'Account'],
  ['jobs.source.filter', `"Type = 'Customer'"`],
  ['jobs.target', '{ object: accounts }'],
  ['jobs.target.object', 'accounts'],
  ['jobs.mapping', '- { from: Id, to: account_id }'],
  ['jobs.mapping.from', 'Owner.Name'],
  ['jobs.mapping.constant', '"salesforce"'],
  ['jobs.mapping.formula', '"UPPER(Industry)"'],
  ['jobs.mapping.to', 'account_id'],
  ['jobs.mapping.type', 'text'],
  ['jobs.mapping.formats', '["dd/MM/yyyy"]'],
  ['jobs.settings', '{ allowCreate: true, resolveConflicts: false }'],
  ['jobs.schedule', '{ run: daily, at: "06:30", timezone: UTC }'],
  ['jobs.schedule.run', 'hourly'],
  ['jobs.schedule.every', '15'],
  ['jobs.schedule.minute', '5'],
  ['jobs.schedule.at', '"06:30"'],
  ['jobs.schedule.on', '[mon, thu]'],
  ['jobs.schedule.day', '1'],
  ['jobs.schedule.date', '"2026-12-01"'],
  ['jobs.schedule.timezone', 'Europe/Berlin'],
  ['jobs.schedule.fullSync', 'daily'],
  ['jobs.schedule.enabled', 'true'],
  ['jobs.schedule.disableAfter', '10'],
  ['jobs.notify', '{ channel: "#crm-syncs", on: [failed] }'],
  ['jobs.notify.channel', '"#crm-syncs"'],
  ['jobs.notify.on', '[failed, recovered]'],
  ['jobs.notify.mention', '[U0123ABCD]'],
  ['jobs.notify.failures', 'first'],
  ['jobs.notify.digest', 'weekly'],
]);

export type JobDocument = z.output<typeof jobSchema>;
export type RowDocument = z.output<typeof row>;
