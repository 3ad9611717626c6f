/** Who did what, when, and through which door. */

export interface AuditEntry {
  readonly at: Date;
  readonly actor: string;
  /** slack, api, cli, assistant, system */
  readonly door: string;
  readonly operation: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
}
