const msPerDay = 86_400_000;

/** `yyyy-MM-dd`, so many days after `today` (before it, where negative). */
export function dayAfter(today: string, days: number): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) + days * msPerDay).toISOString().slice(0, 10);
}

/** ISO 8601 in UTC, at a time of that day. */
export function momentOf(day: string, hour: number, minute = 0): string {
  return `${day}T${twoDigits(hour)}:${twoDigits(minute)}:00.000Z`;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The ways in which people have typed a date into a text field over the years; the first is the agreed one. */
export const datesAsTyped: readonly [(day: string) => string, ...((day: string) => string)[]] = [
  (day) => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`,
  (day) => day,
  (day) => `${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)}`,
  (day) => `${Number(day.slice(8))} ${monthNames[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`,
];

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
