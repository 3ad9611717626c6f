import { useCallback, useEffect, useState } from 'react';
import type { WorkspaceInfo } from '../../screen.ts';
import { getWorkspaces } from './api.ts';

const againMs = 1_000;

/** The workspaces and their people; asked for until the playground answers, and again on `reload`. */
export function useWorkspaces(): { workspaces: readonly WorkspaceInfo[]; reload: () => void } {
  const [workspaces, setWorkspaces] = useState<readonly WorkspaceInfo[]>([]);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      getWorkspaces(stop.signal).then(setWorkspaces, () => {
        if (!stop.signal.aborted) timer = setTimeout(ask, againMs);
      });
    };
    ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [round]);

  return { workspaces, reload: useCallback(() => setRound((before) => before + 1), []) };
}
