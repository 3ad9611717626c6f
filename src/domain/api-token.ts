/** What a program shows to start runs. Its text is known to whoever made it, and to nobody else. */
export interface ApiToken {
  /** The part of its text that may be seen by everybody. */
  readonly id: string;
  /** Unique without letter case: the audit log names it. */
  readonly name: string;
  /** The one job that it is for; null where it is for all. */
  readonly jobId: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** From then on it is refused; null where it is good until it is revoked. */
  readonly expiresAt: Date | null;
  /** To the minute; null where it never was. */
  readonly lastUsedAt: Date | null;
}

export function isExpired({ expiresAt }: Pick<ApiToken, 'expiresAt'>, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now;
}
