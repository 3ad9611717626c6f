/** Numbers and times as people read them. Times are those of the machine's own zone. */

export { formatDuration } from '../domain/duration-text.ts';

export function formatNumber(value: number): string {
  return value.toLocaleString('en-US');
}

/** `2026-03-01 13:05 UTC+1` */
export function formatTime(date: Date | null): string {
  if (date === null) return '-';
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
  return `${day} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())} ${zoneOf(date)}`;
}

/** `UTC`, `UTC+1`, `UTC-3:30`: what the clock here was set to at that time. */
function zoneOf(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${twoDigits(rest)}`}`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
