import type { Clock } from '../clock.ts';

/** What a trigger lets an app do: show a view to the person whose interaction made it. */
export interface Trigger {
  readonly personId: string;
  /** The modal that the interaction happened in: only there a view can be pushed. */
  readonly viewId: string | null;
  /** Where the person was. */
  readonly conversation: string | null;
}

interface Made extends Trigger {
  readonly expiresAt: number;
  isUsed: boolean;
}

const lifeMs = 3_000;
/** So many are remembered after their time, to tell them from what never was one. */
const maxRemembered = 1_000;

export class Triggers {
  private readonly made = new Map<string, Made>();
  private readonly clock: Clock;
  private count = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** `isExpired`: a fault wants it to be too late from the start. */
  make(trigger: Trigger, isExpired = false): string {
    this.count += 1;
    const id = `${this.count}.${this.clock.now().getTime()}.${crypto.randomUUID().replaceAll('-', '')}`;
    const expiresAt = isExpired ? -Infinity : this.clock.now().getTime() + lifeMs;
    this.made.set(id, { ...trigger, expiresAt, isUsed: false });
    const [oldest] = this.made.keys();
    if (this.made.size > maxRemembered && oldest !== undefined) this.made.delete(oldest);
    return id;
  }

  /** Takes a trigger in exchange for what it allows, or says in Slack's words why not. */
  exchange(id: string): Trigger | { readonly error: string } {
    const found = this.made.get(id);
    if (found === undefined) return { error: 'invalid_trigger_id' };
    if (found.isUsed) return { error: 'exchanged_trigger_id' };
    if (found.expiresAt <= this.clock.now().getTime()) return { error: 'expired_trigger_id' };
    found.isUsed = true;
    return found;
  }

  clear(): void {
    this.made.clear();
  }
}
