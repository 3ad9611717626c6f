import { useCallback, useEffect, useState } from 'react';
import type { WorkspaceInfo } from '../../screen.ts';
import { getWorkspaces } from './api.ts';

const againMs = 1_000;

/** The workspace and its people; asked for until the playground answers, and again on `reload`. */
export function useWorkspace(): { workspace: WorkspaceInfo | null; reload: () => void } {
  const [workspace, setWorkspace] = useState<WorkspaceInfo | null>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      getWorkspaces(stop.signal).then(
        ([first]) => setWorkspace(first ?? null),
        () => {
          if (!stop.signal.aborted) timer = setTimeout(ask, againMs);
        },
      );
    };
    ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [round]);

  return { workspace, reload: useCallback(() => setRound((before) => before + 1), []) };
}
