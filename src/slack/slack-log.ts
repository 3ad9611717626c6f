import { LogLevel } from '@slack/bolt';
import type { Logger } from '@slack/bolt';
import type { Log } from '../log.ts';

/** Slack's libraries write into our log. What they tell while all is well is debug to us; tokens never reach it. */
export function slackLog(log: Log): Logger {
  const write =
    (level: 'debug' | 'warn' | 'error') =>
    (...parts: unknown[]): void =>
      log[level](parts.map(asText).join(' '));
  return {
    debug: () => undefined,
    info: write('debug'),
    warn: write('warn'),
    error: write('error'),
    setLevel: () => undefined,
    // With debug on, the libraries would hand over whole requests, with what people wrote in them.
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function asText(part: unknown): string {
  return part instanceof Error ? part.message : String(part);
}
