import type { Clock } from '../clock.ts';
import type { MessageAddress } from '../act.ts';

export interface ResponseTarget {
  readonly personId: string;
  readonly conversation: string;
  /** The message that was interacted with. */
  readonly original: MessageAddress | null;
  readonly threadTs: string | null;
}

interface Given extends ResponseTarget {
  readonly expiresAt: number;
  uses: number;
}

const lifeMs = 30 * 60_000;
const maxUses = 5;
const maxRemembered = 1_000;

export class ResponseUrls {
  private readonly given = new Map<string, Given>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** The last part of the address. */
  make(target: ResponseTarget): string {
    const key = crypto.randomUUID().replaceAll('-', '');
    this.given.set(key, { ...target, expiresAt: this.clock.now().getTime() + lifeMs, uses: 0 });
    const [oldest] = this.given.keys();
    if (this.given.size > maxRemembered && oldest !== undefined) this.given.delete(oldest);
    return key;
  }

  use(key: string): ResponseTarget | { readonly error: string } {
    const found = this.given.get(key);
    if (found === undefined) return { error: 'invalid_url' };
    if (found.expiresAt <= this.clock.now().getTime()) return { error: 'expired_url' };
    if (found.uses >= maxUses) return { error: 'used_url' };
    found.uses += 1;
    return found;
  }

  clear(): void {
    this.given.clear();
  }
}
