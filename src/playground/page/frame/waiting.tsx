import type { ReactNode } from 'react';
import { Spinner } from '../elements/spinner.tsx';
import type { Link } from '../state/follow-events.ts';

/** Until there is something to show. */
export function Waiting({ link }: { readonly link: Link }): ReactNode {
  return (
    <main className="waiting" role="status">
      <Spinner />
      {link === 'lost' ? 'The playground does not answer. Trying again…' : 'Opening the workspace…'}
    </main>
  );
}
