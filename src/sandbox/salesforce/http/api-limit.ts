/** The org's allowance of API requests, and how much of it is used. */
export class ApiLimit {
  /** Requests in 24 hours. */
  limit: number;
  used = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get isUsedUp(): boolean {
    return this.used > this.limit;
  }

  get header(): string {
    return `api-usage=${this.used}/${this.limit}`;
  }
}
