/** What time it is, as all who share a database see it. */
import { QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { dialectOf } from './open-database.ts';

export interface DatabaseClock {
  readonly now: () => Date;
}

export interface DatabaseClockOptions {
  /** Milliseconds since some moment in the past, counted evenly. */
  readonly elapsedMs?: () => number;
  /** This machine's own clock. */
  readonly ownClock?: () => Date;
  /** Told in words, once, where this machine's own clock is far from the database's. */
  readonly onApart?: (words: string) => void;
}

/** What is read of the database's clock counts on by this machine's monotonic one for so long, and is then read again. */
const goodForMs = 60_000;
/** A reading that failed, or took too long, is made again after this. */
const retryMs = 2_000;
/** The time told is of some moment between question and answer: after a wait for a connection that says too little. */
const slowMs = 1_000;
/** The monotonic clock stands still while a machine is suspended: where the other went on so far, it is read at once. */
const movedLimitMs = 2_000;
/** Between two readings, however often the machine's own clock is set. */
const leastMs = 1_000;
/** Farther apart than NTP and a slow answer explain. */
const apartLimitMs = 10_000;

/**
 * Leases, schedules and whatever else is due at some time are compared with what other instances wrote. PostgreSQL's
 * clock is the one that they have in common: a machine whose own clock is a day ahead has the same time by it, and does
 * not notice where its own is set. A SQLite file is used by one machine, whose clock it is.
 */
export async function openDatabaseClock(
  database: Sequelize,
  {
    elapsedMs = () => performance.now(),
    ownClock = () => new Date(),
    onApart = () => undefined,
  }: DatabaseClockOptions = {},
): Promise<DatabaseClock> {
  if (dialectOf(database) === 'sqlite') return { now: ownClock };
  let isToldApart = false;

  function tellApart(apartMs: number): void {
    const isApart = Math.abs(apartMs) > apartLimitMs;
    if (isApart && !isToldApart) onApart(apartWords(apartMs));
    isToldApart = isApart;
  }

  async function read(): Promise<Reading> {
    const askedMs = elapsedMs();
    // Of the question, and not of the answer: a machine that was suspended in between asks once more.
    const ownZeroMs = ownClock().getTime() - askedMs;
    const [row] = await database.query<{ ms: number }>(
      'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms',
      { type: QueryTypes.SELECT },
    );
    if (row === undefined) throw new Error('PostgreSQL did not say what time it is.');
    const seenMs = elapsedMs();
    const isSlow = seenMs - askedMs > slowMs;
    // It was this time somewhere between the question and the answer.
    const zeroMs = row.ms - (askedMs + seenMs) / 2;
    if (!isSlow) tellApart(ownZeroMs - zeroMs);
    return { zeroMs, ownZeroMs, isSlow };
  }

  let reading = await read();
  let isReading = false;
  let dueMs = elapsedMs() + (reading.isSlow ? retryMs : goodForMs);
  let soonestMs = elapsedMs() + leastMs;

  async function readAgain(): Promise<void> {
    isReading = true;
    let goodMs = retryMs;
    try {
      const next = await read();
      if (!next.isSlow) {
        reading = next;
        goodMs = goodForMs;
      }
    } catch {
      // Whoever uses the database hears that it is away; until it is back the last reading counts on.
    } finally {
      isReading = false;
      dueMs = elapsedMs() + goodMs;
      soonestMs = elapsedMs() + leastMs;
    }
  }

  /** Whether this machine's two clocks have gone differently since: it was suspended, or its own was set. */
  function hasMoved(): boolean {
    return Math.abs(ownClock().getTime() - elapsedMs() - reading.ownZeroMs) > movedLimitMs;
  }

  return {
    now() {
      const nowMs = elapsedMs();
      if (!isReading && (nowMs >= dueMs || (nowMs >= soonestMs && hasMoved()))) void readAgain();
      return new Date(Math.round(reading.zeroMs + nowMs));
    },
  };
}

interface Reading {
  /** The database's time when `elapsedMs` was 0, and this machine's own then. */
  readonly zeroMs: number;
  readonly ownZeroMs: number;
  readonly isSlow: boolean;
}

function apartWords(apartMs: number): string {
  const seconds = Math.round(Math.abs(apartMs) / 1000);
  return (
    `The clock of this machine is ${seconds} seconds ${apartMs > 0 ? 'ahead of' : 'behind'} the clock of DATABASE_URL. ` +
    'Crosswalk goes by the latter; set both by NTP, for a CRM and Slack refuse requests of another time.'
  );
}
