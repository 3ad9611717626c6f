import { useEffect } from 'react';
import { actsOfPermalink } from '../state/permalink.ts';
import { useSession } from '../state/session.tsx';

/** Whoever opens the address of a message in a tab gets to the message. */
export function usePermalink(): void {
  const { act } = useSession();
  useEffect(() => {
    const { href, origin, search } = window.location;
    const acts = actsOfPermalink(href, origin);
    if (acts === null) return;
    window.history.replaceState(null, '', `/${search}`);
    const follow = async (): Promise<void> => {
      for (const each of acts) await act(each);
    };
    void follow();
  }, [act]);
}
