import type { Cadence, Schedule } from '../../src/domain/job.ts';

/** An enabled schedule; names only what matters. */
export function aSchedule(cadence: Cadence, timezone = 'UTC', rest: Partial<Schedule> = {}): Schedule {
  const defaults = { timezone, fullSync: 'never', enabled: true } as const;
  return { ...defaults, ...pickCommon(rest), ...cadence };
}

function pickCommon({
  fullSync = 'never',
  enabled = true,
}: Partial<Schedule>): Pick<Schedule, 'fullSync' | 'enabled'> {
  return { fullSync, enabled };
}
