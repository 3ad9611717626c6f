/** A Dataverse environment on this machine: a server that speaks the real Web API and refuses what it refuses. */
import { createAuthorizationCodes } from '../http/authorization-codes.ts';
import { createConsents } from '../http/consent-page.ts';
import { createRefreshTokens } from '../http/refresh-tokens.ts';
import { Traffic } from '../http/traffic.ts';
import { createAccessTokens } from './auth/access-tokens.ts';
import { appRegistration } from './auth/app-registration.ts';
import type { Credentials, WebPlatform } from './auth/app-registration.ts';
import { codeLifetimeMs } from './auth/authorize.ts';
import { answerLogin, isLogin } from './auth/token.ts';
import { createFaults } from './http/faults.ts';
import type { Fault } from './http/faults.ts';
import { startServer } from './http/server.ts';
import { defaultLimits, ServiceProtection } from './http/service-limits.ts';
import type { ServiceLimits } from './http/service-limits.ts';
import { Org } from './org/org.ts';
import { routesOf } from './routes.ts';

export type { Credentials } from './auth/app-registration.ts';
export type { Fault } from './http/faults.ts';
export type { Org } from './org/org.ts';

export interface DataverseSandboxOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The org's clock, milliseconds since 1970. */
  readonly now?: () => number;
  readonly orgName?: string;
  readonly username?: string;
  /** IANA name of the user's zone: relative dates and formatted values follow it. */
  readonly timeZone?: string;
  /** The day that weeks begin with: 0, the default, is Sunday. */
  readonly weekStartDayCode?: 0 | 1;
  /** Most rows of a page of a query; Dataverse's 5,000 unless told otherwise. */
  readonly pageRows?: number;
  /** How long access tokens are good. */
  readonly tokenLifetimeS?: number;
  /** What one user may ask: Microsoft's unless told otherwise. */
  readonly limits?: Partial<ServiceLimits>;
  /** Whether answers are compressed for who takes that, as Dataverse's are. True unless told otherwise. */
  readonly gzip?: boolean;
}

export interface DataverseSandbox {
  /** Both the environment's address and the authority's. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly credentials: Credentials;
  /** How the app may ask for a person's consent: set it up at will. */
  readonly web: WebPlatform;
  readonly org: Org;
  readonly traffic: Traffic;
  /** Read and set at will. */
  readonly limits: ServiceLimits;
  /** Makes requests to come go wrong. */
  disturb(fault: Fault): void;
  /** Takes back what `disturb` asked for and has not happened. */
  calm(): void;
  /** Ends all access tokens. */
  expireSessions(): void;
  /** Takes back what people consented to: apps have to ask again. */
  revokeConsents(): void;
  /** Delta links that were given lead nowhere any more. */
  expireDeltaLinks(): void;
  close(): Promise<void>;
}

const defaultLifetimeS = 3_599;

export async function startDataverseSandbox(
  options: DataverseSandboxOptions = {},
): Promise<DataverseSandbox> {
  const {
    port = 0,
    now = Date.now,
    orgName = 'Acme Sandbox',
    username = 'integration@acme.example',
    timeZone = 'Europe/Berlin',
    weekStartDayCode = 0,
    pageRows = 5_000,
    tokenLifetimeS: lifetimeS = defaultLifetimeS,
    limits = {},
    gzip = true,
  } = options;
  const org = new Org({ now, name: orgName, timeZone, username, weekStartDayCode });
  const app = appRegistration();
  const faults = createFaults();
  const traffic = new Traffic();
  const protection = new ServiceProtection({ ...defaultLimits, ...limits }, now);
  let url = '';
  const tokens = createAccessTokens(app, () => url, lifetimeS, now);
  const web: WebPlatform = { redirectUris: new Set() };
  const codes = createAuthorizationCodes(codeLifetimeMs, now);
  const refreshTokens = createRefreshTokens('1.AXkA');
  const consents = createConsents();
  const login = { app, web, username, tokens, codes, refreshTokens, consents, lifetimeS, now };
  const server = await startServer(
    (origin) => ({
      routes: routesOf({ org, timeZone, weekStartDayCode, pageRows }),
      origin,
      isLogin,
      answerLogin: (request) => answerLogin(request, { ...login, origin }),
      tokens,
      faults,
      traffic,
      protection,
      now,
      gzip,
    }),
    port,
  );
  url = server.url;
  return {
    url,
    tokenUrl: `${url}/${app.tenantId}/oauth2/v2.0/token`,
    credentials: app,
    web,
    org,
    traffic,
    limits: protection.limits,
    disturb: (fault) => faults.add(fault),
    calm: () => faults.clear(),
    expireSessions: () => tokens.expireAll(),
    revokeConsents() {
      refreshTokens.revokeAll();
      tokens.expireAll();
    },
    expireDeltaLinks: () => org.forgetChanges(),
    close: () => server.close(),
  };
}
