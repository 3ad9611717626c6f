import { maxNameLength } from '../../domain/draft-check.ts';
import { UserError } from '../../domain/errors.ts';

export const connectionNameRule = `A connection's name has 1 to ${maxNameLength} characters on one line. Example: Acme Salesforce`;

export function isConnectionName(name: string): boolean {
  const { length } = name.trim();
  return length > 0 && length <= maxNameLength && !/\p{Cc}/u.test(name);
}

/** @returns the name without what stands around it. @throws UserError at `name` */
export function readConnectionName(name: string): string {
  if (isConnectionName(name)) return name.trim();
  throw new UserError(connectionNameRule, { code: 'invalid_name', path: ['name'] });
}
