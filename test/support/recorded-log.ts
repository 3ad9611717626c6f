import { createLog } from '../../src/log.ts';
import type { Log } from '../../src/log.ts';

export interface RecordedLog {
  readonly log: Log;
  /** What was logged, from `debug` on, as it would be written. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** Messages of one level (30 info, 40 warn, 50 error) and above. */
  readonly messages: (level: number) => unknown[];
}

export function recordedLog(): RecordedLog {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  return {
    log: createLog({ level: 'debug', destination }),
    lines,
    messages: (level) => lines.filter((line) => Number(line['level']) >= level).map((line) => line['msg']),
  };
}
