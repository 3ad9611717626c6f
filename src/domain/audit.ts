/** What the audit log knows: which operations it names, by what they are about. */

export const auditKinds = {
  jobs: {
    title: 'Jobs',
    operations: [
      'apply-configuration',
      'save-job',
      'duplicate-job',
      'delete-job',
      'restore-version',
      'change-schedule',
      'enable-job',
      'disable-job',
      'disable-failing-job',
    ],
  },
  runs: {
    title: 'Runs',
    operations: [
      'start-run',
      'retry-rejected',
      'rebuild-mapping',
      'cancel-run',
      'approve-run',
      'reject-run',
      'expire-run',
    ],
  },
  connections: {
    title: 'Connections',
    operations: [
      'create-connect-link',
      'connect',
      'reconnect',
      'rename-connection',
      'remove-connection',
      'take-back-consent',
      'reencrypt-secrets',
    ],
  },
  people: { title: 'Roles', operations: ['grant-role'] },
  workspace: { title: 'Installation', operations: ['join-workspace', 'leave-workspace'] },
  programs: {
    title: 'Tokens and webhooks',
    operations: ['create-token', 'revoke-token', 'create-webhook', 'delete-webhook', 'test-webhook'],
  },
  assistant: {
    title: 'Assistant',
    operations: [
      'ask-assistant',
      'choose-answer',
      'decide-proposal',
      'decide-filter',
      'decide-formula',
      'decide-mappings',
      'set-assistant',
    ],
  },
  downloads: {
    title: 'Downloads',
    operations: ['download-run-file', 'create-download-link', 'download-audit'],
  },
} as const;

/** After these the thing is gone, and its name is in what was before. */
export const removals = [
  'delete-job',
  'remove-connection',
  'revoke-token',
] as const satisfies readonly AuditOperation[];

export type AuditKind = keyof typeof auditKinds;
export type AuditOperation = (typeof auditKinds)[AuditKind]['operations'][number];

export const auditKindNames = Object.keys(auditKinds) as readonly AuditKind[];

/** Which entries are meant. Those that are left out do not matter. */
export interface AuditFilter {
  /** Who did it: a person's id, or the name of a token or account. */
  readonly actor?: string;
  /** What it was done to: the id of a job, for example. */
  readonly subject?: string;
  readonly kind?: AuditKind;
  /** Included. */
  readonly since?: Date;
  /** Not included. */
  readonly until?: Date;
}
