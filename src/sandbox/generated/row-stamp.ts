/**
 * When the rows were made and last changed. Stamps never go down from one row to the next, so that a window of
 * stamps is a range of rows. Two hundred rows share a stamp, as after a load in batches.
 */
const rowsPerStamp = 200;
/** Long enough ago for any clock, so that every row lies before a run's upper bound. */
const firstStampMs = Date.UTC(2024, 0, 1);
const msPerStamp = 1_000;
const maxDaysBetween = 1_200;
const msPerDay = 86_400_000;

export function stampMs(row: number): number {
  return firstStampMs + Math.floor(row / rowsPerStamp) * msPerStamp;
}

/** Rows are mostly asked for in order: their stamp is the one that was written last. */
let last = { ms: firstStampMs, text: new Date(firstStampMs).toISOString() };

export function stampText(row: number): string {
  const ms = stampMs(row);
  if (ms !== last.ms) last = { ms, text: new Date(ms).toISOString() };
  return last.text;
}

/** @param number scattered: how long before its last change the row was made. */
export function createdMs(row: number, number: number): number {
  return stampMs(row) - (number % maxDaysBetween) * msPerDay - (number % msPerDay);
}
