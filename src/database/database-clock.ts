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

  async function read(): Promise<Reading> {
    const askedMs = elapsedMs();
    const [row] = await database.query<{ ms: number }>(
      'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms',
      { type: QueryTypes.SELECT },
    );
    if (row === undefined) throw new Error('PostgreSQL did not say what time it is.');
    const seenMs = elapsedMs();
    const apartMs = ownClock().getTime() - row.ms;
    if (Math.abs(apartMs) > apartLimitMs && !isToldApart) onApart(apartWords(apartMs));
    isToldApart = Math.abs(apartMs) > apartLimitMs;
    // It was this time somewhere between the question and the answer.
    return { zeroMs: row.ms - (askedMs + seenMs) / 2, seenMs };
  }

  let reading = await read();
  let isReading = false;

  async function readAgain(): Promise<void> {
    isReading = true;
    try {
      reading = await read();
    } catch {
      // Whoever uses the database hears that it is away; until it is back the last reading counts on.
      reading = { ...reading, seenMs: elapsedMs() };
    } finally {
      isReading = false;
    }
  }

  return {
    now() {
      if (!isReading && elapsedMs() - reading.seenMs >= goodForMs) void readAgain();
      return new Date(Math.round(reading.zeroMs + elapsedMs()));
    },
  };
}

interface Reading {
  /** The database's time when `elapsedMs` was 0. */
  readonly zeroMs: number;
  readonly seenMs: number;
}

function apartWords(apartMs: number): string {
  const seconds = Math.round(Math.abs(apartMs) / 1000);
  return (
    `The clock of this machine is ${seconds} seconds ${apartMs > 0 ? 'ahead of' : 'behind'} the clock of DATABASE_URL. ` +
    'Crosswalk goes by the latter; set both by NTP, for a CRM and Slack refuse requests of another time.'
  );
}
