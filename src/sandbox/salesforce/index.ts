/** A Salesforce org on this machine: a server that speaks the real protocol and refuses what Salesforce refuses. */
import { createAuthorizationCodes } from '../http/authorization-codes.ts';
import { createConsents } from '../http/consent-page.ts';
import { createRefreshTokens } from '../http/refresh-tokens.ts';
import { answerAuthorize, codeLifetimeMs } from './auth/authorize.ts';
import { connectedApp } from './auth/connected-app.ts';
import type { Credentials, WebApp } from './auth/connected-app.ts';
import { createSessions } from './auth/sessions.ts';
import { answerRevoke, answerToken } from './auth/token.ts';
import { IngestJobs } from './bulk/ingest-jobs.ts';
import { QueryJobs } from './bulk/query-jobs.ts';
import { ApiLimit } from './http/api-limit.ts';
import { createFaults } from './http/faults.ts';
import type { Fault } from './http/faults.ts';
import { startServer } from './http/server.ts';
import { Traffic } from './http/traffic.ts';
import { Org } from './org/org.ts';
import { Cursors } from './rest/cursors.ts';
import { routesOf } from './routes.ts';
import type { QueryContext } from './soql/compile-query.ts';

export type { Credentials } from './auth/connected-app.ts';
export type { Fault, FaultKind } from './http/faults.ts';
export type { GivenRecord } from './org/field-values.ts';
export type { Org } from './org/org.ts';
export type { FieldInput } from './schema/field-definition.ts';

export interface SalesforceSandboxOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The org's clock, milliseconds since 1970. */
  readonly now?: () => number;
  readonly orgName?: string;
  readonly username?: string;
  /** IANA name of the user's zone: relative dates follow it. */
  readonly timeZone?: string;
  /** 7 (Sunday, as in en_US) or 1 (Monday). */
  readonly firstDayOfWeek?: 1 | 7;
  /** Most rows of a page of a query; Salesforce's 2,000 unless told otherwise. */
  readonly pageRows?: number;
  /** How many looks at a new bulk job find it in progress. */
  readonly bulkPolls?: number;
  /** Rows of a page of a bulk result where the request names no number. */
  readonly bulkPageRows?: number;
  /** API requests of 24 hours. */
  readonly apiLimit?: number;
  /** Whether answers are compressed for who takes that, as Salesforce's are. True unless told otherwise. */
  readonly gzip?: boolean;
}

export interface SalesforceSandbox {
  /** Both the login address and the instance's. */
  readonly url: string;
  readonly credentials: Credentials;
  /** The app in which a person consents: set it up at will. */
  readonly web: WebApp;
  readonly org: Org;
  readonly traffic: Traffic;
  /** Read and set `limit` and `used` at will. */
  readonly apiLimit: ApiLimit;
  /** Makes requests to come go wrong. */
  disturb(fault: Fault): void;
  /** Takes back what `disturb` asked for and has not happened. */
  calm(): void;
  /** Ends all sessions, as an admin can. */
  expireSessions(): void;
  /** Takes back what people consented to, as each may in their settings: apps have to ask again. */
  revokeConsents(): void;
  /** Drops what is left of the results of queries: the next pages are refused. */
  dropCursors(): void;
  /** Forgets all bulk jobs, as Salesforce does after some days. */
  dropBulkJobs(): void;
  close(): Promise<void>;
}

export async function startSalesforceSandbox(
  options: SalesforceSandboxOptions = {},
): Promise<SalesforceSandbox> {
  const {
    port = 0,
    now = Date.now,
    orgName = 'Acme Sandbox',
    username = 'integration@acme.example',
    timeZone = 'Europe/Berlin',
    firstDayOfWeek = 7,
    pageRows = 2_000,
    bulkPolls = 1,
    bulkPageRows = 50_000,
    apiLimit: limit = 100_000,
    gzip = true,
  } = options;
  const org = new Org({ now, name: orgName, timeZone, username });
  const { app, credentials } = connectedApp(username);
  const sessions = createSessions(org.id);
  const codes = createAuthorizationCodes(codeLifetimeMs, now);
  const refreshTokens = createRefreshTokens('5Aep861');
  const consents = createConsents();
  const faults = createFaults();
  const apiLimit = new ApiLimit(limit);
  const cursors = new Cursors(now);
  const context = (includeDeleted: boolean): QueryContext => ({
    org,
    scan: { nowMs: now(), includeDeleted },
    calendar: { nowMs: now(), timeZone, firstDayOfWeek },
  });
  const jobs = { userId: org.userId, stamp: () => org.stamp(), polls: bulkPolls };
  const queryJobs = new QueryJobs({ ...jobs, context, pageRows: bulkPageRows });
  const ingestJobs = new IngestJobs({ ...jobs, org });
  const traffic = new Traffic(() => queryJobs.list.open + ingestJobs.list.open);
  const server = await startServer((origin) => {
    const queries = { cursors, pageRows, context };
    const login = { app, sessions, codes, refreshTokens, orgId: org.id, userId: org.userId, origin, now };
    return {
      routes: routesOf({ org, origin, timeZone, now, apiLimit, queries, queryJobs, ingestJobs }),
      answerLogin: (request) => {
        if (request.path.endsWith('/token')) return answerToken(request, login);
        const answer = request.path.endsWith('/revoke')
          ? answerRevoke(request, login)
          : answerAuthorize(request, { web: app.web, username, codes, consents });
        return Promise.resolve(answer);
      },
      sessions,
      faults,
      traffic,
      apiLimit,
      now,
      gzip,
    };
  }, port);
  return {
    url: server.url,
    credentials,
    web: app.web,
    org,
    traffic,
    apiLimit,
    disturb: (fault) => faults.add(fault),
    calm: () => faults.clear(),
    expireSessions: () => sessions.expireAll(),
    revokeConsents() {
      refreshTokens.revokeAll();
      sessions.expireAll();
    },
    dropCursors: () => cursors.drop(),
    dropBulkJobs() {
      queryJobs.list.drop();
      ingestJobs.list.drop();
    },
    close: () => server.close(),
  };
}
