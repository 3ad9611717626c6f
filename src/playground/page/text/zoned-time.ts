const minuteMs = 60_000;

/** `2026-03-01T09:30` as the clocks of that zone have it. */
export function clockText(seconds: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(
    format.formatToParts(new Date(seconds * 1000)).map(({ type, value }) => [type, value]),
  );
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}`;
}

/** The other way round. A time that daylight saving skips becomes the one an hour later. */
export function secondsOfClock(text: string, timeZone: string): number {
  const asUtc = Date.parse(`${text}Z`);
  let ms = asUtc - offsetMs(asUtc, timeZone);
  // The offset at the first guess may be that of the other side of a change.
  ms = asUtc - offsetMs(ms, timeZone);
  return ms / 1000;
}

function offsetMs(ms: number, timeZone: string): number {
  const whole = Math.floor(ms / minuteMs) * minuteMs;
  return Date.parse(`${clockText(whole / 1000, timeZone)}Z`) - whole;
}
