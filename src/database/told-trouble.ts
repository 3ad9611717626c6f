/** What stands in a database's way, in words for people instead of its driver's. */
import { ConnectionAcquireTimeoutError, ConnectionError } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { databaseAway, diskFull } from '../domain/storage-trouble.ts';
import { FatalError, RetryableError } from '../domain/errors.ts';

/** From now on what the database throws is told, where it is no bug: it is away, or its disk is full. */
export function tellTrouble(database: Sequelize, setting: string): Sequelize {
  // Models and transactions end in these two.
  database.query = telling(database.query.bind(database), setting) as Sequelize['query'];
  database.transaction = telling(database.transaction.bind(database), setting) as Sequelize['transaction'];
  return database;
}

type Asynchronous = (...args: never[]) => Promise<unknown>;

function telling(method: Asynchronous, setting: string): Asynchronous {
  return async (...args) => {
    try {
      return await method(...args);
    } catch (error) {
      throw troubleOfDatabase(error, setting) ?? error;
    }
  };
}

/** null where it is something else. */
export function troubleOfDatabase(error: unknown, setting: string): RetryableError | FatalError | null {
  if (!(error instanceof Error)) return null;
  const { code, message } = saidByDriver(error);
  if (fullCodes.has(code)) {
    return new FatalError(
      `${setting}: the database cannot be written: its disk is full. Make room there, and do this again.`,
      { code: diskFull, cause: error },
    );
  }
  const reason = whyAway(error, code, message);
  if (reason === null) return null;
  return new RetryableError(`${setting}: the database cannot be reached at the moment: ${reason}.`, {
    code: databaseAway,
    cause: error,
  });
}

const fullCodes: ReadonlySet<string> = new Set(['SQLITE_FULL', '53100']);

const awayReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'it does not answer in time',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its host',
  ENOTFOUND: 'its host is not known',
  EAI_AGAIN: 'its host is not known at the moment',
  '53300': 'it has too many connections',
  '57P01': 'it was shut down, or the connection was ended there',
  '57P02': 'it was shut down',
  '57P03': 'it is starting up, or shutting down',
};

/** Class 08 of SQLSTATE: the connection. */
const connectionClass = /^08/;
/** What `pg` throws without a code, about a connection that is gone. */
const goneMessages = /^(?:Connection terminated|Client has encountered|Client was closed|timeout expired)/;

function whyAway(error: Error, code: string, message: string): string | null {
  const known = awayReasons[code];
  if (known !== undefined) return known;
  if (error instanceof ConnectionAcquireTimeoutError) return 'no connection to it was free in time';
  if (connectionClass.test(code) || goneMessages.test(message)) return 'the connection was cut';
  return error instanceof ConnectionError ? 'it takes no connections' : null;
}

/** Sequelize keeps what the driver threw as the parent; while it sets a connection up, it lets it through. */
function saidByDriver(error: Error): { readonly code: string; readonly message: string } {
  const said = 'parent' in error && error.parent instanceof Error ? error.parent : error;
  return { code: 'code' in said && typeof said.code === 'string' ? said.code : '', message: said.message };
}
