/** All requests to the environment go through here. */
import type { CrmSession, OnRetry, SessionSource } from '../connector.ts';
import { createSessionHttp } from '../http/session-http.ts';
import type { SessionHttp } from '../http/session-http.ts';
import { errorOfAnswer, isExpiredSession } from './errors.ts';
import { defaultApiVersion } from './api-version.ts';
import type { Tuning } from './tuning.ts';

export interface DynamicsHttp extends SessionHttp<Tuning> {
  /** What every address of the Web API begins with, behind the environment's own: `/api/data/v9.2/`. */
  root(): Promise<string>;
  /** The environment's own address. */
  origin(): Promise<string>;
}

export interface HttpOptions {
  readonly sessions: SessionSource;
  readonly tuning: Tuning;
  readonly onRetry?: OnRetry | undefined;
  readonly signal?: AbortSignal | undefined;
}

export function createHttp(options: HttpOptions): DynamicsHttp {
  const service = {
    title: 'Dynamics 365',
    headers: { 'odata-version': '4.0', 'odata-maxversion': '4.0' },
    addressOf,
    errorOfAnswer,
    isExpiredSession,
  };
  return {
    ...createSessionHttp({ ...options, service }),
    root: async () => versionRoot(await options.sessions.get()),
    origin: async () => new URL((await options.sessions.get()).instanceUrl).origin,
  };
}

function addressOf(path: string, session: CrmSession): string {
  return `${session.instanceUrl}${versionRoot(session)}${path}`;
}

function versionRoot({ apiVersion }: CrmSession): string {
  return `/api/data/v${apiVersion ?? defaultApiVersion}/`;
}
