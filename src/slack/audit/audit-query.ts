/** What an audit modal shows, as it is kept in the modal itself. Forged requests may hold anything. */
import { DateTime } from 'luxon';
import { z } from 'zod';
import { auditKindNames } from '../../domain/audit.ts';
import type { AuditFilter } from '../../domain/audit.ts';
import type { InputValue, InputValues } from '../feature.ts';
import { auditIds } from './audit-ids.ts';

const id = z.string().min(1).max(200).nullable().catch(null);
const kind = z.enum(auditKindNames).nullable().catch(null);
const date = z.iso.date().nullable().catch(null);

const schema = z.object({
  person: id,
  job: id,
  kind,
  /** Days in the person's time zone, both included. */
  from: date,
  to: date,
  page: z.int().min(0).max(100_000).catch(0),
  /** Another one makes filters forget what was chosen in them. */
  turn: z.int().min(0).max(1_000_000).catch(0),
});

export type AuditQuery = Readonly<z.infer<typeof schema>>;

export const firstAuditQuery: AuditQuery = {
  person: null,
  job: null,
  kind: null,
  from: null,
  to: null,
  page: 0,
  turn: 0,
};

/** What cannot be read is as at first. */
export function readAuditQuery(privateMetadata: string): AuditQuery {
  try {
    return schema.catch(firstAuditQuery).parse(JSON.parse(privateMetadata));
  } catch {
    return firstAuditQuery;
  }
}

/** null where none is chosen, or none of ours. */
export const kindOf = (value: string | null | undefined): AuditQuery['kind'] => kind.parse(value ?? null);
export const dayOf = (value: string | null | undefined): string | null => date.parse(value ?? null);
export const idOf = (value: string | null | undefined): string | null => id.parse(value ?? null);

/** With the filters as they are on the screen: the modal may show less than was chosen in it a moment ago. */
export function withChosen(query: AuditQuery, values: InputValues): AuditQuery {
  const found = (actionId: string): InputValue | undefined =>
    Object.values(values).find((block) => actionId in block)?.[actionId];
  const [person, job, kindOn, from, to] = [
    found(auditIds.person),
    found(auditIds.job),
    found(auditIds.kind),
    found(auditIds.from),
    found(auditIds.to),
  ];
  return {
    ...query,
    ...(person === undefined ? {} : { person: idOf(person.selected_user) }),
    ...(job === undefined ? {} : { job: idOf(job.selected_option?.value) }),
    ...(kindOn === undefined ? {} : { kind: kindOf(kindOn.selected_option?.value) }),
    ...(from === undefined ? {} : { from: dayOf(from.selected_date) }),
    ...(to === undefined ? {} : { to: dayOf(to.selected_date) }),
  };
}

export function filterOf({ person, job, kind: chosen, from, to }: AuditQuery, timezone: string): AuditFilter {
  const startOf = (day: string, plus: number): Date =>
    DateTime.fromISO(day, { zone: timezone }).startOf('day').plus({ days: plus }).toJSDate();
  return {
    ...(person === null ? {} : { actor: person }),
    ...(job === null ? {} : { subject: job }),
    ...(chosen === null ? {} : { kind: chosen }),
    ...(from === null ? {} : { since: startOf(from, 0) }),
    ...(to === null ? {} : { until: startOf(to, 1) }),
  };
}

export function isNarrowed({ person, job, kind: chosen, from, to }: AuditQuery): boolean {
  return [person, job, chosen, from, to].some((each) => each !== null);
}
