/** A person cannot do that: what they mean is not on their screen, or Slack does not let them. */
export class ActError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
