/** What happens next after an error code of a service, and what a person who looks after a CRM is told. */

export interface ErrorRule {
  /** user: mend it and try again; retry: it passes; record: one row; fatal: the run stops. */
  readonly next: 'user' | 'retry' | 'record' | 'fatal';
  readonly code: string;
  /** @param said the service's own sentence, shortened and ending in a full stop */
  readonly message: (said: string) => string;
}

const rule =
  (next: ErrorRule['next']) =>
  (code: string, message: ErrorRule['message']): ErrorRule => ({ next, code, message });

export const user = rule('user');
export const retry = rule('retry');
export const record = rule('record');
export const fatal = rule('fatal');
