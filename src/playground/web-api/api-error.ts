/** A refusal in Slack's words. */
export class ApiError extends Error {
  /** `channel_not_found`. */
  readonly code: string;
  /** What is wrong and where, a line each. */
  readonly details: readonly string[];
  /** More of the answer: `needed` and `provided` scopes. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(code: string, details: readonly string[] = [], more: Readonly<Record<string, unknown>> = {}) {
    super(details.length === 0 ? code : `${code}: ${details.join('; ')}`);
    this.code = code;
    this.details = details;
    this.more = more;
  }
}
