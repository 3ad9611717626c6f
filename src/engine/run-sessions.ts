import { createSessionSource } from '../connectors/session-source.ts';
import type { CrmSession, SessionSource } from '../connectors/connector.ts';
import type { RunHost } from './run-host.ts';

/** The connection's sessions as a run has them: kept here while they last, renewed by the main thread. */
export function sessionsOver(host: Pick<RunHost, 'session'>): SessionSource {
  let refused: CrmSession | null = null;
  const source = createSessionSource(() => host.session(refused));
  return {
    get: () => source.get(),
    refresh(stale) {
      refused = stale;
      return source.refresh(stale);
    },
  };
}
