/** Why there is no answer of the model that is any use. Never leaves the assistant: the built-in translator answers. */
export const modelFailures = [
  /** No connection, or it broke off. */
  'unreachable',
  'slow',
  /** It asks to be left alone for now. */
  'busy',
  /** The service has an error of its own. */
  'out of order',
  /** The service says no: the key, the model's name, the address. */
  'refused by service',
  /** What came is no answer, or nothing that may be proposed. */
  'unusable',
  /** The model will not answer. */
  'declined',
] as const;
export type ModelFailureReason = (typeof modelFailures)[number];

export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
  readonly reason: ModelFailureReason;
  /** Milliseconds that the service asked to be left alone for. */
  readonly retryAfterMs: number | undefined;
  /** Status of the service's answer, where there was one. */
  readonly status: number | undefined;

  constructor(
    reason: ModelFailureReason,
    options: { readonly retryAfterMs?: number; readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(`The model gave no answer: ${reason}`, { cause: options.cause });
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
  }
}
