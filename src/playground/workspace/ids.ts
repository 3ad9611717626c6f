import type { Clock } from '../clock.ts';

export interface Ids {
  /** `C00000012`: unique for all prefixes together. */
  make(prefix: string): string;
  /** `Ev…`: unlike those of an earlier start too, because an app keeps which events it has handled. */
  event(): string;
  /** Of a message: seconds and microseconds, each later than the last. */
  timestamp(): string;
}

const idDigits = 8;
const idBase = 36;

export function createIds(clock: Clock): Ids {
  let count = 0;
  let lastMicros = 0;
  const nextMicros = (): number => {
    lastMicros = Math.max(lastMicros + 1, clock.now().getTime() * 1_000);
    return lastMicros;
  };
  return {
    make(prefix) {
      count += 1;
      return `${prefix}${count.toString(idBase).toUpperCase().padStart(idDigits, '0')}`;
    },
    event() {
      return `Ev${nextMicros().toString(idBase).toUpperCase()}`;
    },
    timestamp() {
      const micros = nextMicros();
      return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;
    },
  };
}

/** Timestamps have as many digits before the dot as after it, always, so text compares as time does. */
export function isLater(ts: string, than: string): boolean {
  return ts > than;
}
