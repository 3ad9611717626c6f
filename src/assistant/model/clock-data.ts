import { openZone } from '../../domain/zone.ts';
import { dayMs } from '../../domain/calendar.ts';
import type { AskClock } from '../assistant.ts';

const days = ['Thursday', 'Friday', 'Saturday', 'Sunday', 'Monday', 'Tuesday', 'Wednesday'] as const;

/** Today where the person is. */
export function clockData({ now, timezone }: AskClock): { today: string; weekday: string; timezone: string } {
  const localMs = openZone(timezone).clockOf(now.getTime());
  const day = Math.floor(localMs / dayMs);
  // 1970-01-01 was a Thursday.
  const weekday = days[((day % 7) + 7) % 7] ?? '';
  return { today: new Date(day * dayMs).toISOString().slice(0, 10), weekday, timezone };
}
