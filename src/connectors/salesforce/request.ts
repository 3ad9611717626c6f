/** All requests to the org go through here. */
import type { ApiUsage, CrmSession, OnRetry, SessionSource } from '../connector.ts';
import { createSessionHttp } from '../http/session-http.ts';
import type { SessionHttp } from '../http/session-http.ts';
import { parseLimitInfo } from './api-usage.ts';
import { errorOfAnswer, isExpiredSession } from './errors.ts';
import { defaultApiVersion } from './api-version.ts';
import type { Tuning } from './tuning.ts';

export interface SalesforceHttp extends SessionHttp<Tuning> {
  /** The org's API requests of the last 24 hours as the latest answer told; null before the first. */
  usage(): ApiUsage | null;
}

export interface HttpOptions {
  readonly sessions: SessionSource;
  readonly tuning: Tuning;
  readonly onRetry?: OnRetry | undefined;
  readonly signal?: AbortSignal | undefined;
}

export function createHttp(options: HttpOptions): SalesforceHttp {
  let usage: ApiUsage | null = null;
  const service = {
    title: 'Salesforce',
    addressOf,
    errorOfAnswer,
    isExpiredSession,
    onAnswer(headers: Headers) {
      usage = parseLimitInfo(headers.get('sforce-limit-info')) ?? usage;
    },
  };
  return { ...createSessionHttp({ ...options, service }), usage: () => usage };
}

function addressOf(path: string, session: CrmSession): string {
  if (path.startsWith('/')) return session.instanceUrl + path;
  return `${session.instanceUrl}/services/data/v${session.apiVersion ?? defaultApiVersion}/${path}`;
}
