import { FatalError } from '../../domain/errors.ts';

/** A page that goes on at another host, where the session must not be shown. */
export function foreignLink(title: string): FatalError {
  return new FatalError(
    `${title} answered that the list goes on at another host. Nothing was sent there. Check the address of the connection, and what stands between it and Crosswalk.`,
    { code: 'foreign_link' },
  );
}
