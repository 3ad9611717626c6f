import type { MouseEvent, ReactNode } from 'react';
import { actsOfPermalink } from '../state/permalink.ts';
import { useSession } from '../state/session.tsx';

interface LinkProps {
  readonly url: string;
  readonly children: ReactNode;
}

/** Leads to a message of this workspace in place, and everywhere else in a tab of its own. */
export function Link({ url, children }: LinkProps): ReactNode {
  const { act } = useSession();
  const acts = actsOfPermalink(url, window.location.origin);
  const follow = async (event: MouseEvent): Promise<void> => {
    if (acts === null) return;
    event.preventDefault();
    for (const each of acts) await act(each);
  };
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" onClick={(event) => void follow(event)}>
      {children}
    </a>
  );
}
