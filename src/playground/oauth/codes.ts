/** What a person who allows an app gives to it: a code that is good once, for ten minutes. */
import type { Clock } from '../clock.ts';
import { randomText } from '../slack.ts';

/** What was asked for on the address that the person was sent to. */
export interface InstallRequest {
  /** Of the bot. */
  readonly scopes: readonly string[];
  /** Of the person who installs it. */
  readonly userScopes: readonly string[];
  /** As the app named it; null where it left it to its settings. */
  readonly redirectUri: string | null;
  /** As the app sent it; goes back unread. */
  readonly state: string | null;
}

/** What was allowed. */
export interface Grant {
  readonly request: InstallRequest;
  readonly teamId: string;
  readonly installerId: string;
}

interface Kept {
  readonly grant: Grant;
  readonly endsAtMs: number;
  isUsed: boolean;
}

const lifeMs = 10 * 60_000;
/** Used ones too, so that a code that comes a second time is known. */
const maxRemembered = 1_000;

export class Codes {
  private readonly kept = new Map<string, Kept>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  issue(grant: Grant): string {
    const now = this.clock.now().getTime();
    const code = `${now}.${this.kept.size}.${randomText()}${randomText()}`;
    this.kept.set(code, { grant, endsAtMs: now + lifeMs, isUsed: false });
    const [oldest] = this.kept.keys();
    if (this.kept.size > maxRemembered && oldest !== undefined) this.kept.delete(oldest);
    return code;
  }

  /** Takes a code in exchange for what it was given for, or says in Slack's words why not. */
  redeem(code: string, redirectUri: string | null): Grant | { readonly error: string } {
    const found = this.kept.get(code);
    if (found === undefined || found.endsAtMs <= this.clock.now().getTime()) return { error: 'invalid_code' };
    // Not in Slack's documentation, but what it says.
    if (found.isUsed) return { error: 'code_already_used' };
    if (found.grant.request.redirectUri !== redirectUri) return { error: 'bad_redirect_uri' };
    found.isUsed = true;
    return found.grant;
  }
}
