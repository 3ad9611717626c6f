/** A message's ts is the second it was sent, with a counter behind the point. */
export const dateOfTs = (ts: string): Date => new Date(Math.floor(Number(ts)) * 1000);

export const clockOf = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit' }).format(at);

/** "Thursday, November 26": between two days. */
export const dayOf = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'long', month: 'long', day: 'numeric' }).format(at);

/** "4:41:07.123 PM": where a minute is too long. */
export const preciseClockOf = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  }).format(at);
