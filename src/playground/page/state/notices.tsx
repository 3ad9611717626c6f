import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

/** What the page itself has to tell, beside the toasts of the workspace. */
export interface Notice {
  readonly id: number;
  readonly text: string;
}

interface Notices {
  readonly notices: readonly Notice[];
  readonly tell: (text: string) => void;
  readonly dismiss: (id: number) => void;
}

/** More than these do not fit beside each other; the oldest goes. */
const mostNotices = 3;

const NoticesContext = createContext<Notices>({ notices: [], tell: () => {}, dismiss: () => {} });

export const useNotices = (): Notices => useContext(NoticesContext);

export function NoticesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const tell = useCallback((text: string) => {
    setNotices((before) => [
      ...before.filter((each) => each.text !== text).slice(1 - mostNotices),
      { id: (before.at(-1)?.id ?? 0) + 1, text },
    ]);
  }, []);
  const dismiss = useCallback((id: number) => {
    setNotices((before) => before.filter((each) => each.id !== id));
  }, []);
  const value = useMemo(() => ({ notices, tell, dismiss }), [notices, tell, dismiss]);
  return <NoticesContext value={value}>{children}</NoticesContext>;
}
