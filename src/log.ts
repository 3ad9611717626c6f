import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { reportOf } from './domain/error-report.ts';

export type Log = Logger;

/** Keys whose values never reach a log, wherever they stand in an object that is logged. */
const secretKeys = [
  'password',
  'secret',
  'secrets',
  'token',
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
  'clientSecret',
  'client_secret',
  'privateKey',
  'private_key',
  'assertion',
  'apiKey',
  'botToken',
  'appToken',
  'signingSecret',
  'stateSecret',
  'encryptionKey',
  'previousEncryptionKey',
  'databaseUrl',
  'hubDatabaseUrl',
  'queueUrl',
  'authorization',
  'Authorization',
  'cookie',
  'Cookie',
  'set-cookie',
];

/** Objects are searched this deep; an error thrown by an HTTP library carries its headers at the third level. */
const redactedDepth = 5;

/**
 * JSON lines on standard error. Of an error they have what `reportOf` has: never a value of a row. On standard error, so that standard output stays free for what a command prints.
 */
export function createLog(options: { level: string; destination?: DestinationStream }): Log {
  return pino(
    {
      level: options.level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => reportOf(error) },
      redact: { paths: redactedPaths(), censor: '[redacted]' },
    },
    // Synchronous: the last lines before an exit are the ones that are needed.
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  );
}

function redactedPaths(): string[] {
  const paths: string[] = [];
  for (let depth = 0; depth < redactedDepth; depth += 1) {
    const parents = Array.from({ length: depth }, () => '*');
    for (const key of secretKeys) paths.push([...parents, `["${key}"]`].join('.').replaceAll('.[', '['));
  }
  return paths;
}
