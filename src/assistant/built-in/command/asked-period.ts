import { dayMs } from '../../../domain/calendar.ts';
import { momentsOf } from '../../../domain/filter/date-bounds.ts';
import { openZone, type Zone } from '../../../domain/zone.ts';
import type { AskClock } from '../../assistant.ts';
import { readTokens, type Token } from '../words/tokens.ts';
import { timeAt, type Time } from '../words/times.ts';

/** A time that was asked about. */
export interface AskedPeriod {
  /** As it was written. */
  readonly words: string;
  readonly since: Date;
  readonly until: Date;
}

const span = { start: 0, end: 0 };
/** Who asks for last night in the morning means what ran since the evening before. */
const eveningMs = 18 * 3_600_000;

/** `this week`, `yesterday`, `last night`, `in the last 3 days`: the first time of a text that has begun; null where there is none. */
export function askedPeriod(text: string, { now, timezone }: AskClock): AskedPeriod | null {
  const zone = openZone(timezone);
  const tokens = readTokens(text);
  const today = Math.floor(zone.clockOf(now.getTime()) / dayMs);
  for (let at = 0; at < tokens.length; at++) {
    const night = nightAt(tokens, at, today, zone);
    const time = timeAt(tokens, at, today);
    const length = night !== null ? nightLength : (time?.length ?? 0);
    const found = night ?? (time === null || time.isYear ? null : boundsOf(time.time, now, zone));
    if (found === null || found.fromMs > now.getTime()) continue;
    const [first, last] = [tokens[at], tokens[at + length - 1]];
    const words = text.slice(first?.start, last?.end);
    return { words, since: new Date(found.fromMs), until: new Date(Math.min(found.toMs, now.getTime())) };
  }
  return null;
}

interface Bounds {
  readonly fromMs: number;
  readonly toMs: number;
}

const nightLength = 2;

function nightAt(tokens: readonly Token[], at: number, today: number, zone: Zone): Bounds | null {
  const words = tokens.slice(at, at + nightLength).map(({ text }) => text);
  if (words.join(' ') !== 'last night') return null;
  return { fromMs: zone.utcAtOrAfter((today - 1) * dayMs + eveningMs), toMs: Infinity };
}

function boundsOf(time: Time, now: Date, zone: Zone): Bounds | null {
  const clock = { nowMs: now.getTime(), zone };
  switch (time.kind) {
    case 'literal':
      return momentsOf({ kind: 'date-literal', name: time.name, span }, clock);
    case 'counted':
      return momentsOf({ kind: 'counted-date-literal', name: time.name, count: time.count, span }, clock);
    case 'days':
      return { fromMs: zone.utcAtOrAfter(time.from * dayMs), toMs: zone.utcAtOrAfter(time.to * dayMs) };
    case 'month':
    case 'quarter':
    case 'ago':
    case 'length':
    case 'unclear':
      break;
  }
  return null;
}
