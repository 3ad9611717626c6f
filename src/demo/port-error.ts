import { UserError } from '../domain/errors.ts';
import { codeOf } from '../files/code-of.ts';

/** What an error of listening means to whoever starts the demo; null where it is another error. */
export function portError(error: unknown, port: number): UserError | null {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new UserError(
        `Port ${port} is in use. Stop what listens there, or set PORT to another one: PORT=${port + 1} npm run demo`,
        { code: 'port_in_use', cause: error },
      );
    case 'EACCES':
      return new UserError(`Port ${port} may not be used by this account. Set PORT to one above 1023.`, {
        code: 'port_refused',
        cause: error,
      });
    default:
      return null;
  }
}
