export interface SeenRequest {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly status: number;
}

const requestsKept = 2_000;

/** What a sandbox was asked, for tests to look at. */
export class Traffic {
  /** Requests for data: all but logins. */
  requests = 0;
  logins = 0;
  private seen: SeenRequest[] = [];

  /** The latest requests that were answered, oldest first. */
  get recent(): readonly SeenRequest[] {
    return this.seen;
  }

  note(request: SeenRequest): void {
    if (this.seen.length >= requestsKept) this.seen = this.seen.slice(requestsKept / 2);
    this.seen.push(request);
  }
}
