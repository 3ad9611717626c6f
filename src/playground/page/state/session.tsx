import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Act, ActResult } from '../../act.ts';
import type { Screen } from '../../screen.ts';
import type { Theme } from './theme.ts';
import { createActs } from './acts.ts';
import type { Acts } from './acts.ts';
import { eventsPath } from './api.ts';
import { followEvents } from './follow-events.ts';
import type { Link } from './follow-events.ts';
import { keepSame } from './keep-same.ts';
import { createScreenVersions } from './screen-versions.ts';
import { useNotices } from './notices.tsx';

/** One person at one screen. */
export interface Session {
  readonly screen: Screen;
  readonly acts: Acts;
  /** Does it, until the screen shows it; what is refused is told to the person, and null is the result. */
  readonly act: (act: Act) => Promise<ActResult | null>;
  readonly theme: Theme;
}

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('This part of the page stands outside of a session.');
  return session;
}

export interface SessionOfProps {
  readonly person: string;
  readonly theme: Theme;
  /** The stream of screens broke off: the workspace may be another one when it is back. */
  readonly onLost: () => void;
  readonly children: (link: Link) => ReactNode;
  /** Until there is a first screen. */
  readonly waiting: (link: Link) => ReactNode;
}

export function SessionOf({ person, theme, onLost, children, waiting }: SessionOfProps): ReactNode {
  const [screen, setScreen] = useState<Screen | null>(null);
  const [link, setLink] = useState<Link>('connecting');
  const [versions] = useState(createScreenVersions);
  const { tell } = useNotices();

  useEffect(
    () =>
      followEvents({
        path: eventsPath(person),
        event: 'screen',
        onData(data) {
          const next = data as Screen;
          setScreen((before) => keepSame(before, next));
          versions.reached(next.version);
        },
        onLink(link) {
          setLink(link);
          if (link !== 'lost') return;
          versions.end();
          onLost();
        },
      }),
    [person, onLost, versions],
  );

  const doing = useMemo(() => {
    const refused = (error: unknown): null => {
      tell(error instanceof Error ? error.message : String(error));
      return null;
    };
    const acts = createActs(person, refused);
    const act = async (act: Act): Promise<ActResult | null> => {
      const result = await acts.do(act).catch(refused);
      if (result !== null) await versions.until(result.version);
      return result;
    };
    return { acts, act };
  }, [person, tell, versions]);

  const session = useMemo(
    () => (screen === null ? null : { screen, theme, ...doing }),
    [screen, theme, doing],
  );
  if (session === null) return waiting(link);
  return <SessionContext value={session}>{children(link)}</SessionContext>;
}
