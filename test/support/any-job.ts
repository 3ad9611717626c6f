/** Jobs with everything in them, for properties. */
import * as fc from 'fast-check';
import type { Guard } from '../../src/domain/guard.ts';
import { attributeTypes, hubObjectNames } from '../../src/domain/hub-object.ts';
import {
  digestCadences,
  emptyValueRules,
  failureRules,
  fullSyncCadences,
  notifyEvents,
  weekdays,
} from '../../src/domain/job.ts';
import type { Cadence, InboundJob, MappingEntry, OutboundJob } from '../../src/domain/job.ts';

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const date = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

const anyGuard: fc.Arbitrary<Guard> = fc.oneof(
  fc.constant('off' as const),
  fc.record(
    {
      share: fc.integer({ min: 1, max: 100 }),
      atLeast: fc.integer({ min: 1, max: 1_000_000 }),
      expiresAfterHours: fc.integer({ min: 1, max: 720 }),
    },
    { requiredKeys: [] },
  ),
);

export const anyCadence: fc.Arbitrary<Cadence> = fc.oneof(
  fc.constant({ run: 'once' as const }),
  fc.record({ run: fc.constant('once' as const), date, at: time }),
  fc.record({ run: fc.constant('minutes' as const), every: fc.integer({ min: 1, max: 1_440 }) }),
  fc.record({ run: fc.constant('hourly' as const), minute: fc.integer({ min: 0, max: 59 }) }),
  fc.record({ run: fc.constant('daily' as const), at: time }),
  fc.record({ run: fc.constant('workdays' as const), at: time }),
  fc.record({
    run: fc.constant('weekly' as const),
    on: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    at: time,
  }),
  fc.record({ run: fc.constant('monthly' as const), day: fc.integer({ min: 1, max: 31 }), at: time }),
);

/** What YAML, JSON and people stumble over. */
const awkward = fc.constantFrom(
  ...Array.from('\n\t\'"\\#:-${}[],&*!|>%@`~ '),
  ...(['- ', ': ', '${X}', 'null', 'true', '0x1F', '1e3', '007', '06:30', '2026-01-01', '---'] as const),
  ...(['💥', 'é', '\u2028'] as const),
);
export const anyText = fc
  .array(fc.oneof(awkward, fc.string({ maxLength: 5, unit: 'grapheme' })), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));
/** Without line ends and other control characters, and without blanks around it. */
export const anyName = anyText
  .map((text) => text.replaceAll(/\p{Cc}/gu, ' ').trim())
  .filter((text) => text !== '' && text.length <= 80);

export const anyEntry: fc.Arbitrary<MappingEntry> = fc.record(
  {
    source: fc.oneof(
      fc.record({ kind: fc.constant('field' as const), path: anyText }),
      fc.record({ kind: fc.constant('constant' as const), value: anyText }),
      fc.record({ kind: fc.constant('formula' as const), text: anyText }),
    ),
    target: fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/),
    type: fc.constantFrom(...attributeTypes),
    formats: fc.array(anyText, { minLength: 1, maxLength: 3 }),
    note: anyText,
  },
  { requiredKeys: ['source', 'target'] },
);

export const anyJob: fc.Arbitrary<InboundJob> = fc
  .record({
    id: fc.uuid(),
    name: anyName,
    description: fc.oneof(fc.constant(''), anyName),
    connectionId: fc.uuid(),
    direction: fc.constant('inbound' as const),
    source: fc.record({ object: anyName, filter: fc.oneof(fc.constant(''), anyText) }),
    target: fc.record({ object: fc.constantFrom(...hubObjectNames) }),
    mapping: fc.array(anyEntry, { minLength: 1, maxLength: 5 }),
    settings: fc.record(
      { allowCreate: fc.boolean(), resolveConflicts: fc.boolean(), guard: anyGuard },
      { requiredKeys: ['allowCreate', 'resolveConflicts'] },
    ),
    cadence: anyCadence,
    rest: fc.record(
      {
        timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu'),
        fullSync: fc.constantFrom(...fullSyncCadences),
        enabled: fc.boolean(),
        disableAfter: fc.integer({ min: 0, max: 1_000 }),
      },
      { requiredKeys: ['timezone', 'fullSync', 'enabled'] },
    ),
    notify: fc.oneof(
      fc.constant({ channel: null, on: [], mention: [] }),
      fc.record(
        {
          channel: fc.constantFrom('#crm-syncs', 'C0123ABCD'),
          on: fc.uniqueArray(fc.constantFrom(...notifyEvents)),
          mention: fc.uniqueArray(fc.constantFrom('U0123ABCD', 'S0123ABCD')),
          failures: fc.constantFrom(...failureRules),
          digest: fc.constantFrom(...digestCadences),
        },
        { requiredKeys: ['channel', 'on', 'mention'] },
      ),
    ),
    version: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ cadence, rest, ...job }) => ({ ...job, schedule: { ...cadence, ...rest } }));

export const anyOutboundJob: fc.Arbitrary<OutboundJob> = fc
  .record({
    job: anyJob,
    source: fc.record({
      object: fc.constantFrom(...hubObjectNames),
      filter: fc.oneof(fc.constant(''), anyText),
    }),
    target: fc.record(
      { object: anyName, matchOn: anyName, parent: anyName },
      { requiredKeys: ['object', 'matchOn'] },
    ),
    settings: fc.record(
      {
        allowCreate: fc.boolean(),
        updateExisting: fc.boolean(),
        emptyValues: fc.constantFrom(...emptyValueRules),
        guard: anyGuard,
      },
      { requiredKeys: ['allowCreate', 'updateExisting', 'emptyValues'] },
    ),
  })
  .map(({ job, ...outbound }) => ({
    ...job,
    schedule: { ...job.schedule, fullSync: 'never' },
    direction: 'outbound',
    ...outbound,
  }));
